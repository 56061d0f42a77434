import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crossingStory } from '../../../bench/generate/crossing-story.ts';
import { makeRepository } from '../../../bench/generate/make-repository.ts';
import { CheckpointStore, type RenamePolicy } from '../../../engine/index.ts';
import { type LedgerRow, SlowModel } from '../../lines/slow-model.ts';
import { type EngineRun, type EngineRunOptions, runEngine } from '../../support/engine-run.ts';
import { FoldedLines } from '../../support/folded-lines.ts';
import type { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'codefang-attribution-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const policies = { off: 'off', exact: 'exact', similar: { similarPercent: 50 } } as const satisfies Readonly<
  Record<string, RenamePolicy>
>;
type Renames = keyof typeof policies;

/** Ways to fold the same walk. */
const ways: readonly Partial<EngineRunOptions>[] = [
  { chunkCommits: 1, partBytes: 1 },
  { workerCount: 2, chunkCommits: 7, batchCommits: 5 },
  { chunkCommits: 40, factBytes: 1, partBytes: 1, isUnderPressure: true },
];

/** Lines by the commit that brought or took them and the commit that wrote them, and by path if that is the file. */
function summed(rows: readonly LedgerRow[], isByPath: boolean): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { mainlineCommit, path, origin, lines } of rows) {
    const key = [mainlineCommit, origin, isByPath ? path : ''].join(' ');
    sums.set(key, (sums.get(key) ?? 0) + lines);
  }
  return new Map(
    Array.from(sums)
      .filter(([, lines]) => lines !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Holds all that the engine says of lines to the model, and returns how many files of commits were compared. */
function expectEqual(found: FoldedLines, model: SlowModel, renames: Renames): number {
  let files = 0;
  const differing: string[] = [];
  for (const commit of model.mainline) {
    for (const [path, origins] of model.at(commit)) {
      const lines = found.at(commit, path)?.join(' ');
      if (lines !== origins.join(' ')) differing.push(`${commit} ${path}: ${lines}, not ${origins.join(' ')}`);
      files += 1;
    }
  }
  expect(differing).toEqual([]);
  const head = Array.from(model.at(model.mainline.at(-1)!)).filter(([, origins]) => origins.length > 0);
  expect(found.alive()).toEqual(new Map(head));
  const ledger = found.ledger();
  expect(summed(ledger, renames === 'off')).toEqual(summed(model.ledger(), renames === 'off'));
  const totals = new Map<string, number>();
  let total = 0;
  for (const commit of model.mainline) {
    for (const { mainlineCommit, lines } of ledger) total += mainlineCommit === commit ? lines : 0;
    totals.set(commit, total);
  }
  expect(totals).toEqual(model.totals());
  return files;
}

/** Runs in every way; each must say what the model says, and the same report. */
async function expectEveryWay(repository: string, renames: Renames): Promise<number> {
  const model = new SlowModel(repository, 'HEAD', { renames, keepsThroughBinary: false });
  let files = 0;
  const run = (options: Partial<EngineRunOptions>): Promise<EngineRun> => {
    const onFolded: EngineRunOptions['onFolded'] = (folded) => {
      files += expectEqual(new FoldedLines(folded), model, renames);
    };
    return runEngine({ repository, rules: { renames: policies[renames] }, ...options, onFolded });
  };
  const usual = await run({});
  for (const way of ways) expect((await run(way)).digest, JSON.stringify(way)).toBe(usual.digest);
  const count = usual.history.order.length;
  using state = new ScratchDirectory();
  const checkpoints = new CheckpointStore(state.path, 'repository', 'options');
  checkpoints.open();
  for (const stopAfter of [Math.floor(count / 3), Math.floor(count / 4), 3]) {
    const stopped = run({ checkpoints, stopAfter, chunkCommits: 6, partBytes: 1 });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
  }
  const resumed = await run({ checkpoints, chunkCommits: 10 });
  checkpoints.close();
  expect(resumed.places.length).toBeLessThan(count / 2);
  expect(resumed.digest).toBe(usual.digest);
  return files;
}

/** The mainline as a history of its own: the tip of it, and the commits that its commits stand for. */
function linearised(fixture: GitFixture): { readonly tip: string; readonly standsFor: ReadonlyMap<string, string> } {
  const standsFor = new Map<string, string>();
  let tip = '';
  for (const commit of fixture.git('rev-list', '--first-parent', '--reverse', 'HEAD').split('\n')) {
    const parent = tip === '' ? [] : ['-p', tip];
    tip = fixture.git('commit-tree', '-m', `for ${commit}`, ...parent, `${commit}^{tree}`);
    standsFor.set(tip, commit);
  }
  return { tip, standsFor };
}

test('lines of a mainline alone, are those of a history without branches', async () => {
  using fixture = makeRandomRepository({ seed: 207, commitCount: 120 });
  const { tip, standsFor } = linearised(fixture);
  const model = new SlowModel(fixture.path, tip, { keepsThroughBinary: false });
  const wanted = Array.from(model.at(tip)).filter(([, origins]) => origins.length > 0);
  const rules = { renames: 'off' } as const;
  let alive = new Map<string, string[]>();
  await runEngine({
    ...{ repository: fixture.path, rules, request: { firstParentOnly: true }, chunkCommits: 9, partBytes: 1 },
    onFolded: (folded) => (alive = new FoldedLines(folded).alive()),
  });
  expect(alive).toEqual(new Map(wanted.map(([path, origins]) => [path, origins.map((one) => standsFor.get(one)!)])));
  expect(new Set(Array.from(alive.values()).flat()).size).toBeGreaterThan(10);
});

describe('lines of a walk, are those of the slow model in whatever way it is folded', () => {
  test.each([
    [201, 'off'],
    [202, 'off'],
    [203, 'exact'],
    [204, 'exact'],
    [205, 'similar'],
    [206, 'similar'],
  ] as const)('random repository %i, renames %s', async (seed, renames) => {
    using fixture = makeRandomRepository({ seed, commitCount: 90 });
    expect(await expectEveryWay(fixture.path, renames)).toBeGreaterThan(1000);
  });

  test.each([
    [11, 'off'],
    [12, 'exact'],
    [13, 'similar'],
  ] as const)('crossing branches %i, renames %s', async (seed, renames) => {
    const shape = { commits: 120, files: 40, people: 5, seed };
    const { path } = await makeRepository(join(root, `crossing-${seed}`), [crossingStory(shape)]);
    expect(await expectEveryWay(path, renames)).toBeGreaterThan(1000);
  });
});
