import { medianOf } from './middle.ts';
import type { SeriesKind } from './series-kinds.ts';
import { normalScoreOf, normalTwoSided, poissonTwoSided } from './tail-probability.ts';

/** What is usual of a series at each tick, and how unusual the value is. NaN where there is too little before. */
export interface SeriesScores {
  /** Median of the window. */
  readonly expected: Float64Array;
  readonly z: Float64Array;
  readonly p: Float64Array;
}

export interface SeriesInput {
  readonly kind: SeriesKind;
  readonly values: Float64Array;
  /** Commits of each tick: few commits make sums of lines noisy. */
  readonly commits: Float64Array;
  /** Lines added and removed of each tick: net lines are measured by it. */
  readonly gross: Float64Array;
}

export interface ScoreRule {
  /** Ticks that a value is compared with. */
  readonly window: number;
  /** |z| from which a value is left out of later windows. */
  readonly threshold: number;
}

/** Fewer ticks than this before a value are no basis for a score. */
export const windowMin = 12;
/** A value is left out of windows at most so often in a row; then it is the new level. */
const leftOutMax = 6;
/** What was as far off so often in the last two years is a habit of the series, not an anomaly. */
const habitMin = 6;
/** Ticks over which the spread is averaged. */
const spreadTicks = 104;
/** Values may vary by a tenth without being unusual. */
const relativeFloor = 0.1;
/** Standard deviations of a normal variable in a median, and in a mean, absolute deviation. */
const perMedianDeviation = 1 / 0.6745;
const perMeanDeviation = 1.2533;

/**
 * Scores every value of a series against the values before it: distance from the median of the window in robust
 * standard deviations (Iglewicz and Hoaglin 1993), on a scale on which noise is alike at all levels. The p value takes
 * the spread from up to 104 earlier ticks, since 26 values say little of tails; counts never vary less than those of a
 * Poisson process.
 */
export function robustScores(input: SeriesInput, rule: ScoreRule): SeriesScores {
  const scorer = new Scorer(input, rule);
  for (let at = 0; at < input.values.length; at += 1) scorer.score(at);
  return scorer.scores;
}

/** BOUNDED BY: 33 bytes a tick. */
class Scorer {
  readonly scores: SeriesScores;
  readonly #input: SeriesInput;
  readonly #rule: ScoreRule;
  /** 1 where the value is left out of later windows. */
  readonly #isLeftOut: Uint8Array;
  /** Distance from the median of the window; NaN where there is none. */
  readonly #residual: Float64Array;
  #leftOutInRow = 0;

  constructor(input: SeriesInput, rule: ScoreRule) {
    const { length } = input.values;
    const blank = (): Float64Array => new Float64Array(length).fill(Number.NaN);
    this.#input = input;
    this.#rule = rule;
    this.scores = { expected: blank(), z: blank(), p: blank() };
    this.#isLeftOut = new Uint8Array(length);
    this.#residual = blank();
  }

  score(at: number): void {
    const before = this.#windowBefore(at);
    if (before.length < Math.min(windowMin, this.#rule.window)) return;
    const { values } = this.#input;
    const scale = this.#scaleOf(before);
    const window = Float64Array.from(before, (place) => scale.transform(values[place]!));
    const center = medianOf(window);
    const residual = scale.transform(values[at]!) - center;
    const own = Math.max(deviationOf(window, center), scale.floor);
    const { expected, z, p } = this.scores;
    expected[at] = medianOf(Float64Array.from(before, (place) => values[place]!));
    z[at] = residual / own;
    this.#residual[at] = residual;
    const isHabit = this.#isHabit(at);
    p[at] = isHabit || this.#isQuiet(at) ? 1 : this.#chanceOf(at, before, own, scale.floor);
    this.#note(at, !isHabit);
  }

  /**
   * Places of the last values that are not left out, latest first. Ticks without lines say nothing of how many there
   * are when there are some.
   */
  #windowBefore(at: number): readonly number[] {
    const { kind, values } = this.#input;
    const places: number[] = [];
    const end = Math.max(0, at - spreadTicks);
    for (let place = at - 1; place >= end && places.length < this.#rule.window; place -= 1) {
      if (this.#isLeftOut[place] === 0 && (kind !== 'lines' || values[place]! > 0)) places.push(place);
    }
    return places;
  }

  /**
   * The scale on which the noise of a window is even, and the least spread that it can have. Counts: 2 * sqrt(x + 3/8)
   * (Anscombe 1948), on which a Poisson process has a spread of 1. Lines: ln(1 + x). Net: asinh of the share of the
   * usual gross. A sum over c commits varies at least as c does, by 1 / sqrt(c).
   */
  #scaleOf(before: readonly number[]): { readonly floor: number; transform(value: number): number } {
    const { kind, values, commits, gross } = this.#input;
    const median = (of: Float64Array): number => medianOf(Float64Array.from(before, (place) => of[place]!));
    if (kind === 'events') {
      const floor = Math.max(1, relativeFloor * Math.sqrt(median(values)));
      return { floor, transform: (value) => 2 * Math.sqrt(value + 0.375) };
    }
    const floor = Math.max(relativeFloor, 1 / Math.sqrt(1 + median(commits)));
    if (kind === 'lines') return { floor, transform: Math.log1p };
    const usual = Math.max(1, median(gross));
    return { floor, transform: (value) => Math.asinh(value / usual) };
  }

  /** Few lines are no alarm: a tick without commits has none, which is what `commits` judges. */
  #isQuiet(at: number): boolean {
    return this.#input.kind === 'lines' && this.#residual[at]! < 0;
  }

