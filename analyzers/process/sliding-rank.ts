/** Which share of the preceding values is smaller, equal ones by half. BOUNDED BY: 16 bytes a value of the window. */
export class SlidingRank {
  /** Values in the order of their arrival, as a ring. */
  readonly #ring: Float64Array;
  /** The same values by size. */
  readonly #sorted: Float64Array;
  #count = 0;
  #next = 0;

  constructor(window: number) {
    this.#ring = new Float64Array(window);
    this.#sorted = new Float64Array(window);
  }

  /** 0 to 1 against the values before this one, null where there are fewer than 30. */
  rank(value: number): number | null {
    const below = this.#firstFrom(value, false);
    const upTo = this.#firstFrom(value, true);
    const rank = this.#count < rankMin ? null : (below + upTo) / 2 / this.#count;
    this.#put(value);
    return rank;
  }

  #put(value: number): void {
    if (this.#count === this.#ring.length) {
      const gone = this.#firstFrom(this.#ring[this.#next]!, false);
      this.#sorted.copyWithin(gone, gone + 1, this.#count);
      this.#count -= 1;
    }
    const at = this.#firstFrom(value, true);
    this.#sorted.copyWithin(at + 1, at, this.#count);
    this.#sorted[at] = value;
    this.#ring[this.#next] = value;
    this.#next = (this.#next + 1) % this.#ring.length;
    this.#count += 1;
  }

  /** How many values are smaller, or not larger. */
  #firstFrom(value: number, isAfterEqual: boolean): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#sorted[middle]!;
      if (other < value || (isAfterEqual && other === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const rankMin = 30;
