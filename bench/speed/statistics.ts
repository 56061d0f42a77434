/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Half of what lies between the quartiles, as a share of the median: how far runs scatter. */
export function scatter(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 4)]!;
  const high = sorted[Math.ceil(((sorted.length - 1) * 3) / 4)]!;
  return (high - low) / 2 / median(sorted);
}