  #isHabit(at: number): boolean {
    const residual = this.#residual[at]!;
    let count = 0;
    for (let place = at - 1; place >= Math.max(0, at - spreadTicks); place -= 1) {
      const earlier = this.#residual[place]!;
      if (Math.sign(earlier) === Math.sign(residual) && Math.abs(earlier) >= Math.abs(residual)) count += 1;
    }
    return count >= habitMin;
  }

  /** Counts by the tail of a Poisson variable of the dispersion that was seen, the others by a normal one. */
  #chanceOf(at: number, before: readonly number[], own: number, floor: number): number {
    const { values, kind } = this.#input;
    const { spread, degrees } = this.#spreadBefore(at, before.length, own, floor);
    if (kind !== 'events') return normalTwoSided(normalScoreOf(this.#residual[at]! / spread, degrees));
    const value = values[at]!;
    const mean = before.reduce((sum, place) => sum + values[place]!, 0) / before.length;
    const typical = this.scores.expected[at]!;
    // Where nothing happened in n ticks the rate is not 0, but may well be one in n.
    const most = Math.max(mean, typical, 1 / before.length);
    const usual = value > typical ? most : Math.min(mean, typical);
    const dispersion = spread * spread * (1 + 2 / degrees);
    return poissonTwoSided(value / dispersion, usual / dispersion);
  }

  /** The mean absolute residual of earlier ticks says more than the median one of a window, once there are some. */
  #spreadBefore(
    at: number,
    windowLength: number,
    own: number,
    floor: number,
  ): { readonly spread: number; readonly degrees: number } {
    const { kind, values } = this.#input;
    let count = 0;
    let sum = 0;
    for (let place = at - 1; place >= Math.max(0, at - spreadTicks); place -= 1) {
      if (this.#isLeftOut[place] === 1 || Number.isNaN(this.#residual[place]!)) continue;
      if (kind === 'lines' && values[place] === 0) continue;
      count += 1;
      sum += Math.abs(this.#residual[place]!);
    }
    const pooled = count === 0 ? 0 : (perMeanDeviation * sum) / count;
    if (count < windowMin) return { spread: Math.max(own, pooled), degrees: windowLength * medianEfficiency };
    return { spread: Math.max(pooled, floor), degrees: count * meanEfficiency };
  }

  #note(at: number, mayLeaveOut: boolean): void {
    const isFar = mayLeaveOut && Math.abs(this.scores.z[at]!) >= this.#rule.threshold;
    const isLeftOut = isFar && this.#leftOutInRow < leftOutMax;
    this.#isLeftOut[at] = isLeftOut ? 1 : 0;
    this.#leftOutInRow = isLeftOut ? this.#leftOutInRow + 1 : 0;
  }
}

/** Efficiency of both deviations as estimates of a normal spread: what a value is worth in degrees of freedom. */
const medianEfficiency = 0.37;
const meanEfficiency = 0.88;

/** Robust standard deviation about a center; where more than half are equal, by the mean deviation. */
function deviationOf(values: Float64Array, center: number): number {
  const deviations = values.map((value) => Math.abs(value - center));
  const mean = deviations.reduce((sum, deviation) => sum + deviation, 0) / deviations.length;
  const median = medianOf(deviations);
  return median > 0 ? median * perMedianDeviation : mean * perMeanDeviation;
}
