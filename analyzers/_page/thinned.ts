/**
 * A series of any length, thinned to what can be drawn: every item, then every second, every fourth
 * one …, and always the last. BOUNDED BY `countMax` items. Which ones stay depends on their number
 * only.
 */
export class Thinned<Item> {
  readonly #countMax: number;
  #kept: Item[] = [];
  #stride = 1;
  #seen = 0;
  #last: Item | undefined;

  /** @param countMax at least 3 */
  constructor(countMax: number) {
    this.#countMax = countMax - 1;
  }

  get seenCount(): number {
    return this.#seen;
  }

  add(item: Item): void {
    this.#last = item;
    if (this.#seen % this.#stride === 0) {
      if (this.#kept.length === this.#countMax) {
        this.#kept = this.#kept.filter((_, at) => at % 2 === 0);
        this.#stride *= 2;
      }
      if (this.#seen % this.#stride === 0) this.#kept.push(item);
    }
    this.#seen += 1;
  }

  items(): Item[] {
    const isLastKept = this.#seen > 0 && (this.#seen - 1) % this.#stride === 0;
    return isLastKept || this.#last === undefined ? [...this.#kept] : [...this.#kept, this.#last];
  }
}
