import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { branchesStory } from '../../bench/generate/branches-story.ts';
import { CouplesDesign, coupledPath, coupledPlace } from '../../bench/generate/couples-design.ts';
import { couplesStory } from '../../bench/generate/couples-story.ts';
import { crossingStory } from '../../bench/generate/crossing-story.ts';
import { historyStories } from '../../bench/generate/history-story.ts';
import { makeRepository } from '../../bench/generate/make-repository.ts';
import { monsters } from '../../bench/generate/monster-stories.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'codefang-generate-'));
});

afterAll(() => rmSync(root, { recursive: true }));

function git(path: string, ...words: readonly string[]): string {
  return execFileSync('git', ['-C', path, ...words], { encoding: 'utf8', maxBuffer: 2 ** 28 }).trimEnd();
}

function basesOf(path: string, commits: readonly string[]): number {
  const { stdout } = spawnSync('git', ['-C', path, 'merge-base', '--all', ...commits], { encoding: 'utf8' });
  return stdout.split('\n').length - 1;
}

describe('historyStories', () => {
  const shape = { commits: 800, files: 200, people: 20, seed: 1 };
  const make = (name: string, seed: number): ReturnType<typeof makeRepository> => {
    return makeRepository(join(root, name), historyStories({ ...shape, seed }));
  };

  test('make what was asked for: commits, files, people, merges and renames', async () => {
    const { path } = await make('shape', 1);
    expect(git(path, 'rev-list', '--count', 'main')).toBe('800');
    expect(git(path, 'ls-tree', '-r', '--name-only', 'main').split('\n')).toHaveLength(200);
    expect(git(path, 'shortlog', '-sn', 'main').split('\n')).toHaveLength(20);
    expect(Number(git(path, 'rev-list', '--count', '--merges', 'main'))).toBeGreaterThan(20);
    expect(git(path, 'log', '--diff-filter=R', '-M', '--format=%h', 'main')).not.toBe('');
    expect(git(path, 'fsck', '--no-dangling')).toBe('');
  });

  test('make the same of one seed, and another history of another', async () => {
    const [one, again, other] = [await make('one', 7), await make('again', 7), await make('other', 8)];
    expect(again.head).toBe(one.head);
    expect(other.head).not.toBe(one.head);
  });

  test('go on where an import ended', async () => {
    const stories = Array.from(historyStories({ ...shape, commitsPerImport: 300 }));
    expect(stories).toHaveLength(3);
    const { path } = await makeRepository(join(root, 'imports'), stories);
    expect(git(path, 'rev-list', '--count', 'main')).toBe('800');
    expect(git(path, 'rev-list', '--max-parents=0', 'main').split('\n')).toHaveLength(1);
    expect(git(path, 'ls-tree', '-r', '--name-only', 'main').split('\n')).toHaveLength(200);
  });
});

describe('branchesStory', () => {
  const shape = { branches: 60, commits: 900, files: 40, people: 9, seed: 1 };

  test('keeps branches open at once, and merges several at a time, with texts of no parent', async () => {
    const { path, head } = await makeRepository(join(root, 'branches'), [branchesStory(shape)]);
    expect(git(path, 'rev-list', '--count', 'main')).toBe('900');
    expect(git(path, 'for-each-ref', '--no-merged=main')).toBe('');
    // Oldest first: a branch is open from its fork to its merge.
    const lines = git(path, 'log', '--reverse', '--first-parent', '--format=%ct %P', 'main').split('\n');
    const merges = lines.map((line) => line.split(' ')).filter(({ length }) => length > 2);
    const firstMerge = Number(merges[0]![0]);
    const opened = git(path, 'log', '--format=%ct', '--min-parents=1', `--before=${firstMerge}`, '--branches=topic-*');
    expect(opened.split('\n').length).toBeGreaterThan(200);
    expect(new Set(merges.map(({ length }) => length)).size).toBeGreaterThan(3);
    const evil = git(path, 'log', '--merges', '-c', '--raw', '--format=', 'main').split('\n');
    expect(evil.length).toBeGreaterThan(100);
    const again = await makeRepository(join(root, 'branches-again'), [branchesStory(shape)]);
    expect(again.head).toBe(head);
  });

  test('refuses more branches than its commits can hold', () => {
    expect(() => branchesStory({ ...shape, branches: 300 })).toThrow('Cannot open 300 branches in 900 commits');
  });
});

