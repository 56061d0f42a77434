import { type Cell, type CellRecord, isList, type Section } from '../../engine/index.ts';

/**
 * Cells of a section's rows by the name of their column. What is not there is empty, never a
 * failure.
 */
export class RowReader {
  readonly #places: ReadonlyMap<string, number>;
  #cells: readonly Cell[] = [];

  constructor(section: Section) {
    this.#places = new Map(section.columns.map((column, at) => [column.name, at]));
  }

  /** The row that the following calls read; valid as long as its cells. */
  turnTo(cells: readonly Cell[]): void {
    this.#cells = cells;
  }

  number(name: string): number {
    const cell = this.cell(name);
    return typeof cell === 'number' ? cell : 0;
  }

  text(name: string): string {
    const cell = this.cell(name);
    return typeof cell === 'string' ? cell : '';
  }

  list(name: string): readonly Cell[] {
    const cell = this.cell(name);
    return typeof cell === 'object' && cell !== null && isList(cell) ? cell : [];
  }

  record(name: string): CellRecord {
    const cell = this.cell(name);
    return typeof cell === 'object' && cell !== null && !isList(cell) ? cell : {};
  }

  cell(name: string): Cell {
    return this.#cells[this.#places.get(name) ?? -1] ?? null;
  }
}
