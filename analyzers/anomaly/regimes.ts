import { ShrinkingSegment } from './shrinking-segment.ts';

/** Ticks `[start, end)` in which a series keeps its level. */
export interface Regime {
  readonly start: number;
  readonly end: number;
}

/** No level is shorter. */
const lengthMin = 8;

/**
 * Splits a series where its level changes: the partition of least cost, which is twice the absolute distance of all
 * values from the medians of their segments in units of the noise (a Laplace likelihood), plus 3 ln n a segment.
 * Optimal partitioning by dynamic programming (Jackson et al. 2005), the median kept up as a segment shrinks.
 * Cost: the square of the number of values. BOUNDED BY: 28 bytes a value.
 *
 * @param values on a scale on which noise is even
 * @param floor the least noise
 */
export function regimesOf(values: Float64Array, floor: number): readonly Regime[] {
  const { length } = values;
  if (length === 0) return [];
  const shortest = Math.min(lengthMin, length);
  const penalty = 3 * Math.log(Math.max(2, length));
  const noise = noiseOf(values, floor);
  const cost = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(length + 1);
  const segment = new ShrinkingSegment(values);
  cost[0] = 0;
  for (let start = 0; start + shortest <= length; start += 1) {
    if (cost[start] === Number.POSITIVE_INFINITY) continue;
    segment.open(start);
    for (let end = length; end - start >= shortest; end -= 1) {
      const sum = cost[start]! + (2 * segment.distance) / noise + penalty;
      if (sum < cost[end]!) {
        cost[end] = sum;
        from[end] = start;
      }
      segment.dropLast();
    }
  }
  return pathTo(length, from);
}

function pathTo(length: number, from: Int32Array): readonly Regime[] {
  const regimes: Regime[] = [];
  for (let end = length; end > 0; end = from[end]!) regimes.push({ start: from[end]!, end });
  return regimes.reverse();
}

/** Mean absolute deviation of noise, by the steps between neighbours, which changes of level hardly touch. */
function noiseOf(values: Float64Array, floor: number): number {
  let sum = 0;
  for (let at = 1; at < values.length; at += 1) sum += Math.abs(values[at]! - values[at - 1]!);
  const meanStep = values.length < 2 ? 0 : sum / (values.length - 1);
  return Math.max(floor, meanStep / Math.SQRT2);
}
