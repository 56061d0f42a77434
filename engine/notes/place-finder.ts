import { hexToOid } from '../git/index.ts';
import type { History } from '../survey/index.ts';

/** Finds places by commit id. BOUNDED BY: 4 bytes for each commit of the walk, an account of the plan. */
export class PlaceFinder {
  readonly #history: History;
  readonly #oid: Uint8Array;
  /** Places by id; made when the first is looked for. */
  #sorted: Int32Array | undefined;

  constructor(history: History) {
    this.#history = history;
    this.#oid = new Uint8Array(history.location.oidBytes);
  }

  /** -1 where no commit of the walk has the id. */
  find(hex: string): number {
    if (hex.length !== this.#oid.length * 2) return -1;
    const wanted = hexToOid(hex);
    const sorted = (this.#sorted ??= this.#sort());
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = Buffer.compare(this.#oidOf(sorted[middle]!), wanted);
      if (order === 0) return sorted[middle]!;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  #sort(): Int32Array {
    const { table, order } = this.#history;
    const first = new Uint8Array(this.#oid.length);
    const places = Int32Array.from(order.keys());
    return places.sort((a, b) => {
      table.copyOid(order[a]!, first, 0);
      return Buffer.compare(first, this.#oidOf(b));
    });
  }

  #oidOf(place: number): Uint8Array {
    const { table, order } = this.#history;
    table.copyOid(order[place]!, this.#oid, 0);
    return this.#oid;
  }
}
