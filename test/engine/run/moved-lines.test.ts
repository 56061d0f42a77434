import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crossingStory } from '../../../bench/generate/crossing-story.ts';
import { makeRepository } from '../../../bench/generate/make-repository.ts';
import { CheckpointStore } from '../../../engine/index.ts';
import { movesModel } from '../../lines/moves-model.ts';
import { type EngineRun, type EngineRunOptions, runEngine } from '../../support/engine-run.ts';
import { FoldedLines } from '../../support/folded-lines.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

type Moves = 'off' | 'file' | 'commit';

const followedMoves = ['file', 'commit'] as const;
const similar = { similarPercent: 50 };
const block = (word: string): string => [1, 2, 3].map((at) => `${word} says number ${at}\n`).join('');
const [one, two, three] = ['one', 'two', 'three'].map(block) as [string, string, string];

async function alive(repository: string, moves: Moves, renames: 'off' | 'similar'): Promise<Map<string, string[]>> {
  let found = new Map<string, string[]>();
  await runEngine({
    ...{ repository, rules: { renames: renames === 'off' ? 'off' : similar, moves } },
    onFolded: (folded) => (found = new FoldedLines(folded).alive()),
  });
  return found;
}

/** Messages of the commits of each line of a file at the end, each once for lines that follow each other. */
async function origins(fixture: GitFixture, moves: Moves, path = 'f'): Promise<string[]> {
  const found = (await alive(fixture.path, moves, 'off')).get(path)!;
  return found.filter((oid, at) => oid !== found[at - 1]).map((oid) => fixture.git('log', '-1', '--format=%s', oid));
}

/** Holds the lines of all files at the end to git, asked commit by commit; returns how many lines it makes differ. */
async function expectGit(repository: string, moves: 'file' | 'commit', renames: 'off' | 'similar'): Promise<number> {
  const model = await movesModel(repository, 'HEAD', { moves, follows: renames !== 'off' });
  const expected = Array.from(model.values()).at(-1)!;
  const found = await alive(repository, moves, renames);
  const texts = Array.from(expected).filter(([, lines]) => lines.length > 0);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(texts));
  const off = await alive(repository, 'off', renames);
  let count = 0;
  for (const [path, lines] of found) count += lines.filter((oid, at) => oid !== off.get(path)![at]).length;
  return count;
}

test('lines that one change moves within its file, keep the commit that wrote them', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: one + two }, message: 'first' });
  fixture.commit({ files: { f: one + two + three }, message: 'second' });
  fixture.commit({ files: { f: `${three}${one}new\n${two}` }, message: 'move' });
  expect(await origins(fixture, 'off')).toEqual(['move', 'first', 'move', 'first']);
  expect(await origins(fixture, 'file')).toEqual(['second', 'first', 'move', 'first']);
  await expectGit(fixture.path, 'file', 'off');
});

test('lines that a merge moves, keep the commit that wrote them on either side', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: one + two }, message: 'first' });
  fixture.git('checkout', '-q', '-b', 'side');
  fixture.commit({ files: { f: one + two + three }, message: 'side' });
  fixture.git('checkout', '-q', 'main');
  fixture.commit({ files: { f: `top\n${one}${two}` }, message: 'main' });
  fixture.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  fixture.commit({ files: { f: `${three}top\n${two}${one}` }, message: 'merge' });
  expect(await origins(fixture, 'file')).toEqual(['side', 'main', 'first']);
  await expectGit(fixture.path, 'file', 'off');
});

test('fewer than 20 letters and digits have not moved', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: `abcdefghijklmnopqrs\n${two}${three}` }, message: 'first' });
  fixture.commit({ files: { f: `${two}${three}abcdefghijklmnopqrs\n` }, message: 'move 19' });
  fixture.commit({ files: { f: `${two}${three}abcdefghijklmnopqrs\nabcdefghijklmnopqrst\n` }, message: 'write 20' });
  fixture.commit({ files: { f: `abcdefghijklmnopqrst\n${two}${three}abcdefghijklmnopqrs\n` }, message: 'move 20' });
  expect(await origins(fixture, 'file')).toEqual(['write 20', 'first', 'move 19']);
  await expectGit(fixture.path, 'file', 'off');
});

test('a function that goes to another file, keeps the commit that wrote it', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: one + two, g: three }, message: 'first' });
  fixture.commit({ files: { f: one, g: three + two }, message: 'move' });
  expect(await origins(fixture, 'file', 'g')).toEqual(['first', 'move']);
  expect(await origins(fixture, 'commit', 'g')).toEqual(['first']);
  await expectGit(fixture.path, 'commit', 'off');
});

test('lines come from a file that is deleted, and from one that keeps them, if the commit changed it', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: one, g: two, h: three }, message: 'first' });
  fixture.commit({ files: { f: null, g: `${two}end\n`, k: `${one}between\n${two}${three}` }, message: 'copy' });
  expect(await origins(fixture, 'commit', 'k')).toEqual(['first', 'copy', 'first', 'copy']);
  await expectGit(fixture.path, 'commit', 'off');
});

test('fewer than 40 letters and digits do not come from another file', async () => {
  using fixture = GitFixture.init();
  const digits = '0123456789'.repeat(4);
  fixture.commit({ files: { f: `${one}${digits.slice(1)}\n`, g: `${two}${digits}\n` }, message: 'first' });
  fixture.commit({ files: { f: one, g: two, k: `${digits.slice(1)}\n`, l: `${digits}\n` }, message: 'move' });
  expect(await origins(fixture, 'commit', 'k')).toEqual(['move']);
  expect(await origins(fixture, 'commit', 'l')).toEqual(['first']);
  await expectGit(fixture.path, 'commit', 'off');
});

