/**
 * Where values stand among all of them, from just above 0 to 1: their place from the smallest on, by the number of
 * values. Equal ones have the mean of their places. BOUNDED BY: 8 bytes a value.
 */
export class PercentileRank {
  readonly #sorted: Float64Array;

  constructor(values: Float64Array) {
    this.#sorted = values.toSorted();
  }

  /** REQUIRES: the value is one of them. */
  of(value: number): number {
    const below = this.#countBefore(value, false);
    const upTo = this.#countBefore(value, true);
    return (below + 1 + upTo) / 2 / this.#sorted.length;
  }

  /** The smallest value that at least this share of the values do not exceed; 0 of no values. */
  valueAt(share: number): number {
    const count = this.#sorted.length;
    return count === 0 ? 0 : this.#sorted[Math.max(0, Math.ceil(share * count) - 1)]!;
  }

  /** Values smaller than this one, or not larger. */
  #countBefore(value: number, isEqualIn: boolean): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.#sorted[middle]!;
      if (at < value || (isEqualIn && at === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
