import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crossingStory } from '../../bench/generate/crossing-story.ts';
import { makeRepository } from '../../bench/generate/make-repository.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { makeRandomRepository } from '../support/random-repository.ts';
import type { RenameRule } from './attribution-plan.ts';
import { blameFiles } from './blame-files.ts';
import { SlowModel } from './slow-model.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'codefang-slow-model-'));
});

afterAll(() => rmSync(root, { recursive: true }));

/** Files of a revision in which the model and git differ, and how many were compared. */
async function compare(
  repository: string,
  model: SlowModel,
  revision: string,
  follows: boolean,
): Promise<{ readonly files: number; readonly differing: readonly string[] }> {
  const files = Array.from(model.at(revision));
  const paths = files.map(([path]) => path);
  const blamed = await blameFiles({ repository, revision, paths, follows });
  const differing = files.filter(([, origins], at) => origins.join() !== blamed[at]!.commits.join());
  return { files: files.length, differing: differing.map(([path]) => `${revision} ${path}`) };
}

async function makeCrossing(name: string, seed: number, commits: number): Promise<string> {
  const shape = { commits, files: 30, people: 5, seed };
  return (await makeRepository(join(root, name), [crossingStory(shape)])).path;
}

describe('SlowModel', () => {
  test.each(Array.from({ length: 16 }, (_, at) => at + 1))('random repository %i, is git blame', async (seed) => {
    using fixture = makeRandomRepository({ seed, commitCount: 40 });
    const rules = [
      { renames: 'off', follows: false },
      { renames: 'similar', follows: true },
    ] as const;
    for (const { renames, follows } of rules) {
      const model = new SlowModel(fixture.path, 'main', { renames });
      const { files, differing } = await compare(fixture.path, model, model.commits.at(-1)!.id, follows);
      expect(files).toBeGreaterThan(0);
      expect(differing).toEqual([]);
    }
  });

  test.each([1, 2, 3])('crossing branches %i, are git blame at several commits', async (seed) => {
    const path = await makeCrossing(`crossing-${seed}`, seed, 200);
    const off = new SlowModel(path, 'main');
    const similar = new SlowModel(path, 'main', { renames: 'similar' });
    for (const place of [100, 150, -1]) {
      const { id } = off.commits.at(place)!;
      const compared = await compare(path, off, id, false);
      expect(compared.files).toBeGreaterThan(5);
      expect(compared.differing).toEqual([]);
      expect((await compare(path, similar, id, true)).differing).toEqual([]);
    }
  });

  test('ledger, adds up to the totals, and to the lines of every origin', async () => {
    const model = new SlowModel(await makeCrossing('ledger', 4, 200), 'main', { renames: 'exact' });
    const rows = model.ledger();
    const sums = new Map<string, number>();
    let total = 0;
    for (const commit of model.mainline) {
      for (const { path, origin, lines } of rows.filter(({ mainlineCommit }) => mainlineCommit === commit)) {
        const sum = (sums.get(`${path} ${origin}`) ?? 0) + lines;
        expect(sum).toBeGreaterThanOrEqual(0);
        sums.set(`${path} ${origin}`, sum);
        total += lines;
      }
      expect(total).toBe(model.totals().get(commit));
    }
    const counted = Array.from(sums).filter(([, sum]) => sum > 0);
    const last = Array.from(model.at(model.mainline.at(-1)!));
    const lines = last.flatMap(([path, origins]) => origins.map((origin) => `${path} ${origin}`));
    const wanted = new Map<string, number>();
    for (const key of lines) wanted.set(key, (wanted.get(key) ?? 0) + 1);
    expect(new Map(counted)).toEqual(wanted);
  });

  test('exact renames, are followed when nothing else changed, and no others', async () => {
    using fixture = GitFixture.init();
    const text = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n';
    const first = fixture.commit({ files: { a: text, b: text.toUpperCase() } });
    fixture.git('checkout', '-q', '-b', 'side');
    fixture.commit({ files: { a: null, 'moved/a': text } });
    fixture.git('checkout', '-q', 'main');
    const edit = fixture.commit({ files: { a: `${text}nine\n` } });
    fixture.merge('side');
    const last = fixture.commit({ files: { b: null, c: `${text.toUpperCase()}NINE\n` } });
    const of = (renames: RenameRule): Map<string, readonly string[]> => {
      return new SlowModel(fixture.path, 'main', { renames }).at(last);
    };
    const eight = (commit: string): string[] => Array.from({ length: 8 }, () => commit);
    // What the merge has is what the mainline had under the other name.
    const [exact, similar, off] = [of('exact'), of('similar'), of('off')];
    expect([exact.get('moved/a'), similar.get('moved/a')]).toEqual(Array(2).fill([...eight(first), edit]));
    expect(similar.get('c')).toEqual([...eight(first), last]);
    expect(exact.get('c')).toEqual([...eight(last), last]);
    expect(off.get('moved/a')).not.toContain(first);
    const paths = ['moved/a', 'c'];
    const blamed = await blameFiles({ repository: fixture.path, revision: last, paths, follows: true });
    expect(blamed.map(({ commits }) => commits)).toEqual(paths.map((path) => similar.get(path)));
    expect(blamed.map((lines) => lines.paths.slice(0, 9))).toEqual([Array(9).fill('a'), [...Array(8).fill('b'), 'c']]);
  });

  test('a parent that has the path, comes before one that has the text under another name', async () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { other: 'other\n' } });
    fixture.git('checkout', '-q', '-b', 'side');
    const side = fixture.commit({ files: { path: 'one\ntwo\n' } });
    fixture.git('checkout', '-q', 'main');
    const main = fixture.commit({ files: { name: 'one\ntwo\n' } });
    fixture.git('mv', 'name', 'path');
    const tree = fixture.git('write-tree');
    const merge = fixture.git('commit-tree', '-p', main, '-p', side, '-m', 'merge', tree);
    const model = new SlowModel(fixture.path, merge, { renames: 'similar' });
    expect(model.at(merge).get('path')).toEqual([side, side]);
    expect((await compare(fixture.path, model, merge, true)).differing).toEqual([]);
  });

  test('a text that was binary for a while, keeps its lines or not, as asked', async () => {
    using fixture = GitFixture.init();
    const first = fixture.commit({ files: { a: 'one\ntwo\n' } });
    fixture.commit({ files: { a: 'one\n\0\ntwo\n' } });
    const last = fixture.commit({ files: { a: 'one\ntwo\nthree\n' } });
    const kept = new SlowModel(fixture.path, 'main');
    expect((await compare(fixture.path, kept, last, false)).differing).toEqual([]);
    expect(kept.at(last).get('a')).toEqual([first, first, last]);
    const forgotten = new SlowModel(fixture.path, 'main', { keepsThroughBinary: false });
    expect(forgotten.at(last).get('a')).toEqual([last, last, last]);
    expect((await compare(fixture.path, forgotten, last, false)).differing).toEqual([`${last} a`]);
  });

  test('leaves the repository as it was', () => {
    using fixture = makeRandomRepository({ seed: 1, commitCount: 20 });
    const before = readdirSync(fixture.path, { recursive: true }).sort();
    const model = new SlowModel(fixture.path, 'main', { renames: 'similar' });
    expect(model.mainline.length).toBeGreaterThan(3);
    expect(readdirSync(fixture.path, { recursive: true }).sort()).toEqual(before);
  });
});
