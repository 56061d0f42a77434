import { normalTwoSided } from './tail-probability.ts';

/**
 * Whether two samples have one level: the two-sided p value of the test of Mann and Whitney (1947) by the normal
 * approximation, ties corrected.
 */
export function mannWhitney(first: Float64Array, second: Float64Array): number {
  const [m, n] = [first.length, second.length];
  const all = Float64Array.from([...first, ...second]).sort();
  const { rankSum, tieSum } = rankSums(first, all);
  const count = m + n;
  const variance = ((m * n) / 12) * (count + 1 - tieSum / (count * (count - 1)));
  if (!(variance > 0)) return 1;
  const distance = Math.abs(rankSum - (m * (m + 1)) / 2 - (m * n) / 2);
  return normalTwoSided(Math.max(0, distance - 0.5) / Math.sqrt(variance));
}

/** The sum of the first sample's ranks, ties at their mean, and of t^3 - t over groups of t ties. */
function rankSums(first: Float64Array, all: Float64Array): { readonly rankSum: number; readonly tieSum: number } {
  const own = first.slice().sort();
  let rankSum = 0;
  let tieSum = 0;
  let next = 0;
  for (let start = 0; start < all.length;) {
    let end = start + 1;
    while (end < all.length && all[end] === all[start]) end += 1;
    const ties = end - start;
    tieSum += ties ** 3 - ties;
    for (; next < own.length && own[next] === all[start]; next += 1) rankSum += (start + 1 + end) / 2;
    start = end;
  }
  return { rankSum, tieSum };
}
