import type { Cell } from '../../engine/index.ts';

/** A row by the names of its columns. Holds on to the cells it was last given. */
export class NamedRow {
  readonly #at: ReadonlyMap<string, number>;
  #cells: readonly Cell[] = [];

  constructor(columnNames: readonly string[]) {
    this.#at = new Map(columnNames.map((name, at) => [name, at]));
  }

  show(cells: readonly Cell[]): void {
    this.#cells = cells;
  }

  /** Null when there is no such column. */
  cell(name: string): Cell {
    return this.#cells[this.#at.get(name) ?? -1] ?? null;
  }

  number(name: string): number {
    return Number(this.cell(name));
  }

  /** The cells of several columns, their names parted by spaces. */
  pick(names: string): readonly Cell[] {
    return names.split(' ').map((name) => this.cell(name));
  }
}
