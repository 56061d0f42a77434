import { assert } from '../base/index.ts';

/**
 * The `countMax` items of the largest weight that a stream held: a binary heap with the lightest
 * kept one on top. Of equal weights the first one stays.
 * BOUNDED BY: `countMax`. An offer costs one comparison when it is too light, else log2 countMax.
 */
export class TopN<Item> {
  readonly #countMax: number;
  readonly #items: Item[] = [];
  readonly #weights: Float64Array;
  readonly #ranks: Float64Array;
  #offerCount = 0;

  constructor(countMax: number) {
    assert(Number.isInteger(countMax) && countMax >= 1, 'something is kept');
    this.#countMax = countMax;
    this.#weights = new Float64Array(countMax);
    this.#ranks = new Float64Array(countMax);
  }

  get count(): number {
    return this.#items.length;
  }

  /** Whether an offer of this weight would be kept. */
  takes(weight: number): boolean {
    return this.#items.length < this.#countMax || weight > this.#weights[0]!;
  }

  /** Keeps an item if it is heavy enough; returns the one that falls out, maybe the offered one. */
  offer(item: Item, weight: number): Item | undefined {
    this.#offerCount += 1;
    if (this.#items.length < this.#countMax) {
      this.#items.push(item);
      this.#set(this.#items.length - 1, item, weight, this.#offerCount);
      this.#rise(this.#items.length - 1);
      return undefined;
    }
    if (!(weight > this.#weights[0]!)) return item;
    const fallen = this.#items[0]!;
    this.#set(0, item, weight, this.#offerCount);
    this.#sink();
    return fallen;
  }

  /** What was kept, heaviest first, equal ones in the order they came. */
  sorted(): Item[] {
    const order = this.#items.map((_, at) => at);
    order.sort((x, y) => this.#weights[y]! - this.#weights[x]! || this.#ranks[x]! - this.#ranks[y]!);
    return order.map((at) => this.#items[at]!);
  }

  #set(at: number, item: Item, weight: number, rank: number): void {
    this.#items[at] = item;
    this.#weights[at] = weight;
    this.#ranks[at] = rank;
  }

  /** Whether `x` falls out before `y`: the lighter one, of equal ones the later. */
  #isBefore(x: number, y: number): boolean {
    const lighter = this.#weights[x]! - this.#weights[y]!;
    return lighter < 0 || (lighter === 0 && this.#ranks[x]! > this.#ranks[y]!);
  }

  #rise(start: number): void {
    for (let at = start; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ;) {
      const left = at * 2 + 1;
      const right = left + 1;
      let first = at;
      if (left < this.#items.length && this.#isBefore(left, first)) first = left;
      if (right < this.#items.length && this.#isBefore(right, first)) first = right;
      if (first === at) return;
      this.#swap(at, first);
      at = first;
    }
  }

  #swap(x: number, y: number): void {
    const item = this.#items[x]!;
    const weight = this.#weights[x]!;
    const rank = this.#ranks[x]!;
    this.#set(x, this.#items[y]!, this.#weights[y]!, this.#ranks[y]!);
    this.#set(y, item, weight, rank);
  }
}
