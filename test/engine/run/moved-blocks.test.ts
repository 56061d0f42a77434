import { expect, test } from 'vitest';
import { type EngineRun, type EngineRunOptions, runEngine } from '../../support/engine-run.ts';
import { FoldedLines } from '../../support/folded-lines.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';

const rules = { renames: 'off', moves: 'file' } as const;
const block = (word: string): string => [1, 2, 3].map((at) => `${word} says number ${at}\n`).join('');
const [one, two, three] = ['one', 'two', 'three'].map(block) as [string, string, string];

/** Messages of the commits of each line of `f` at the end, each once for lines that follow each other. */
async function origins(fixture: GitFixture, moves: 'off' | 'file'): Promise<string[]> {
  let found: string[] = [];
  await runEngine({
    ...{ repository: fixture.path, rules: { ...rules, moves } },
    onFolded: (folded) => (found = new FoldedLines(folded).at(fixture.git('rev-parse', 'HEAD'), 'f')!),
  });
  return found.filter((oid, at) => oid !== found[at - 1]).map((oid) => fixture.git('log', '-1', '--format=%s', oid));
}

test('a block that one change moves within its file, keeps the commit that wrote it', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: one + two }, message: 'first' });
  fixture.commit({ files: { f: one + two + three }, message: 'second' });
  fixture.commit({ files: { f: `${three}${one}new\n${two}` }, message: 'move' });
  expect(await origins(fixture, 'off')).toEqual(['move', 'first', 'move', 'first']);
  expect(await origins(fixture, 'file')).toEqual(['second', 'first', 'move', 'first']);
});

test('a block that a merge moves, keeps the commit that wrote it on either side', async () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { f: one + two }, message: 'first' });
  fixture.git('checkout', '-q', '-b', 'side');
  fixture.commit({ files: { f: one + two + three }, message: 'side' });
  fixture.git('checkout', '-q', 'main');
  fixture.commit({ files: { f: `top\n${one}${two}` }, message: 'main' });
  fixture.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  fixture.commit({ files: { f: `${three}top\n${two}${one}` }, message: 'merge' });
  expect(await origins(fixture, 'file')).toEqual(['side', 'main', 'first']);
});

test('less than three lines, or than 20 letters, have not moved', async () => {
  using fixture = GitFixture.init();
  const few = one.split('\n').slice(0, 2).join('\n');
  const long = two + three;
  fixture.commit({ files: { f: `${few}\n${long}` }, message: 'first' });
  fixture.commit({ files: { f: `${long}${few}\n` }, message: 'move two lines' });
  fixture.commit({ files: { f: `${long}a\nb\nc\n${few}\n` }, message: 'bring letters' });
  fixture.commit({ files: { f: `a\nb\nc\n${long}${few}\n` }, message: 'move letters' });
  expect(await origins(fixture, 'file')).toEqual(['move letters', 'first', 'move two lines']);
});

/** The same report however the walk is folded, whose ledger adds up: the run checks that. */
async function expectEveryWay(repository: string): Promise<void> {
  const run = (options: Partial<EngineRunOptions>): Promise<EngineRun> => runEngine({ repository, rules, ...options });
  const usual = await run({});
  const off = await runEngine({ repository, rules: { ...rules, moves: 'off' } });
  const alive = (one: EngineRun): unknown => one.report.analyzers['history/ledger']!['lines_alive'];
  expect(alive(usual)).not.toEqual(alive(off));
  for (const way of [
    { chunkCommits: 1, partBytes: 1 },
    { workerCount: 2, chunkCommits: 7, batchCommits: 5 },
  ]) {
    expect((await run(way)).digest).toBe(usual.digest);
  }
}

/** Blocks of a file move about, on the mainline and on branches that are merged. */
function moveAbout(fixture: GitFixture, seed: number): void {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  fixture.commit({ files: { f: Array.from({ length: 60 }, (_, at) => `line ${at} of the first commit\n`).join('') } });
  const change = (step: number): void => {
    const lines = fixture.git('show', 'HEAD:f').split('\n');
    const block = lines.splice(below(lines.length - 10), 3 + below(6));
    if (below(3) === 0) block.splice(1, 0, `new in ${step}, and long enough to count`);
    lines.splice(below(lines.length), 0, ...block);
    fixture.commit({ files: { f: `${lines.join('\n')}\n` } });
  };
  for (let step = 0; step < 12; step += 1) {
    fixture.git('checkout', '-q', '-B', 'side');
    for (let left = 1 + below(2); left > 0; left -= 1) change(step * 10 + left);
    fixture.git('checkout', '-q', 'main');
    change(step * 10);
    fixture.git('merge', '-q', '--no-ff', '-X', below(2) === 0 ? 'ours' : 'theirs', '-m', 'merge', 'side');
  }
}

test.each([1, 2])('blocks that move on branches, have one report however they are folded, seed %i', async (seed) => {
  using fixture = GitFixture.init();
  moveAbout(fixture, seed);
  await expectEveryWay(fixture.path);
});
