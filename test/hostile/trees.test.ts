import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GitFixture } from '../support/git-fixture.ts';

/** `[mode, name, hex id]`. */
type Entry = readonly [mode: string, name: string, oid: string];

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
/** A bound on work is tested by its answer; the limit is there for a program that never ends. */
const hangingMs = 120_000;

let fixture: GitFixture;
let blob: string;
beforeEach(() => {
  fixture = GitFixture.init();
  blob = hashed('blob', Buffer.from('one\n'));
});
afterEach(() => fixture[Symbol.dispose]());

function hashed(kind: 'blob' | 'tree', input: Uint8Array): string {
  const words = ['hash-object', '-t', kind, '-w', '--stdin', '--literally'];
  return fixture.gitBytes(words, { input }).toString().trim();
}

function tree(...entries: readonly Entry[]): string {
  const parts = entries.flatMap(([mode, name, oid]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]);
  return hashed('tree', Buffer.concat(parts));
}

/** Commits trees one after the other. */
function commit(...trees: readonly string[]): string {
  let parent: string[] = [];
  for (const id of trees) {
    const author = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@x',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@x',
    };
    const made = fixture
      .gitBytes(['commit-tree', id, ...parent, '-m', 'change'], { env: author })
      .toString()
      .trim();
    parent = ['-p', made];
  }
  fixture.git('update-ref', 'HEAD', parent[1]!);
  return parent[1]!;
}

function run(...words: string[]): { readonly status: number | null; readonly stderr: string } {
  const spill = ['--state-dir', join(fixture.root, 'state'), '--spill-dir', fixture.root];
  const args = [main, 'run', '--format', 'json', '-q', ...spill, ...words, fixture.path];
  const { status, stderr } = spawnSync(process.execPath, args, { timeout: hangingMs, encoding: 'utf8' });
  return { status, stderr };
}

/** Levels of trees with two equal children each: 2 ** levels paths out of as many objects as levels. */
function bomb(levels: number): string {
  let id = tree(['100644', 'a', blob], ['100644', 'b', blob]);
  for (let level = 1; level < levels; level += 1) id = tree(['40000', 'a', id], ['40000', 'b', id]);
  return id;
}

describe('a tree that git does not write', () => {
  test.each([
    ['two files of one name', (): string => tree(['100644', 'a', blob], ['100644', 'a', blob])],
    ['a file and a folder of one name', (): string => tree(['100644', 'a', blob], ['40000', 'a', tree()])],
    ['two folders of one name', (): string => twice(tree(['100644', 'a', blob]))],
    ['names out of order', (): string => tree(['100644', 'b', blob], ['100644', 'a', blob])],
  ])('of %s is refused by its id', (_, make) => {
    const good = tree(['100644', 'a', blob]);
    const id = make();
    commit(good, id, good);
    for (const workers of ['0', '1']) {
      const { status, stderr } = run('--workers', workers);
      expect(stderr).toContain(`Cannot read tree ${id}: its entry at byte`);
      expect(status).toBe(4);
    }
  });

  function twice(id: string): string {
    return tree(['40000', 'lib', id], ['40000', 'lib', id]);
  }
});

describe('trees that name each other twice', () => {
  test('are refused by the count of their files, at the end of a history and within it', () => {
    const id = bomb(40);
    commit(id);
    expect(run()).toEqual({
      status: 4,
      stderr: expect.stringContaining(`Cannot read tree ${id}: it has 1,099,511,627,776 files`),
    });
    commit(id, tree());
    for (const workers of ['0', '1']) {
      expect(run('--workers', workers)).toEqual({
        status: 4,
        stderr: expect.stringContaining(`Cannot read tree ${id}: it has 1,099,511,627,776 files`),
      });
    }
  });

  test('are read as any other when they are few', () => {
    commit(bomb(10), tree(), bomb(4));
    expect(run('--workers', '0')).toEqual({ status: 0, stderr: '' });
  });
});
