import { describe, expect, test } from 'vitest';
import { groupCount, type LineCounts } from '../../analyzers/survival/clustered-curve.ts';
import { differenceInterval, ratioInterval, shareInterval } from '../../analyzers/survival/jackknife.ts';
import { type ObservedStep, SurvivalEstimate } from '../../analyzers/survival/survival-estimate.ts';
import { randomFrom } from '../support/random.ts';

/** The life of equal lines: the group of their commit, age in days at the end of observation, whether they died. */
interface Life {
  readonly group: number;
  readonly days: number;
  readonly isDead: boolean;
  readonly lines: number;
}

const noCounts = (): LineCounts => ({ byGroup: new Float64Array(groupCount), whole: 0 });

function put(counts: LineCounts, { group, lines }: Life): void {
  counts.byGroup[group]! += lines;
  counts.whole += lines;
}

function stepsOf(lives: readonly Life[]): ObservedStep[] {
  const byAge = new Map<number, ObservedStep>();
  const at = (age: number): ObservedStep => {
    const step = byAge.get(age) ?? {
      ...{ age, partMinutes: 0 },
      ...{ entered: noCounts(), died: noCounts(), censored: noCounts() },
    };
    byAge.set(age, step);
    return step;
  };
  for (const life of lives) {
    const age = Math.floor(life.days);
    put(at(0).entered, life);
    put(life.isDead ? at(age).died : at(age).censored, life);
    at(age).partMinutes += Math.floor((life.days - age) * 1440) * life.lines;
  }
  return [...byAge.values()].sort((a, b) => a.age - b.age);
}

const estimateOf = (lives: readonly Life[]): SurvivalEstimate => SurvivalEstimate.of(stepsOf(lives), false);

/** 95 % of S at an age as if lines were independent (Greenwood 1926), on the same scale log(-log S). */
function greenwood(steps: readonly ObservedStep[], age: number): readonly [low: number, high: number] {
  let atRisk = steps[0]!.entered.whole;
  let rate = 1;
  let sum = 0;
  for (const { age: at, died, censored } of steps) {
    if (at > age) break;
    rate *= 1 - died.whole / atRisk;
    if (died.whole > 0) sum += died.whole / (atRisk * (atRisk - died.whole));
    atRisk -= died.whole + censored.whole;
  }
  const spread = (1.96 * Math.sqrt(sum)) / Math.abs(Math.log(rate));
  const center = Math.log(-Math.log(rate));
  return [Math.exp(-Math.exp(center + spread)), Math.exp(-Math.exp(center - spread))];
}

const meanDays = 200;
const watchedDays = 730;

/** Commits of two years. Most lines of a commit die on one day, the others when they like; each life is exponential. */
function clusteredLives(random: () => number, commitCount: number): Life[] {
  const lives: Life[] = [];
  const watch = (group: number, lines: number, lifeDays: number, endDays: number): void => {
    if (lines === 0) return;
    lives.push({ group, lines, days: Math.min(lifeDays, endDays), isDead: lifeDays < endDays });
  };
  const life = (): number => -meanDays * Math.log(1 - random());
  for (let commit = 0; commit < commitCount; commit += 1) {
    const group = Math.floor(random() * groupCount);
    const endDays = random() * watchedDays;
    const lines = 1 + Math.floor(30 * random() ** 2);
    const alone = Math.floor(lines * 0.2);
    watch(group, lines - alone, life(), endDays);
    for (let line = 0; line < alone; line += 1) watch(group, 1, life(), endDays);
  }
  return lives;
}

