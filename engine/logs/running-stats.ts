import { QuantileSketch } from './quantile-sketch.ts';

/**
 * Statistics of a stream of numbers, updated in place: count, total, least, largest, mean,
 * deviation (Welford 1962) and quantiles from a bounded sketch. BOUNDED BY: 4 KiB of sketch.
 */
export class RunningStats {
  readonly #sketch = new QuantileSketch();
  #squares = 0;
  count = 0;
  total = 0;
  min: number = Number.POSITIVE_INFINITY;
  max: number = Number.NEGATIVE_INFINITY;
  mean = 0;

  add(value: number): void {
    this.count += 1;
    this.total += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    const distance = value - this.mean;
    this.mean += distance / this.count;
    this.#squares += distance * (value - this.mean);
    this.#sketch.add(value);
  }

  /** Standard deviation of all values seen, 0 without any. */
  get deviation(): number {
    return this.count === 0 ? 0 : Math.sqrt(Math.max(0, this.#squares) / this.count);
  }

  /**
   * The value that a share of all values does not exceed, within 2 %; NaN without any.
   *
   * @param share in [0, 1]
   */
  quantile(share: number): number {
    if (this.count === 0) return Number.NaN;
    return Math.min(this.max, Math.max(this.min, this.#sketch.quantile(share)));
  }
}
