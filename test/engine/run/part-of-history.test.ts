import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crossingStory } from '../../../bench/generate/crossing-story.ts';
import { makeRepository } from '../../../bench/generate/make-repository.ts';
import { CheckpointStore } from '../../../engine/index.ts';
import { SlowModel } from '../../lines/slow-model.ts';
import { type EngineRun, type EngineRunOptions, runEngine } from '../../support/engine-run.ts';
import { FoldedLines } from '../../support/folded-lines.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'codefang-part-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** The lines of a whole history, of which those that no commit walked has written are older than the walk. */
function expectedAlive(model: SlowModel, walked: ReadonlySet<string>): Map<string, string[]> {
  const files = Array.from(model.at(model.mainline.at(-1)!)).filter(([, origins]) => origins.length > 0);
  return new Map(files.map(([path, origins]) => [path, origins.map((one) => (walked.has(one) ? one : 'baseline'))]));
}

/** Runs over the newest commits alone; returns how many lines are older. */
async function expectPart(model: SlowModel, commitCountMax: number, options: EngineRunOptions): Promise<number> {
  let older = 0;
  await runEngine({
    ...options,
    request: { commitCountMax },
    onFolded: (folded) => {
      const { table, order } = folded.history;
      const walked = new Set(Array.from(order, (index) => table.oidHex(index)));
      const lines = new FoldedLines(folded);
      const wanted = expectedAlive(model, walked);
      expect(lines.alive(), `${options.repository} ${commitCountMax}`).toEqual(wanted);
      older = Array.from(wanted.values())
        .flat()
        .filter((one) => one === 'baseline').length;
      const mainline = model.mainline.filter((commit) => walked.has(commit));
      const ledger = lines.ledger();
      const place = new Map(Array.from(order, (index, at) => [table.oidHex(index), at]));
      const totals = mainline.map((commit): [string, number] => {
        // What was there before is told with the first place of the walk.
        const until = ledger.filter(({ mainlineCommit }) => place.get(mainlineCommit)! <= place.get(commit)!);
        return [commit, until.reduce((sum, row) => sum + row.lines, 0)];
      });
      expect(new Map(totals)).toEqual(new Map(mainline.map((commit) => [commit, model.totals().get(commit)])));
    },
  });
  return older;
}

describe('lines of a part of history', () => {
  const rulesOfRenames = ['off', 'exact', 'similar'] as const;

  test.each(rulesOfRenames)('are those of the whole, or older than the walk, renames %s', async (renames) => {
    const seed = { off: 21, exact: 22, similar: 23 }[renames];
    const shape = { commits: 90, files: 30, people: 4, seed };
    const crossing = await makeRepository(join(root, `crossing-${seed}`), [crossingStory(shape)]);
    using random = makeRandomRepository({ seed: 300 + seed, commitCount: 80, withoutGitlinks: true });
    for (const repository of [crossing.path, random.path]) {
      const model = new SlowModel(repository, 'HEAD', { renames, keepsThroughBinary: false });
      const rules = { renames: renames === 'similar' ? ({ similarPercent: 50 } as const) : renames };
      let older = 0;
      for (const commits of [1, 2, 9, 30, 60, model.commits.length - 1]) {
        older += await expectPart(model, commits, { repository, rules, chunkCommits: 5, partBytes: 1 });
      }
      expect(older).toBeGreaterThan(100);
    }
  });

  test('a merge that takes away or replaces what is older, is walked and books it', async () => {
    using fixture = GitFixture.init();
    const file = 'a\nb\nc\nd\ne\n';
    fixture.commit({ files: { kept: 'kept\n', changed: file, gone: file, moved: `${file}moved\n` } });
    fixture.git('checkout', '-q', '-b', 'side');
    const side = { gone: null, changed: file.replace('c', 'C'), moved: null, 'to/moved': `${file}moved\n` };
    fixture.commit({ files: side });
    fixture.git('checkout', '-q', 'main');
    fixture.commit({ files: { own: 'own\n' } });
    fixture.merge('side');
    const linesOf = async (commitCountMax: number): Promise<unknown> => {
      const run = await runEngine({ repository: fixture.path, request: { commitCountMax }, isPerCommit: true });
      const files = run.report.analyzers['history/burndown']!['file_survival']!;
      const totals = run.report.analyzers['timeseries']!['commits']!.map((row) => row['burndown.total_lines']);
      return [totals.at(-1), files.map((row) => [row['path'], row['current_lines'], row['ownership']])];
    };
    const files = (...owned: readonly number[]): unknown => [
      13,
      ['changed', 'kept', 'own', 'to/moved'].map((path, at) => {
        return [path, [5, 1, 1, 6][at], owned[at] === 0 ? {} : { 0: owned[at] }];
      }),
    ];
    expect(await linesOf(1)).toEqual(files(0, 0, 0, 0));
    expect(await linesOf(2)).toEqual(files(0, 0, 1, 0));
    expect(await linesOf(3)).toEqual(files(1, 0, 1, 0));
    expect(await linesOf(4)).toEqual(files(5, 1, 1, 6));
  });
});

describe('a part of history', () => {
  async function runWith(state: ScratchDirectory, options: EngineRunOptions): Promise<EngineRun> {
    const checkpoints = new CheckpointStore(state.path, 'repository', 'options');
    checkpoints.open();
    try {
      return await runEngine({ ...options, checkpoints });
    } finally {
      checkpoints.close();
    }
  }

  test('gives the same report when stopped anywhere, of newest commits and of a shallow clone', async () => {
    using fixture = makeRandomRepository({ seed: 61, commitCount: 60 });
    const shallow = join(root, 'shallow');
    fixture.git('clone', '-q', '--bare', '--depth=8', `file://${fixture.path}`, shallow);
    const parts: EngineRunOptions[] = [
      { repository: fixture.path, request: { commitCountMax: 25 }, isPerCommit: true },
      { repository: shallow, request: { allowIncomplete: true }, isPerCommit: true },
    ];
    for (const part of parts) {
      const usual = await runEngine(part);
      expect(usual.places.length).toBeGreaterThan(15);
      for (let stopAfter = 1; stopAfter < usual.places.length; stopAfter += 1) {
        using state = new ScratchDirectory('memory');
        const stopped = runWith(state, { ...part, stopAfter, chunkCommits: 1, batchCommits: 3 });
        await expect(stopped, `${stopAfter}`).rejects.toMatchObject({ code: 'ABORTED' });
        const resumed = await runWith(state, part);
        expect(resumed.places[0], `${stopAfter}`).toBe(stopAfter);
        expect(resumed.digest, `${stopAfter}`).toBe(usual.digest);
      }
    }
  });
});
