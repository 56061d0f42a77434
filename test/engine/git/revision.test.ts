import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRepository, ObjectStore, resolveRevision } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { roomyLimits } from './store-oracle.ts';

function resolveIn(path: string, name?: string): string {
  const location = findRepository(path);
  const store = new ObjectStore(location, roomyLimits);
  try {
    return resolveRevision(location, store, name);
  } finally {
    store.close();
  }
}

/** A merge, tags of both sorts, a remote, and names that are both a tag and a branch. */
function fillRefs(fixture: GitFixture): void {
  fixture.commit({ files: { a: '1' } });
  fixture.git('branch', 'both');
  fixture.commit({ files: { a: '2' } });
  fixture.git('tag', 'both');
  fixture.git('tag', '-a', '-m', 'annotated', 'v1.0');
  fixture.git('tag', '-a', '-m', 'a tag of a tag', 'twice', 'v1.0');
  fixture.git('switch', '-q', '-c', 'topic/deep', 'HEAD~1');
  fixture.commit({ files: { b: '1' } });
  fixture.git('switch', '-q', 'main');
  fixture.merge('topic/deep');
  fixture.git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
  fixture.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
}

const names = [
  'HEAD',
  '@',
  'main',
  'heads/main',
  'refs/heads/main',
  'both',
  'heads/both',
  'topic/deep',
  'v1.0',
  'twice',
  'tags/v1.0',
  'origin',
  'origin/main',
  'refs/remotes/origin/HEAD',
  'HEAD~1',
  'HEAD~2',
  'HEAD^',
  'HEAD^2',
  'HEAD^2~1',
  'HEAD^^',
  '@~2',
  'HEAD~',
  'HEAD^0',
  'v1.0^{}',
  'v1.0^{commit}',
  'twice^{commit}~1',
];

describe.each(['sha1', 'sha256'] as const)('resolveRevision(), %s', (objectFormat) => {
  test('follows HEAD to a branch whose name is not ASCII', () => {
    using fixture = GitFixture.init({ branch: 'grün' });
    const oid = fixture.commit({ files: { a: '1' } });
    expect(resolveIn(fixture.path)).toBe(oid);
    fixture.git('pack-refs', '--all');
    expect(resolveIn(fixture.path)).toBe(oid);
  });

  test('equals git rev-parse for loose and for packed refs', () => {
    using fixture = GitFixture.init({ objectFormat });
    fillRefs(fixture);
    const hex = fixture.git('rev-parse', 'HEAD~1');
    const all = [...names, hex, hex.toUpperCase(), hex.slice(0, 10), `${hex.slice(0, 8)}~1`];
    const expected = all.map((name) => fixture.git('rev-parse', '--verify', `${name}^{commit}`));
    expect(all.map((name) => resolveIn(fixture.path, name))).toEqual(expected);
    fixture.git('pack-refs', '--all');
    fixture.git('gc', '-q');
    expect(all.map((name) => resolveIn(fixture.path, name))).toEqual(expected);
    expect(resolveIn(fixture.path)).toBe(expected[0]);
  });
});

