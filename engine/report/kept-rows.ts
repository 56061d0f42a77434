import type { Cell, Keep } from '../contract.ts';

/**
 * The few rows of a table that a summary shows, chosen while the rows go by. Holds copies of
 * `countMax` rows. `largest` orders by one column, falling; equal ones stay in the order of the
 * table.
 */
export class KeptRows {
  readonly #countMax: number;
  readonly #keep: Keep;
  readonly #column: number;
  readonly #rows: (readonly Cell[])[] = [];
  #seen = 0;

  constructor(countMax: number, keep: Keep, column: number) {
    this.#countMax = countMax;
    this.#keep = keep;
    this.#column = column;
  }

  /** Rows that went by. */
  get seenCount(): number {
    return this.#seen;
  }

  /** In the order in which they are shown. */
  get rows(): readonly (readonly Cell[])[] {
    return this.#rows;
  }

  add(cells: readonly Cell[]): void {
    this.#seen += 1;
    if (this.#keep === 'largest') this.#addLarge(cells);
    else if (this.#rows.length < this.#countMax) this.#rows.push([...cells]);
    else if (this.#keep === 'last') this.#replaceFirst(cells);
  }

  #replaceFirst(cells: readonly Cell[]): void {
    if (this.#countMax === 0) return;
    this.#rows.shift();
    this.#rows.push([...cells]);
  }

  #addLarge(cells: readonly Cell[]): void {
    const size = this.#sizeOf(cells);
    let place = this.#rows.length;
    while (place > 0 && this.#sizeOf(this.#rows[place - 1]!) < size) place -= 1;
    if (place === this.#countMax) return;
    this.#rows.splice(place, 0, [...cells]);
    if (this.#rows.length > this.#countMax) this.#rows.pop();
  }

  #sizeOf(cells: readonly Cell[]): number {
    const cell = cells[this.#column];
    return typeof cell === 'number' ? cell : Number.NEGATIVE_INFINITY;
  }
}
