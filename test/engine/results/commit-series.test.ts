import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CheckpointStore } from '../../../engine/index.ts';
import { type EngineRun, type EngineRunOptions, runEngine } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

const fixture = makeRandomRepository({ seed: 71, commitCount: 120, withoutGitlinks: true });
const repository = fixture.path;
let usual: EngineRun;

type Row = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  usual = await runEngine({ repository, isPerCommit: true });
});
afterAll(() => fixture.dispose());

function seriesOf(run: EngineRun): readonly Row[] {
  return run.report.analyzers['timeseries']!['commits']!;
}

/** Lines added and removed, and files, of each commit that is no merge, as git says. */
function numstat(): Map<string, { added: number; removed: number; files: number }> {
  const shape = ['-z', '--no-renames', '--numstat', '--root', '--format=%x01%H'];
  const log = fixture.git('log', ...shape).toString();
  const commits = new Map<string, { added: number; removed: number; files: number }>();
  for (const entry of log.split('\u0001').slice(1)) {
    const [hash = '', ...files] = entry.split('\0').filter((part) => part.trim() !== '');
    const sums = { added: 0, removed: 0, files: files.length };
    for (const line of files) {
      const [added = '', removed = ''] = line.trimStart().split('\t');
      sums.added += added === '-' ? 0 : Number(added);
      sums.removed += removed === '-' ? 0 : Number(removed);
    }
    commits.set(hash.trim(), sums);
  }
  return commits;
}

describe('commitSeries', () => {
  test('has a row a commit, oldest first, with every analyzer', () => {
    const rows = seriesOf(usual);
    expect(rows).toHaveLength(usual.history.order.length);
    const times = rows.map((row) => String(row['timestamp']));
    expect(times.toSorted()).toEqual(times);
    expect(Object.keys(rows[0]!)).toEqual([
      ...['hash', 'timestamp', 'author', 'tick', 'mainline', 'burndown.total_lines'],
      ...['couples.files', 'couples.counted_files'],
      ...['devs.lines_added', 'devs.lines_removed', 'devs.lines_changed', 'devs.files', 'file-history.files'],
    ]);
  });

  test('agrees with git about the lines of each commit', async () => {
    const run = await runEngine({ repository, isPerCommit: true, rules: { renames: 'off' } });
    const known = numstat();
    let checked = 0;
    for (const row of seriesOf(run)) {
      const wanted = known.get(String(row['hash']));
      if (wanted === undefined) continue;
      const found = { added: row['devs.lines_added'], removed: row['devs.lines_removed'], files: row['devs.files'] };
      expect(found, String(row['hash'])).toEqual(wanted);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(80);
  });

  test('follows the lines of the mainline to those of the tree at the end', () => {
    const rows = seriesOf(usual);
    const { total_current_lines: lines } = usual.report.analyzers['history/burndown']!['aggregate'] as unknown as Row;
    expect(rows.at(-1)!['burndown.total_lines']).toBe(lines);
    rows.forEach((row, at) => {
      if (row['mainline'] === true || at === 0) return;
      expect(row['burndown.total_lines']).toBe(rows[at - 1]!['burndown.total_lines']);
    });
  });

  test('counts the baseline of a cut history into the lines', async () => {
    const cut = await runEngine({ repository, isPerCommit: true, request: { commitCountMax: 30 } });
    const whole = new Map(seriesOf(usual).map((row) => [row['hash'], row['burndown.total_lines']]));
    const rows = seriesOf(cut);
    expect(rows).toHaveLength(30);
    const last = rows.at(-1)!;
    expect(last['burndown.total_lines']).toBe(whole.get(last['hash']));
    expect(last['burndown.total_lines']).toBeGreaterThan(0);
  });

  test.each<Partial<EngineRunOptions>>([
    { workerCount: 2, chunkCommits: 7 },
    { workerCount: 1, chunkCommits: 60, factBytes: 1, partBytes: 1, isUnderPressure: true },
  ])('does not depend on %o', async (options) => {
    const run = await runEngine({ repository, isPerCommit: true, ...options });
    expect(run.digest).toBe(usual.digest);
  });

  test('is exact after a stop, wherever that was', async () => {
    using state = new ScratchDirectory();
    for (const stopAfter of [1, 33, 50]) {
      await expect(runWith(state, { stopAfter, chunkCommits: 20, factBytes: 1, partBytes: 1 })).rejects.toMatchObject({
        code: 'ABORTED',
      });
    }
    const run = await runWith(state, {});
    expect(run.places.length).toBeLessThan(60);
    expect(run.digest).toBe(usual.digest);
  });

  test('leaves the report alone when it is not asked for', async () => {
    const plain = await runEngine({ repository });
    expect(plain.report.analyzers).not.toHaveProperty('timeseries');
    const { timeseries: _, ...others } = usual.report.analyzers;
    expect(plain.report.analyzers).toEqual(others);
  });

  test('is empty where there are no commits', async () => {
    using empty = GitFixture.init();
    empty.commit({ files: { a: 'x' } });
    const run = await runEngine({ repository: empty.path, isPerCommit: true, request: { sinceSeconds: 4e9 } });
    expect(seriesOf(run)).toEqual([]);
  });
});

async function runWith(state: ScratchDirectory, options: Partial<EngineRunOptions>): Promise<EngineRun> {
  const checkpoints = new CheckpointStore(state.path, 'repository', 'options');
  if (!checkpoints.open()) throw new Error('The lock of the run before was not given back');
  try {
    return await runEngine({ repository, isPerCommit: true, ...options, checkpoints });
  } finally {
    checkpoints.close();
  }
}