describe('resolveRevision()', () => {
  test('reads HEAD of a linked worktree and its detached HEAD', () => {
    using fixture = GitFixture.init();
    fillRefs(fixture);
    const linked = join(fixture.root, 'linked');
    fixture.git('worktree', 'add', '-q', '--detach', linked, 'topic/deep');
    expect(resolveIn(linked)).toBe(fixture.git('rev-parse', 'topic/deep'));
    expect(resolveIn(linked, 'main')).toBe(fixture.git('rev-parse', 'main'));
  });

  test('reads a HEAD that is a symbolic link', () => {
    using fixture = GitFixture.init();
    fixture.commit();
    rmSync(join(fixture.gitDir, 'HEAD'));
    symlinkSync('refs/heads/main', join(fixture.gitDir, 'HEAD'));
    expect(resolveIn(fixture.path)).toBe(fixture.git('rev-parse', 'main'));
  });

  test('says that a branch has no commits yet', () => {
    using fixture = GitFixture.init({ branch: 'trunk' });
    expect(() => resolveIn(fixture.path)).toThrow(
      expect.objectContaining({
        code: 'NOT_FOUND',
        message: expect.stringContaining('at HEAD: branch "trunk" has no commits yet, '),
      }),
    );
  });

  test.each([
    'absent',
    '',
    '../../etc/passwd',
    '/etc/passwd',
    'refs/heads/../../config',
    'config',
    'a..b',
    'main@{1}',
    ':/change',
    'HEAD:a',
    'HEAD^{tree}',
    'HEAD^9',
    'HEAD~99',
    'HEAD~99999999999999999999',
    'blob',
    'tree',
    '0'.repeat(40),
    '0'.repeat(64),
    'abcdef012345',
  ])('finds no commit at %j', (name) => {
    using fixture = GitFixture.init();
    fillRefs(fixture);
    fixture.git('tag', 'blob', 'HEAD:a');
    fixture.git('tag', 'tree', 'HEAD^{tree}');
    expect(() => resolveIn(fixture.path, name)).toThrow(
      expect.objectContaining({
        code: 'NOT_FOUND',
        message: expect.stringContaining(`at ${name}: `),
      }),
    );
  });

  test('refuses an ambiguous abbreviation, and takes the only commit among other objects', () => {
    using fixture = GitFixture.init();
    fixture.commit();
    const hexes = writeMany(fixture);
    const prefixes = new Map<string, number>();
    for (const hex of hexes) {
      const prefix = hex.slice(0, 4);
      prefixes.set(prefix, (prefixes.get(prefix) ?? 0) + 1);
    }
    const twice = [...prefixes].find(([, count]) => count === 2)![0];
    expect(() => resolveIn(fixture.path, twice)).toThrow(/ambiguous/);
    const once = hexes.find((hex) => prefixes.get(hex.slice(0, 4)) === 1)!;
    expect(resolveIn(fixture.path, once.slice(0, 4))).toBe(once);
  });

  test('refuses damaged refs and refs in a ring', () => {
    using fixture = GitFixture.init();
    fixture.commit();
    const write = (name: string, text: string): void =>
      writeFileSync(join(fixture.gitDir, 'refs', 'heads', name), text);
    write('ring', 'ref: refs/heads/gnir\n');
    write('gnir', 'ref: refs/heads/ring\n');
    write('short', 'abc\n');
    write('away', 'ref: ../../../secret\n');
    write('long', 'x'.repeat(100_000));
    mkdirSync(join(fixture.gitDir, 'refs', 'heads', 'directory'));
    for (const name of ['ring', 'short', 'away', 'long']) {
      expect(() => resolveIn(fixture.path, name)).toThrow(/^Cannot read ref "/);
    }
    expect(() => resolveIn(fixture.path, 'directory')).toThrow(/no such branch/);
  });

  test('finds refs in packed-refs of many pieces', () => {
    using fixture = GitFixture.init();
    const hex = fixture.commit();
    const folder = 'n'.repeat(20);
    const lines = Array.from({ length: 5000 }, (_, i) => `${hex} refs/tags/${folder}/${i}\n`);
    const last = fixture.commit();
    lines.push(`${last} refs/tags/the-last`);
    const packedPath = join(fixture.gitDir, 'packed-refs');
    writeFileSync(packedPath, `# pack-refs with: peeled\n${lines.join('')}`);
    expect(resolveIn(fixture.path, 'the-last')).toBe(last);
    expect(resolveIn(fixture.path, `${'n'.repeat(20)}/2500`)).toBe(hex);
    expect(() => resolveIn(fixture.path, 'the-las')).toThrow(/no such branch/);
    writeFileSync(join(fixture.gitDir, 'packed-refs'), 'y'.repeat(100_000));
    expect(() => resolveIn(fixture.path, 'the-last')).toThrow(/longer than 8 KiB/);
  });
});

/** Commits enough that two share four digits; their times make the ids the same everywhere. */
function writeMany(fixture: GitFixture): string[] {
  let stream = '';
  for (let i = 0; i < 500; i += 1) {
    stream += `commit refs/heads/many\ncommitter a <a@a> ${1_000_000 + i} +0000\ndata 0\n\n`;
  }
  fixture.gitBytes(['fast-import', '--quiet'], { input: stream });
  return fixture.git('rev-list', 'many').split('\n');
}
