import { describe, expect, test } from 'vitest';
import { adjusted } from '../../analyzers/anomaly/false-discovery.ts';
import { judge, type Verdict } from '../../analyzers/anomaly/judge.ts';
import { mannWhitney } from '../../analyzers/anomaly/mann-whitney.ts';
import { regimesOf } from '../../analyzers/anomaly/regimes.ts';
import { robustScores } from '../../analyzers/anomaly/robust-scores.ts';
import { seriesNames } from '../../analyzers/anomaly/series-kinds.ts';
import { ShrinkingSegment } from '../../analyzers/anomaly/shrinking-segment.ts';
import { normalScoreOf, normalTwoSided, poissonTwoSided } from '../../analyzers/anomaly/tail-probability.ts';
import { randomFrom } from '../support/random.ts';

type Random = () => number;
type Table = Record<(typeof seriesNames)[number], Float64Array>;

const rule = { window: 26, threshold: 3.5, fdr: 0.05, method: 'bh' } as const;
const tickCount = 500;

function poisson(random: Random, mean: number): number {
  const end = random();
  let count = 0;
  let term = Math.exp(-mean);
  for (let sum = term; sum < end && count < 1000; sum += term) {
    count += 1;
    term *= mean / count;
  }
  return count;
}

function blankTable(): Table {
  return Object.fromEntries(seriesNames.map((name) => [name, new Float64Array(tickCount)])) as Table;
}

/** Only commits vary: Poisson 5, of which one tick may have another number. */
function whiteCommits(seed: number, spikeAt = -1): Table {
  const random = randomFrom(seed);
  const table = blankTable();
  table.commits.forEach((_, tick) => (table.commits[tick] = tick === spikeAt ? 25 : poisson(random, 5)));
  return table;
}

/** A Poisson number of commits a tick, each with files, lines and an author at random: all series are noise. */
function whiteHistory(seed: number, spikeAt = -1): Table {
  const random = randomFrom(seed);
  const table = blankTable();
  const below = (end: number): number => Math.floor(random() * end);
  for (let tick = 0; tick < tickCount; tick += 1) {
    const count = tick === spikeAt ? 25 : poisson(random, 5);
    const authors = new Set<number>();
    const files = new Set<number>();
    for (let commit = 0; commit < count; commit += 1) {
      authors.add(below(5));
      for (let file = below(3); file >= 0; file -= 1) files.add(below(100));
      const [plus, minus] = [below(20), below(15)];
      table.added[tick]! += plus;
      table.removed[tick]! += minus;
      table.net[tick]! += plus - minus;
      table.merges[tick]! += below(5) === 0 ? 1 : 0;
      table.deleted_files[tick]! += below(10) === 0 ? 1 : 0;
      table.rework[tick]! += below(10) === 0 ? below(20) : 0;
      table.old_deaths[tick]! += below(10) === 0 ? below(20) : 0;
    }
    table.commits[tick] = count;
    table.authors[tick] = authors.size;
    table.files[tick] = files.size;
    table.languages[tick] = new Set(Array.from(files, (file) => file % 3)).size;
  }
  return table;
}

function alarmsOf(verdict: Verdict): number[] {
  return Array.from({ length: tickCount }, (_, tick) => tick).filter((tick) =>
    seriesNames.some((name) => verdict.isAnomaly(name, tick)),
  );
}

/** Of one series by itself. */
function commitAlarms({ commits, added: gross }: Table): number[] {
  const { z, p } = robustScores({ kind: 'events', values: commits, commits, gross }, rule);
  const q = adjusted(p, 'bh');
  return Array.from(q.keys()).filter((tick) => q[tick]! <= rule.fdr && Math.abs(z[tick]!) >= rule.threshold);
}

function shareOf(count: number, holds: (seed: number) => boolean): number {
  return Array.from({ length: count }, (_, at) => at + 1).filter(holds).length / count;
}

describe('the verdict on series', () => {
  test('at most 7 % of 200 runs of white noise have an alarm', { timeout: 120_000 }, () => {
    const share = shareOf(200, (seed) => commitAlarms(whiteCommits(seed)).length > 0);
    expect(share).toBeLessThanOrEqual(0.07);
  });

  test('nor have histories whose series are all noise', { timeout: 120_000 }, () => {
    const share = shareOf(40, (seed) => alarmsOf(judge(whiteHistory(seed), rule)).length > 0);
    expect(share).toBeLessThanOrEqual(0.07);
  });

  test('a spike of five times the mean is found in at least 95 %', { timeout: 120_000 }, () => {
    const spikeOf = (seed: number): number => 60 + ((seed * 37) % 400);
    const isFound = (seed: number): boolean => commitAlarms(whiteCommits(seed, spikeOf(seed))).includes(spikeOf(seed));
    const isFoundAmongAll = (seed: number): boolean =>
      alarmsOf(judge(whiteHistory(seed, spikeOf(seed)), rule)).includes(spikeOf(seed));
    expect(shareOf(200, isFound)).toBeGreaterThanOrEqual(0.95);
    expect(shareOf(40, isFoundAmongAll)).toBeGreaterThanOrEqual(0.95);
  });

  test('a constant series has none, and neither has the second tick, whatever it is', () => {
    const table = blankTable();
    table.commits.fill(7);
    expect(alarmsOf(judge(table, rule))).toEqual([]);
    table.commits[1] = 1e6;
    const verdict = judge(table, rule);
    expect(alarmsOf(verdict)).toEqual([]);
    expect(verdict.scores.commits.z[1]).toBeNaN();
    expect(verdict.scores.commits.z[11]).toBeNaN();
    expect(verdict.scores.commits.z[12]).not.toBeNaN();
  });

  test('a new level stops being an alarm after six ticks, and an alarm hides no later one', () => {
    const table = blankTable();
    table.commits.forEach((_, tick) => (table.commits[tick] = tick < 100 ? 5 : 60));
    const alarms = alarmsOf(judge(table, rule));
    expect(alarms).toEqual([100, 101, 102, 103, 104, 105]);
    table.commits.fill(5);
    table.commits[100] = 60;
    table.commits[101] = 60;
    expect(alarmsOf(judge(table, rule))).toEqual([100, 101]);
  });

  test('scores are those worked out by hand', () => {
    const table = blankTable();
    // Twelve values, half 4 and half 9, then 30: the median of 2 * sqrt(x + 3/8) is half way, as is every deviation.
    table.commits.forEach((_, tick) => (table.commits[tick] = tick === 12 ? 30 : tick % 2 === 0 ? 4 : 9));
    const { commits } = judge(table, rule).scores;
    const [low, high, spike] = [4, 9, 30].map((count) => 2 * Math.sqrt(count + 0.375)) as [number, number, number];
    const center = (low + high) / 2;
    expect(commits.expected[12]).toBe(6.5);
    expect(commits.z[12]).toBeCloseTo((spike - center) / ((high - low) / 2 / 0.6745), 10);
  });
});