test('what is left of a stretch comes from the last file that has it, though another one had more before', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: `${one}between\n${two}${three}` }, message: 'first' });
  fixture.commit({ files: { g: one }, message: 'second' });
  fixture.commit({ files: { f: 'f\n', g: 'g\n', h: `${one}new\n${two}${three}` }, message: 'move' });
  expect(await origins(fixture, 'commit', 'h')).toEqual(['second', 'move', 'first']);
  await expectGit(fixture.path, 'commit', 'off');
});

test('a merge takes lines from other files of either parent', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: one, g: 'g\n' }, message: 'first' });
  fixture.git('checkout', '-q', '-b', 'side');
  fixture.commit({ files: { h: two }, message: 'side' });
  fixture.git('checkout', '-q', 'main');
  fixture.commit({ files: { k: three }, message: 'main' });
  fixture.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  fixture.commit({ files: { h: null, k: null, g: `${three}g\n${two}`, l: one }, message: 'merge' });
  expect(await origins(fixture, 'commit', 'g')).toEqual(['main', 'first', 'side']);
  expect(await origins(fixture, 'commit', 'l')).toEqual(['merge']);
  await expectGit(fixture.path, 'commit', 'off');
});

/** The same report however the walk is folded, whose ledger adds up: the run checks that. */
async function expectEveryWay(repository: string, moves: 'file' | 'commit'): Promise<void> {
  const rules = { renames: 'exact', moves } as const;
  const run = (options: Partial<EngineRunOptions>): Promise<EngineRun> => runEngine({ repository, rules, ...options });
  const usual = await run({});
  const off = await runEngine({ repository, rules: { ...rules, moves: 'off' } });
  const lines = (one: EngineRun): unknown => one.report.analyzers['history/ledger']!['lines_alive'];
  expect(lines(usual)).not.toEqual(lines(off));
  for (const way of [
    { chunkCommits: 1, partBytes: 1 },
    { workerCount: 2, chunkCommits: 7, batchCommits: 5 },
  ]) {
    expect((await run(way)).digest).toBe(usual.digest);
  }
  using state = new ScratchDirectory();
  const checkpoints = new CheckpointStore(state.path, 'repository', 'options');
  checkpoints.open();
  const stopped = run({ checkpoints, stopAfter: 12, chunkCommits: 5, partBytes: 1 });
  await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
  const resumed = await run({ checkpoints, chunkCommits: 10 });
  checkpoints.close();
  expect(resumed.places.length).toBeLessThan(usual.places.length);
  expect(resumed.digest).toBe(usual.digest);
}

const paths = ['a.c', 'b/one.c', 'b/two.c', 'b.h', 'c.txt'];

/** Stretches of lines move about, within files and between them, on the mainline and on branches that are merged. */
function moveAbout(fixture: GitFixture, seed: number): void {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const linesOf = (name: string): string[] => Array.from({ length: 30 }, (_, at) => `line ${at} of ${name}`);
  fixture.commit({ files: Object.fromEntries(paths.map((path) => [path, `${linesOf(path).join('\n')}\n`])) });
  const read = (path: string): string[] => fixture.git('show', `HEAD:${path}`).split('\n');
  const change = (step: number): void => {
    const from = paths[below(paths.length)]!;
    const to = below(3) === 0 ? from : paths[below(paths.length)]!;
    const source = read(from);
    const start = below(Math.max(1, source.length - 8));
    const isCopy = below(4) === 0;
    const taken = isCopy ? source.slice(start, start + 1 + below(8)) : source.splice(start, 1 + below(8));
    if (isCopy) source.push(`copied from here in ${step}`);
    if (below(3) === 0) taken.splice(1, 0, `new in ${step}, and long enough to count, is it not`);
    const target = to === from ? source : read(to);
    target.splice(below(target.length), 0, ...taken);
    fixture.commit({ files: { [from]: `${source.join('\n')}\n`, [to]: `${target.join('\n')}\n` } });
  };
  for (let step = 0; step < 9; step += 1) {
    fixture.git('checkout', '-q', '-B', 'side');
    for (let left = 1 + below(2); left > 0; left -= 1) change(step * 10 + left);
    fixture.git('checkout', '-q', 'main');
    change(step * 10);
    fixture.git('merge', '-q', '--no-ff', '-X', below(2) === 0 ? 'ours' : 'theirs', '-m', 'merge', 'side');
  }
}

test.each([1, 2])(
  'lines that move on branches, are where git has them, however they are folded, seed %i',
  async (seed) => {
    using fixture = GitFixture.init();
    moveAbout(fixture, seed);
    for (const moves of followedMoves) {
      expect(await expectGit(fixture.path, moves, 'off')).toBeGreaterThan(5);
      await expectEveryWay(fixture.path, moves);
    }
  },
);

test.each([
  ['file', 'off', 61],
  ['commit', 'off', 62],
  ['commit', 'similar', 63],
] as const)('crossing branches, moves %s, renames %s', async (moves, renames, seed) => {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-moves-'));
  try {
    const shape = { commits: 70, files: 16, people: 3, seed };
    const { path } = await makeRepository(join(folder, 'repo'), [crossingStory(shape)]);
    expect(await expectGit(path, moves, renames)).toBeGreaterThan(0);
    await expectEveryWay(path, moves);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
