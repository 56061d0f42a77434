import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CouplesDesign, coupledPath, coupledPlace } from '../../bench/generate/couples-design.ts';
import { couplesStory } from '../../bench/generate/couples-story.ts';
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

describe('couplesStory', () => {
  const shape = { columns: 6, rows: 7, cellFiles: 2, blocks: 10 };
  const design = new CouplesDesign(shape);

  test('makes the pairs that the design counts by formula', async () => {
    const { path } = await makeRepository(join(root, 'couples'), [couplesStory(shape)]);
    const counts = new Map<string, number>();
    for (const commit of git(path, 'log', '--format=tformat:@', '--name-only', 'main').split('@\n')) {
      const files = commit.split('\n').filter((name) => name !== '').sort();
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