describe('statistics of survival', () => {
  test('the half-life of an exponential law is found within 3 %, with a Weibull shape of 1', () => {
    const random = randomFrom(7);
    const lives = Array.from({ length: 20_000 }, (_, at): Life => {
      const [lifeDays, endDays] = [-meanDays * Math.log(1 - random()), random() * watchedDays];
      return { group: at % groupCount, lines: 1, days: Math.min(lifeDays, endDays), isDead: lifeDays < endDays };
    });
    const { exponential, weibull, medianDays, restrictedMean } = estimateOf(lives);
    const halfLife = meanDays * Math.LN2;
    for (const found of [exponential!.halfLifeDays, weibull!.halfLifeDays, medianDays!]) {
      expect(Math.abs(found / halfLife - 1)).toBeLessThan(0.03);
    }
    expect(Math.abs(weibull!.shape - 1)).toBeLessThan(0.03);
    expect(exponential!.error).toBeLessThan(0.03);
    const mean = meanDays * (1 - Math.exp(-365 / meanDays));
    expect(Math.abs(restrictedMean!.whole / mean - 1)).toBeLessThan(0.03);
  });

  test('a law with a falling hazard is found, and the exponential one does not fit it', () => {
    const random = randomFrom(8);
    const lives = Array.from({ length: 20_000 }, (_, at): Life => {
      const lifeDays = 300 * (-Math.log(1 - random())) ** (1 / 0.6);
      const endDays = 300 + random() * 1700;
      return { group: at % groupCount, lines: 1, days: Math.min(lifeDays, endDays), isDead: lifeDays < endDays };
    });
    const { exponential, weibull } = estimateOf(lives);
    expect(Math.abs(weibull!.shape / 0.6 - 1)).toBeLessThan(0.03);
    expect(Math.abs(weibull!.halfLifeDays / (300 * Math.LN2 ** (1 / 0.6)) - 1)).toBeLessThan(0.05);
    expect(weibull!.error).toBeLessThan(0.03);
    expect(exponential!.error).toBeGreaterThan(0.1);
  });

  test('95 % intervals cover the share when lines of a commit die together, and those of Greenwood do not', () => {
    const random = randomFrom(11);
    const runs = 1000;
    const covered = { at90: 0, at365: 0, independent: 0 };
    const isWithin = (low: number, high: number, age: number): boolean => {
      // Whole days of age up to n are less than n + 1 days.
      const truth = Math.exp(-(age + 1) / meanDays);
      return low <= truth && truth <= high;
    };
    for (let run = 0; run < runs; run += 1) {
      const steps = stepsOf(clusteredLives(random, 600));
      const estimate = SurvivalEstimate.of(steps, false);
      const [at90, at365] = [shareInterval(estimate.share(90)!)!, shareInterval(estimate.share(365)!)!];
      if (isWithin(at90.low, at90.high, 90)) covered.at90 += 1;
      if (isWithin(at365.low, at365.high, 365)) covered.at365 += 1;
      if (isWithin(...greenwood(steps, 365), 365)) covered.independent += 1;
    }
    for (const count of [covered.at90, covered.at365]) {
      expect(count / runs).toBeGreaterThanOrEqual(0.93);
      expect(count / runs).toBeLessThanOrEqual(0.97);
    }
    expect(covered.independent / runs).toBeLessThan(0.6);
  });

  test('95 % intervals of the difference of two means and of the ratio of two shares cover 0 and 1', () => {
    const random = randomFrom(12);
    const runs = 500;
    let means = 0;
    let ratios = 0;
    for (let run = 0; run < runs; run += 1) {
      const [one, other] = [estimateOf(clusteredLives(random, 300)), estimateOf(clusteredLives(random, 300))];
      const mean = differenceInterval(one.restrictedMean!, other.restrictedMean!)!;
      const ratio = ratioInterval(one.share(90)!, other.share(90)!)!;
      if (mean.low <= 0 && mean.high >= 0) means += 1;
      if (ratio.low <= 1 && ratio.high >= 1) ratios += 1;
    }
    for (const count of [means, ratios]) {
      expect(count / runs).toBeGreaterThanOrEqual(0.93);
      expect(count / runs).toBeLessThanOrEqual(0.975);
    }
  });
});
