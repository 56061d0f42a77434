import { adjusted, type FalseDiscoveryMethod } from './false-discovery.ts';
import { robustScores, type SeriesScores } from './robust-scores.ts';
import { seriesKinds, type SeriesName, seriesNames } from './series-kinds.ts';

/** The verdict on every (series, tick). */
export interface Verdict {
  readonly scores: Readonly<Record<SeriesName, SeriesScores>>;
  readonly adjusted: Readonly<Record<SeriesName, Float64Array>>;
  /** Number of (series, tick) with a score. */
  readonly judged: number;
  isAnomaly(series: SeriesName, tick: number): boolean;
  /** The largest |z| of a tick, and whether anything of it is an anomaly; NaN where nothing was judged. */
  largestScore(tick: number): number;
}

export interface JudgeRule {
  readonly window: number;
  readonly threshold: number;
  readonly fdr: number;
  readonly method: FalseDiscoveryMethod;
}

/**
 * Scores all series, and calls a value an anomaly if its score is at least the threshold and its p value stands the
 * control of false discoveries over all series and ticks at once. BOUNDED BY: 50 bytes a series and tick.
 */
export function judge(table: Readonly<Record<SeriesName, Float64Array>>, rule: JudgeRule): Verdict {
  const { commits } = table;
  const gross = table.added.map((lines, tick) => lines + table.removed[tick]!);
  const scoresOf = (name: SeriesName): SeriesScores =>
    robustScores({ kind: seriesKinds[name], values: table[name], commits, gross }, rule);
  const scores = Object.fromEntries(seriesNames.map((name) => [name, scoresOf(name)])) as Verdict['scores'];
  boundNet(scores);
  const all = new Float64Array(seriesNames.length * commits.length);
  seriesNames.forEach((name, at) => all.set(scores[name].p, at * commits.length));
  const q = adjusted(all, rule.method);
  const slice = (at: number): Float64Array => q.subarray(at * commits.length, (at + 1) * commits.length);
  const bySeries = Object.fromEntries(seriesNames.map((name, at) => [name, slice(at)])) as Verdict['adjusted'];
  return {
    scores,
    adjusted: bySeries,
    judged: all.reduce((count, p) => count + (Number.isNaN(p) ? 0 : 1), 0),
    isAnomaly: (name, tick) => bySeries[name][tick]! <= rule.fdr && Math.abs(scores[name].z[tick]!) >= rule.threshold,
    largestScore: (tick) =>
      seriesNames.reduce((largest, name) => {
        const z = Math.abs(scores[name].z[tick]!);
        return Number.isNaN(z) ? largest : Number.isNaN(largest) ? z : Math.max(largest, z);
      }, Number.NaN),
  };
}

/** Net lines are no more unusual than the lines of the side that makes them so. */
function boundNet({ net, added, removed }: Verdict['scores']): void {
  net.p.forEach((p, tick) => {
    const side = net.z[tick]! > 0 ? added.p[tick]! : removed.p[tick]!;
    if (!Number.isNaN(p)) net.p[tick] = Number.isNaN(side) ? 1 : Math.max(p, side);
  });
}
