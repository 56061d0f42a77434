/**
 * The values from a start on, in order of size, from which the last one is dropped again and again, with the sum of
 * distances from their median. Dropping one costs a few steps. BOUNDED BY: 16 bytes a value.
 */
export class ShrinkingSegment {
  readonly #values: Float64Array;
  /** Places by value. */
  readonly #order: Uint32Array;
  readonly #rank: Uint32Array;
  /** Neighbours by value among those not dropped; -1 at the ends. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  #last = -1;
  #count = 0;
  /** Place of the lower median: the greatest value of the lower half. */
  #median = -1;
  #lowerSum = 0;
  #upperSum = 0;

  constructor(values: Float64Array) {
    this.#values = values;
    this.#order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
    this.#rank = new Uint32Array(values.length);
    this.#order.forEach((place, rank) => (this.#rank[place] = rank));
    this.#next = new Int32Array(values.length);
    this.#previous = new Int32Array(values.length);
  }

  /** Sum of distances from the median. */
  get distance(): number {
    if (this.#count === 0) return 0;
    const isOdd = this.#count % 2 === 1;
    return this.#upperSum - this.#lowerSum + (isOdd ? this.#values[this.#median]! : 0);
  }

  open(start: number): void {
    this.#last = this.#values.length - 1;
    this.#count = this.#values.length - start;
    this.#lowerSum = 0;
    this.#upperSum = 0;
    const lowerCount = (this.#count + 1) >> 1;
    let previous = -1;
    let seen = 0;
    for (const place of this.#order) {
      if (place < start) continue;
      this.#previous[place] = previous;
      if (previous >= 0) this.#next[previous] = place;
      seen += 1;
      if (seen === lowerCount) this.#median = place;
      if (seen <= lowerCount) this.#lowerSum += this.#values[place]!;
      else this.#upperSum += this.#values[place]!;
      previous = place;
    }
    if (previous >= 0) this.#next[previous] = -1;
  }

  /** REQUIRES: there is a value. */
  dropLast(): void {
    const place = this.#last;
    const median = this.#median;
    const isOdd = this.#count % 2 === 1;
    const isLower = this.#rank[place]! <= this.#rank[median]!;
    if (isLower) this.#lowerSum -= this.#values[place]!;
    else this.#upperSum -= this.#values[place]!;
    // The lower half has one more of an odd count, as many of an even one.
    if (isOdd && !isLower) this.#lower(median);
    else if (isOdd && place === median) this.#median = this.#previous[median]!;
    else if (!isOdd && isLower) this.#raise(this.#next[median]!);
    this.#unlink(place);
    this.#last -= 1;
    this.#count -= 1;
  }

  /** The median joins the upper half. */
  #lower(median: number): void {
    this.#lowerSum -= this.#values[median]!;
    this.#upperSum += this.#values[median]!;
    this.#median = this.#previous[median]!;
  }

  /** The least of the upper half joins the lower one. */
  #raise(place: number): void {
    this.#upperSum -= this.#values[place]!;
    this.#lowerSum += this.#values[place]!;
    this.#median = place;
  }

  #unlink(place: number): void {
    const next = this.#next[place]!;
    const previous = this.#previous[place]!;
    if (previous >= 0) this.#next[previous] = next;
    if (next >= 0) this.#previous[next] = previous;
  }
}
