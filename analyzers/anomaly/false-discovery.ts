/** Benjamini and Hochberg (1995), or Benjamini and Yekutieli (2001), which holds under any dependence. */
export type FalseDiscoveryMethod = 'bh' | 'by';

/**
 * The p values adjusted for their number: a set of those that are at most q has an expected share of false ones of at
 * most q. NaN stands for what was not judged; it is no test and stays NaN.
 */
export function adjusted(p: Float64Array, method: FalseDiscoveryMethod): Float64Array {
  const judged = Uint32Array.from(p.keys()).filter((at) => !Number.isNaN(p[at]!));
  judged.sort((a, b) => p[a]! - p[b]! || a - b);
  const factor = method === 'by' ? harmonic(judged.length) : 1;
  const result = new Float64Array(p.length).fill(Number.NaN);
  let least = 1;
  for (let rank = judged.length; rank >= 1; rank -= 1) {
    const at = judged[rank - 1]!;
    least = Math.min(least, (p[at]! * judged.length * factor) / rank);
    result[at] = least;
  }
  return result;
}

function harmonic(count: number): number {
  let sum = 0;
  for (let at = 1; at <= count; at += 1) sum += 1 / at;
  return sum;
}