describe('levels', () => {
  test('a planted step is found to the tick or its neighbour, noise has one level', { timeout: 60_000 }, () => {
    const levels = (seed: number, after: number) => {
      const random = randomFrom(seed);
      const mean = (tick: number): number => (tick < 140 ? 5 : after);
      const root = (count: number): number => 2 * Math.sqrt(count + 0.375);
      return regimesOf(
        Float64Array.from({ length: 300 }, (_, tick) => root(poisson(random, mean(tick)))),
        0.8,
      );
    };
    const isFound = (seed: number): boolean => {
      const regimes = levels(seed, 20);
      return regimes.length === 2 && Math.abs(regimes[0]!.end - 140) <= 1;
    };
    expect(shareOf(100, isFound)).toBeGreaterThanOrEqual(0.95);
    expect(shareOf(100, (seed) => levels(seed, 5).length === 1)).toBeGreaterThanOrEqual(0.95);
  });

  test('the distance of a shrinking segment is the one of a sort', () => {
    const random = randomFrom(3);
    const values = Float64Array.from({ length: 40 }, () => Math.floor(random() * 12));
    const segment = new ShrinkingSegment(values);
    for (let start = 0; start < values.length; start += 7) {
      segment.open(start);
      for (let end = values.length; end > start; end -= 1) {
        const sorted = values.slice(start, end).sort();
        const center = sorted[(sorted.length - 1) >> 1]!;
        const slow = sorted.reduce((sum, value) => sum + Math.abs(value - center), 0);
        expect(segment.distance).toBeCloseTo(slow, 9);
        segment.dropLast();
      }
    }
  });
});

describe('tests and tails', () => {
  test.each([
    [0, 1],
    [1.959964, 0.05],
    [2.575829, 0.01],
    [4.891638, 1e-6],
    [8, 1.2441921e-15],
  ])('a normal variable is %f from its mean with the chance %f', (z, p) => {
    expect(normalTwoSided(z) / p).toBeCloseTo(1, 4);
    expect(normalTwoSided(-z)).toBe(normalTwoSided(z));
  });

  test.each([
    [2.228139, 10, 1.959964],
    [4.586894, 10, 3.290527],
    [2.776445, 4, 1.959964],
  ])('a t of %f with %i degrees is a normal score of %f', (t, degrees, z) => {
    expect(normalScoreOf(t, degrees)).toBeCloseTo(z, 1);
  });

  test('tails of Poisson are sums of its terms', () => {
    const term = (count: number, mean: number): number => {
      let value = Math.exp(-mean);
      for (let at = 1; at <= count; at += 1) value *= mean / at;
      return value;
    };
    const sum = (from: number, to: number, mean: number): number =>
      Array.from({ length: to - from + 1 }, (_, at) => term(from + at, mean)).reduce((all, one) => all + one, 0);
    expect(poissonTwoSided(12, 5) / (2 * sum(12, 80, 5))).toBeCloseTo(1, 6);
    expect(poissonTwoSided(0, 5) / (2 * Math.exp(-5))).toBeCloseTo(1, 6);
    expect(poissonTwoSided(3, 20) / (2 * sum(0, 3, 20))).toBeCloseTo(1, 6);
    expect(poissonTwoSided(5, 5)).toBe(1);
  });

  test('p values are adjusted as in the paper of Benjamini and Hochberg', () => {
    // Their example: 15 p values, of which 0.05 rejects the first four.
    const p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344];
    p.push(0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1);
    const q = adjusted(Float64Array.from([Number.NaN, ...p.toReversed()]), 'bh');
    expect(q[0]).toBeNaN();
    expect(q.filter((value) => value <= 0.05)).toHaveLength(4);
    expect(q[15]).toBeCloseTo(0.0015, 10);
    expect(adjusted(Float64Array.from(p), 'by')[0]).toBeCloseTo(0.0015 * 3.3182289932, 9);
  });

  test('the test of Mann and Whitney agrees with a table', () => {
    // scipy.stats.mannwhitneyu(method='asymptotic', use_continuity=True)
    expect(mannWhitney(Float64Array.of(19, 22, 16, 29, 24), Float64Array.of(20, 11, 17, 12))).toBeCloseTo(0.11135, 4);
    expect(mannWhitney(Float64Array.of(1, 1, 1), Float64Array.of(1, 1))).toBe(1);
  });
});
