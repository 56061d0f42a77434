import { groupCount, type Replicated } from './clustered-curve.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Quantile 0.975 of Student's t with 31 degrees of freedom. */
const t31 = 2.04;

/**
 * 95 % of a share by the delete-a-group jackknife, on the scale log(-log S), so that it stays within 0 and 1:
 *
 *   var = 31/32 × sum over groups of (t(-g) - mean t)²,  t = log(-log S)
 *
 * Lines of a commit live and die together, so groups of commits vary, not lines. Undefined where the share, or that
 * without a group, is 0 or 1.
 */
export function shareInterval({ whole, without }: Replicated): Interval | undefined {
  const spread = spreadOf(without, logMinusLog);
  const center = logMinusLog(whole);
  if (spread === undefined || !Number.isFinite(center)) return undefined;
  return {
    low: Math.exp(-Math.exp(center + spread)),
    high: Math.exp(-Math.exp(center - spread)),
  };
}

/** 95 % of the difference of two numbers with the same groups. */
export function differenceInterval(one: Replicated, other: Replicated): Interval | undefined {
  return intervalOf(
    one.whole - other.whole,
    paired(one, other, (a, b) => a - b),
  );
}

/** 95 % of the ratio of two positive numbers with the same groups, on a scale of logarithms. */
export function ratioInterval(one: Replicated, other: Replicated): Interval | undefined {
  const logs = intervalOf(
    Math.log(one.whole / other.whole),
    paired(one, other, (a, b) => Math.log(a / b)),
  );
  return logs && { low: Math.exp(logs.low), high: Math.exp(logs.high) };
}

function intervalOf(center: number, without: Float64Array): Interval | undefined {
  const spread = spreadOf(without, (value) => value);
  if (spread === undefined || !Number.isFinite(center)) return undefined;
  return { low: center - spread, high: center + spread };
}

/** Half the width of the interval; undefined where a group's number is not finite. */
function spreadOf(without: Float64Array, scale: (value: number) => number): number | undefined {
  let sum = 0;
  for (const value of without) sum += scale(value);
  const mean = sum / groupCount;
  if (!Number.isFinite(mean)) return undefined;
  let squares = 0;
  for (const value of without) squares += (scale(value) - mean) ** 2;
  return t31 * Math.sqrt(((groupCount - 1) / groupCount) * squares);
}

function paired(one: Replicated, other: Replicated, join: (a: number, b: number) => number): Float64Array {
  return one.without.map((value, group) => join(value, other.without[group]!));
}

function logMinusLog(share: number): number {
  return Math.log(-Math.log(share));
}
