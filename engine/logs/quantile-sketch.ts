/** Neighbouring buckets differ by this factor, so that their middle is at most 2 % off. */
const accuracy = 0.02;
const factor = (1 + accuracy) / (1 - accuracy);
const logFactor = Math.log(factor);
const bucketCountFirst = 16;
const bucketCountMax = 512;
/** What is nearer to nothing counts as nothing. */
const smallest = 1e-9;

/**
 * Quantiles of a stream in counters of logarithmic buckets (DDSketch: Masson, Rim, Lee 2019).
 *
 *   bucket i counts values in (factor^(i-1), factor^i]      factor 1.041: within 2 % of the truth
 *
 * The same values give the same answer in any order, as long as the buckets suffice: 512 of them
 * span nine powers of ten; beyond that the lowest are joined, so high quantiles stay true. Values
 * at or below 1e-9 share one bucket, which stands for 0.
 * BOUNDED BY: 512 counters of 8 bytes.
 */
export class QuantileSketch {
  #counts = new Float64Array(0);
  /** Bucket of the first counter. */
  #first = 0;
  #zeroCount = 0;
  #count = 0;

  add(value: number): void {
    this.#count += 1;
    if (!(value > smallest)) {
      this.#zeroCount += 1;
      return;
    }
    const bucket = Math.ceil(Math.log(value) / logFactor);
    let at = bucket - this.#first;
    if (at < 0 || at >= this.#counts.length) at = this.#makeRoom(bucket);
    this.#counts[at]! += 1;
  }

  /** The value at a rank, as the middle of its bucket; NaN when empty. `share` is in [0, 1]. */
  quantile(share: number): number {
    if (this.#count === 0) return Number.NaN;
    const rank = share * (this.#count - 1);
    let below = this.#zeroCount;
    if (below > rank) return 0;
    for (let at = 0; at < this.#counts.length; at += 1) {
      below += this.#counts[at]!;
      if (below > rank) return (2 * factor ** (this.#first + at)) / (factor + 1);
    }
    return Number.NaN;
  }

  /** Moves or widens the counters so that they hold a bucket; returns its place. */
  #makeRoom(bucket: number): number {
    const old = this.#counts;
    if (old.length === 0) {
      this.#counts = new Float64Array(bucketCountFirst);
      this.#first = bucket - bucketCountFirst / 2;
      return bucketCountFirst / 2;
    }
    const first = this.#firstUsed();
    const low = Math.min(bucket, first);
    const high = Math.max(bucket, this.#lastUsed());
    const span = high - low + 1;
    const length = Math.min(bucketCountMax, Math.max(old.length, powerOfTwo(span)));
    // The room to spare lies on both sides; when there is too little, the lowest are given up.
    const newFirst = span > length ? high - length + 1 : low - ((length - span) >> 1);
    const counts = new Float64Array(length);
    for (let at = 0; at < old.length; at += 1) {
      if (old[at] === 0) continue;
      counts[Math.max(0, this.#first + at - newFirst)]! += old[at]!;
    }
    this.#counts = counts;
    this.#first = newFirst;
    return Math.max(0, bucket - newFirst);
  }

  #firstUsed(): number {
    return this.#first + this.#counts.findIndex((count) => count > 0);
  }

  #lastUsed(): number {
    return this.#first + this.#counts.findLastIndex((count) => count > 0);
  }
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(least));
}
