/**
 * Ids in the order of a comparison, and the rank of each. BOUNDED BY: 8 bytes an id.
 */
export class Ranks {
  readonly #ids: Int32Array;
  readonly #rankOf: Int32Array;

  /** `ids` are distinct and below `idCount`; they are sorted in place. */
  constructor(ids: Int32Array, idCount: number, compare: (a: number, b: number) => number) {
    this.#ids = ids.sort(compare);
    this.#rankOf = new Int32Array(idCount).fill(-1);
    for (let rank = 0; rank < ids.length; rank += 1) this.#rankOf[ids[rank]!] = rank;
  }

  get count(): number {
    return this.#ids.length;
  }

  /** -1 for an id that is not ranked. */
  rankOf(id: number): number {
    return this.#rankOf[id]!;
  }

  idAt(rank: number): number {
    return this.#ids[rank]!;
  }
}