describe('crossingStory', () => {
  const shape = { commits: 1500, files: 40, people: 9, seed: 1 };

  test('has merges of every kind, and is the same of one seed', async () => {
    const { path, head } = await makeRepository(join(root, 'crossing'), [crossingStory(shape)]);
    const count = (...words: readonly string[]): number => git(path, 'log', '--format=%h', ...words).split('\n').length;
    expect(count('main')).toBe(1500);
    expect(count('--max-parents=0', 'main')).toBeGreaterThan(5);
    expect(count('--min-parents=3', 'main')).toBeGreaterThan(10);
    expect(count('--min-parents=5', 'main')).toBeGreaterThan(1);
    for (const kind of ['Revert', 'Merge across', 'Merge, ours', 'Merge, theirs', 'Merge what could', 'Merge with']) {
      expect(count(`--grep=^${kind}`, 'main'), kind).toBeGreaterThan(4);
    }
    expect(git(path, 'log', '-M', '--diff-filter=R', '--format=%h', 'main').split('\n').length).toBeGreaterThan(50);
    const merges = git(path, 'log', '--min-parents=2', '--max-parents=2', '-n150', '--format=%P', 'main').split('\n');
    const bases = merges.map((parents) => basesOf(path, parents.split(' ')));
    expect(bases.filter((found) => found === 0).length, 'unrelated').toBeGreaterThan(0);
    expect(bases.filter((found) => found > 1).length, 'criss-cross').toBeGreaterThan(2);
    expect(git(path, 'fsck', '--no-dangling')).toBe('');
    const again = await makeRepository(join(root, 'crossing-again'), [crossingStory(shape)]);
    expect(again.head).toBe(head);
  });
});

describe('couplesStory', () => {
  const shape = { columns: 6, rows: 7, cellFiles: 2, blocks: 10 };
  const design = new CouplesDesign(shape);

  test('makes the pairs that the design counts by formula', async () => {
    const { path } = await makeRepository(join(root, 'couples'), [couplesStory(shape)]);
    const counts = new Map<string, number>();
    for (const commit of git(path, 'log', '--format=tformat:@', '--name-only', 'main').split('@\n')) {
      const files = commit
        .split('\n')
        .filter((name) => name !== '')
        .sort();
      // The commit that adds all files couples nothing.
      if (files.length !== shape.columns * shape.cellFiles) continue;
      for (const [at, one] of files.entries()) {
        for (const other of files.slice(at + 1)) {
          counts.set(`${one},${other}`, (counts.get(`${one},${other}`) ?? 0) + 1);
        }
      }
    }
    expect(counts.size).toBe(design.pairs);
    expect(Array.from(counts.values()).reduce((sum, count) => sum + count, 0)).toBe(design.coChanges);
    const wrong = Array.from(counts).filter(([pair, count]) => {
      const [one, other] = pair.split(',').map((name) => coupledPlace(name));
      return design.coChangesOf(one!, other!) !== count;
    });
    expect(wrong).toEqual([]);
  });

  test('CouplesDesign, knows that most files never meet', () => {
    const one = { column: 0, row: 0, file: 0 };
    expect(design.coChangesOf(one, { column: 0, row: 1, file: 0 })).toBe(0);
    expect(coupledPlace(coupledPath({ column: 5, row: 6, file: 1 }))).toEqual({ column: 5, row: 6, file: 1 });
    expect(() => new CouplesDesign({ ...shape, rows: 8 })).toThrow('Cannot lay out files');
  });
});

describe('monsters', () => {
  test('are whole repositories, each with its name', async () => {
    const small = monsters(0.002);
    expect(new Set(small.map(({ name }) => name)).size).toBe(small.length);
    for (const { name, story, options } of small) {
      const { path } = await makeRepository(join(root, `${name}.git`), [story], options);
      expect(git(path, 'fsck', '--no-dangling'), name).toBe('');
    }
  });

  test('delta-chain, is one chain as long as the history', async () => {
    const chain = monsters(0.05).find(({ name }) => name === 'delta-chain-of-4095')!;
    const { path } = await makeRepository(join(root, 'chain.git'), [chain.story], chain.options);
    const packs = execFileSync('sh', ['-c', `git verify-pack -v '${path}'/objects/pack/*.idx | grep '^chain'`]);
    const longest = packs.toString().trim().split('\n').at(-1)!;
    expect(longest).toBe('chain length = 204: 1 object');
  });
});

test('makeRepository, tells what git says of a broken stream', async () => {
  const broken = makeRepository(join(root, 'broken'), [
    function* (out) {
      out.text('nonsense\n');
      yield;
    },
  ]);
  await expect(broken).rejects.toThrow(/Cannot import into .*nonsense/s);
});
