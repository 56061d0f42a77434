import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRepositoryConfig } from '../../../cmd/config/repository-config.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { refusalOf } from '../refusal-of.ts';

let root = '';

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'codefang-test-')));
});

afterEach(() => rmSync(root, { recursive: true }));

describe('findRepositoryConfig()', () => {
  test('finds the file at the root of a work tree, from anywhere in it', () => {
    using fixture = GitFixture.init({ path: join(root, 'work') });
    const inner = join(fixture.path, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    expect(findRepositoryConfig(inner)).toBeUndefined();
    const path = join(fixture.path, '.codefang.yaml');
    writeFileSync(path, '');
    writeFileSync(join(inner, '.codefang.yaml'), '');
    expect(findRepositoryConfig(fixture.path)).toBe(path);
    expect(findRepositoryConfig(inner)).toBe(path);
  });

  test('knows a linked work tree by its .git file', () => {
    writeFileSync(join(root, '.git'), 'gitdir: elsewhere\n');
    writeFileSync(join(root, '.codefang.yaml'), '');
    expect(findRepositoryConfig(root)).toBe(join(root, '.codefang.yaml'));
  });

  test('finds none for a bare repository, nor for a git directory', () => {
    using bare = GitFixture.init({ bare: true, path: join(root, 'bare') });
    writeFileSync(join(bare.path, '.codefang.yaml'), '');
    expect(findRepositoryConfig(bare.path)).toBeUndefined();
    using fixture = GitFixture.init({ path: join(root, 'work') });
    writeFileSync(join(fixture.path, '.codefang.yaml'), '');
    expect(findRepositoryConfig(fixture.gitDir)).toBeUndefined();
  });

  test('finds none where there is no repository, or nothing at all', () => {
    expect(findRepositoryConfig(join(root, 'absent'))).toBeUndefined();
    writeFileSync(join(root, '.codefang.yaml'), '');
    expect(findRepositoryConfig(root)).toBeUndefined();
  });

  test('reads the short ending as well, and refuses both', async () => {
    using fixture = GitFixture.init({ path: join(root, 'work') });
    const [long, short] = ['.codefang.yaml', '.codefang.yml'].map((name) => join(fixture.path, name));
    writeFileSync(short!, '');
    expect(findRepositoryConfig(fixture.path)).toBe(short);
    writeFileSync(long!, '');
    const refusal = await refusalOf(() => findRepositoryConfig(fixture.path));
    expect(refusal).toContain('Cannot choose between .codefang.yaml and .codefang.yml: both are in');
  });
});
