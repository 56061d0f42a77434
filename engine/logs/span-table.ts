import { assert } from '../base/index.ts';

/**
 * (run, span id) → node: open addressing with linear probing, whose deletions close the gap they
 * make (Knuth, TAOCP 3, 6.4, algorithm R), so that it stays as quick after millions of them.
 * BOUNDED BY: `countMax` entries in twice as many places of 12 bytes.
 */
export class SpanTable {
  readonly #keys: Float64Array;
  /** Node + 1; 0 is an empty place. */
  readonly #nodes: Int32Array;
  readonly #mask: number;
  readonly #countMax: number;
  #count = 0;

  constructor(countMax: number) {
    this.#countMax = countMax;
    const length = 2 ** Math.ceil(Math.log2(countMax * 2));
    this.#keys = new Float64Array(length);
    this.#nodes = new Int32Array(length);
    this.#mask = length - 1;
  }

  /** The node of a key, or -1. */
  find(key: number): number {
    return this.#nodes[this.#placeOf(key)]! - 1;
  }

  /** REQUIRES: the key is not there, and there is room. */
  insert(key: number, node: number): void {
    assert(this.#count < this.#countMax, 'there are no more keys than nodes');
    const place = this.#placeOf(key);
    this.#keys[place] = key;
    this.#nodes[place] = node + 1;
    this.#count += 1;
  }

  /** REQUIRES: the key is there. */
  remove(key: number): void {
    let gap = this.#placeOf(key);
    assert(this.#nodes[gap] !== 0, 'what is removed is there');
    this.#count -= 1;
    this.#nodes[gap] = 0;
    for (let at = (gap + 1) & this.#mask; this.#nodes[at] !== 0; at = (at + 1) & this.#mask) {
      const home = this.#homeOf(this.#keys[at]!);
      // It may move into the gap only if its home does not lie behind the gap.
      if (((at - home) & this.#mask) < ((at - gap) & this.#mask)) continue;
      this.#keys[gap] = this.#keys[at]!;
      this.#nodes[gap] = this.#nodes[at]!;
      this.#nodes[at] = 0;
      gap = at;
    }
  }

  /** Where a key is, or the empty place where it would be. */
  #placeOf(key: number): number {
    let place = this.#homeOf(key);
    while (this.#nodes[place] !== 0 && this.#keys[place] !== key) place = (place + 1) & this.#mask;
    return place;
  }

  #homeOf(key: number): number {
    const low = key >>> 0;
    const high = Math.floor(key / 2 ** 32);
    const mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }
}
