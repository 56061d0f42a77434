/**
 * A series of any length drawn as one line of blocks.
 *
 *   ▁▂▂▃▅▆▇█
 *
 * Values fall into buckets that keep their maximum; when all buckets are taken, neighbours are
 * joined and each from then on takes twice as many values. O(1) a value; BOUNDED BY 128 buckets. So
 * a peak stays visible and the drawing depends on the values only.
 */
export class TrendLine {
  readonly #peaks = new Float64Array(bucketCountMax);
  #perBucket = 1;
  #count = 0;
  #peak = 0;
  #last = 0;

  get count(): number {
    return this.#count;
  }

  get peak(): number {
    return this.#peak;
  }

  get last(): number {
    return this.#last;
  }

  add(value: number): void {
    if (this.#count === this.#perBucket * bucketCountMax) this.#joinNeighbours();
    const bucket = Math.floor(this.#count / this.#perBucket);
    const isFresh = this.#count % this.#perBucket === 0;
    this.#peaks[bucket] = isFresh ? value : Math.max(this.#peaks[bucket]!, value);
    this.#peak = this.#count === 0 ? value : Math.max(this.#peak, value);
    this.#count += 1;
    this.#last = value;
  }

  /** The same as adding 0 so many times. O(1) in their number. */
  skip(count: number): void {
    for (let left = count; left > 0;) {
      if (this.#count === this.#perBucket * bucketCountMax) this.#joinNeighbours();
      const bucket = Math.floor(this.#count / this.#perBucket);
      const taken = this.#count % this.#perBucket;
      if (taken === 0) this.#peaks[bucket] = 0;
      const step = Math.min(left, this.#perBucket - taken);
      this.#count += step;
      left -= step;
    }
  }

  /** At most `widthMax` blocks, on a scale from 0 to the peak: a gap for 0, the lowest block for what is below. */
  draw(widthMax: number): string {
    const bucketCount = Math.ceil(this.#count / this.#perBucket);
    const width = Math.min(widthMax, bucketCount);
    let drawn = '';
    for (let at = 0; at < width; at += 1) {
      const start = Math.floor((at * bucketCount) / width);
      const end = Math.floor(((at + 1) * bucketCount) / width);
      drawn += this.#block(Math.max(...this.#peaks.subarray(start, end)));
    }
    return drawn;
  }

  #block(value: number): string {
    if (value === 0) return ' ';
    if (this.#peak <= 0) return blocks[0]!;
    const level = Math.round((Math.max(0, value) / this.#peak) * (blocks.length - 1));
    return blocks[level]!;
  }

  #joinNeighbours(): void {
    const peaks = this.#peaks;
    for (let at = 0; at < bucketCountMax / 2; at += 1) {
      peaks[at] = Math.max(peaks[at * 2]!, peaks[at * 2 + 1]!);
    }
    this.#perBucket *= 2;
  }
}

const bucketCountMax = 128;
const blocks = '▁▂▃▄▅▆▇█';
