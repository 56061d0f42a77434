import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRepository, readShallowOids } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';

describe('findRepository()', () => {
  test('finds a work tree from its root, a directory in it and its git directory', () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { 'a/b/c.txt': 'x' } });
    const gitDir = realpathSync(fixture.gitDir);
    for (const path of [fixture.path, join(fixture.path, 'a', 'b'), fixture.gitDir]) {
      expect(findRepository(path)).toEqual({
        gitDir,
        commonDir: gitDir,
        objectDirs: [join(gitDir, 'objects')],
        objectFormat: 'sha1',
        oidBytes: 20,
        isShallow: false,
        isPartial: false,
        isBare: false,
        refStorage: 'files',
        usesReplaceRefs: true,
      });
    }
  });

  test('finds a bare repository, also without a config', () => {
    using fixture = GitFixture.init({ bare: true });
    expect(findRepository(fixture.path).isBare).toBe(true);
    rmSync(join(fixture.path, 'config'));
    expect(findRepository(fixture.path).isBare).toBe(true);
  });

  test('finds the object format', () => {
    using fixture = GitFixture.init({ objectFormat: 'sha256' });
    expect(findRepository(fixture.path)).toMatchObject({ objectFormat: 'sha256', oidBytes: 32 });
  });

  test('finds a linked worktree and a submodule through their .git files', () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { a: 'x' } });
    const linked = join(fixture.root, 'linked');
    fixture.git('worktree', 'add', '-q', '-b', 'side', linked);
    const commonDir = realpathSync(fixture.gitDir);
    const gitDir = join(commonDir, 'worktrees', 'linked');
    expect(findRepository(linked)).toMatchObject({ gitDir, commonDir, isBare: false });
    expect(findRepository(join(linked, '.git'))).toMatchObject({ gitDir, commonDir });
    fixture.git('submodule', '--quiet', 'add', fixture.path, 'sub');
    const module = findRepository(join(fixture.path, 'sub'));
    expect(module.gitDir).toBe(join(commonDir, 'modules', 'sub'));
  });

  test('tells shallow and partial clones', () => {
    using fixture = GitFixture.init();
    for (let i = 0; i < 3; i += 1) fixture.commit({ files: { a: `${i}` } });
    fixture.git('config', 'uploadpack.allowFilter', 'true');
    const shallow = join(fixture.root, 'shallow');
    const partial = join(fixture.root, 'partial');
    const url = `file://${fixture.path}`;
    fixture.git('clone', '-q', '--depth=2', url, shallow);
    fixture.git('clone', '-q', '--filter=blob:none', '--bare', url, partial);
    const whole = findRepository(fixture.path);
    expect(findRepository(shallow)).toMatchObject({ isShallow: true, isPartial: false });
    expect(findRepository(partial)).toMatchObject({ isShallow: false, isPartial: true });
    expect(readShallowOids(whole)).toEqual(new Set());
    const boundary = fixture.git('rev-parse', 'HEAD~1');
    expect(readShallowOids(findRepository(shallow))).toEqual(new Set([boundary]));
    // The packs say so even when the configuration is gone.
    writeFileSync(join(partial, 'config'), '');
    expect(findRepository(partial).isPartial).toBe(true);
  });

  test('refuses what is no repository', () => {
    const root = mkdtempSync(join(tmpdir(), 'codefang-test-'));
    const refused = (path: string): void =>
      expect(() => findRepository(path)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    refused(root);
    refused(join(root, 'absent'));
    writeFileSync(join(root, 'file'), 'hello');
    refused(join(root, 'file'));
    mkdirSync(join(root, 'linked'));
    writeFileSync(join(root, 'linked', '.git'), `gitdir: ${join(root, 'gone')}\n`);
    refused(join(root, 'linked'));
    symlinkSync(join(root, 'ring'), join(root, 'ring'));
    refused(join(root, 'ring'));
    rmSync(root, { recursive: true });
  });

  test.each([
    [['core.repositoryformatversion', '2'], /format version is 2/],
    [['extensions.refStorage', 'leveldb'], /keeps refs as "leveldb", known are files and reftable/],
    [['extensions.objectFormat', 'sha512'], /object format is "sha512"/],
    [['extensions.somethingNew', 'true'], /unknown extension "somethingnew"/],
  ])('refuses a repository with %j', (setting, message) => {
    using fixture = GitFixture.init();
    fixture.git('config', 'core.repositoryformatversion', '1');
    fixture.git('config', ...setting);
    expect(() => findRepository(fixture.path)).toThrow(message);
  });

  test('follows no include and needs no known section', () => {
    using fixture = GitFixture.init();
    const other = join(fixture.root, 'other.config');
    writeFileSync(other, '[core]\n\tbare = true\n');
    fixture.git('config', 'include.path', other);
    expect(findRepository(fixture.path).isBare).toBe(false);
  });
});
