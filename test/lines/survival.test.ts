import { afterAll, expect, test } from 'vitest';
import { analyse, type ReportRow } from '../../analysis/index.ts';
import { SurvivalCurve } from '../../analyzers/_page/survival-curve.ts';
import { makeChaosRepository } from '../chaos/chaos-repository.ts';
import { GitFixture } from '../support/git-fixture.ts';

/*
 * The curve of the page knows how many lines of each band are there at each sample. The ledger knows each line: when
 * the mainline got it and when it lost it. Both must say how long lines last; samples miss the losses that late lines
 * of the same band make up for.
 */
const shape = { name: 'survival', commits: 900, files: 20, linesPerFile: 60, sideShare: 0.5, bulkFiles: 10 };
const busy = makeChaosRepository(shape, 5);
const late = lateBranch();
afterAll(() => {
  busy.dispose();
  late.dispose();
});

/** A branch of the first day that lands on the twelfth, and losses on either side of it. */
function lateBranch(): GitFixture {
  const fixture = GitFixture.init();
  const at = (day: number): { authorTime: number } => ({ authorTime: 1_600_041_600 + day * 86_400 });
  const text = (name: string, count: number): string =>
    Array.from({ length: count }, (_, n) => `${name} ${n}\n`).join('');
  fixture.commit({ files: { main: text('main', 100) }, ...at(0) });
  fixture.git('checkout', '-qb', 'side');
  fixture.commit({ files: { side: text('side', 300) }, ...at(0) });
  fixture.git('checkout', '-q', 'main');
  for (let day = 1; day < 12; day += 1) fixture.commit({ files: { main: text('main', 100 - day * 2) }, ...at(day) });
  fixture.merge('side', at(12));
  for (let day = 13; day < 30; day += 1) fixture.commit({ files: { side: text('side', 430 - day * 10) }, ...at(day) });
  return fixture;
}

const tickSeconds = 4 * 3600;
const bandSeconds = tickSeconds;

interface Step {
  readonly seconds: number;
  readonly lines: number;
}

test.each([
  ['a branch that lands late', late, 0.02],
  ['a busy history', busy, 0.08],
] as const)('the survival of samples is that of single lines: %s', async (_, fixture, tolerance) => {
  await using analysis = await analyse({
    repository: fixture.path,
    workers: 0,
    analyzers: ['history/burndown', 'history/ledger'],
    tickSeconds,
    analyzerOptions: { 'history/burndown': { granularity: 1, sampling: 1 } },
  });
  const rows: ReportRow[] = [];
  for await (const row of analysis) rows.push(row);
  const times = commitTimes(fixture);
  const originSeconds = Math.floor(Math.min(...times.values()) / tickSeconds) * tickSeconds;
  const lastSeconds = Math.max(...times.values());

  const curve = new SurvivalCurve({ originSeconds, lastSeconds, tickSeconds, bandSeconds, sampleSeconds: bandSeconds });
  for (const row of of(rows, 'global_survival')) {
    curve.sample(Date.parse(row['sampled_at'] as string) / 1000, row['band_breakdown'] as number[]);
  }
  const { rates } = curve.block();
  const exact = exactRates(rows, times, originSeconds, lastSeconds);
  expect(rates.length).toBeGreaterThan(15);
  for (const [at, rate] of rates.entries()) expect(Math.abs(rate - exact[at]!), `step ${at}`).toBeLessThan(tolerance);
});

function of(rows: readonly ReportRow[], section: string): NonNullable<ReportRow['row']>[] {
  return rows.filter((one) => one.section === section).map(({ row }) => row!);
}

/** Committer times, made monotone along the walk as the analysis does. */
function commitTimes(fixture: GitFixture): Map<string, number> {
  const lines = fixture.git('log', '--reverse', '--topo-order', '--format=%H %ct').split('\n');
  return new Map(lines.map((line) => [line.slice(0, -11), Number(line.slice(-10))]));
}

/** Kaplan and Meier over the lines of the ledger; the clock of a line starts when its band has ended. */
function exactRates(
  rows: readonly ReportRow[],
  times: ReadonlyMap<string, number>,
  originSeconds: number,
  lastSeconds: number,
): number[] {
  const bands = new Map<number, Step[]>();
  const put = (commit: string, at: string, lines: number): void => {
    const band = Math.floor((times.get(commit)! - originSeconds) / bandSeconds);
    bands.set(band, [...(bands.get(band) ?? []), { seconds: times.get(at)!, lines }]);
  };
  for (const row of of(rows, 'line_births')) {
    put(row['commit'] as string, row['landed_commit'] as string, row['lines'] as number);
  }
  for (const row of of(rows, 'line_deaths')) {
    put(row['intro_commit'] as string, row['landed_commit'] as string, -(row['lines'] as number));
  }
  const atRisk: number[] = [];
  const died: number[] = [];
  for (const [band, steps] of bands) {
    const start = originSeconds + (band + 1) * bandSeconds;
    const between = (from: number, to: number): Step[] =>
      steps.filter(({ seconds }) => seconds >= from && seconds < to);
    for (let at = 0; start + (at + 1) * bandSeconds <= lastSeconds; at += 1) {
      const from = start + at * bandSeconds;
      const came = sum(between(Number.NEGATIVE_INFINITY, from));
      const deaths = -sum(between(from, from + bandSeconds).filter(({ lines }) => lines < 0));
      atRisk[at] = (atRisk[at] ?? 0) + came;
      died[at] = (died[at] ?? 0) + Math.min(came, deaths);
    }
  }
  const rates = [1];
  for (const [at, risk] of atRisk.entries()) rates.push(risk === 0 ? 0 : rates[at]! * (1 - died[at]! / risk));
  return rates;
}

function sum(steps: readonly Step[]): number {
  return steps.reduce((total, { lines }) => total + lines, 0);
}
