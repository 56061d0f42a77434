import { type Cell, emptyBecause, type Section, shownCell, shownName } from '../../engine/index.ts';
import { shortened } from '../_page/section-table.ts';
import { TopRows } from '../_page/top-rows.ts';
import { type SummaryTable, tableRowsMax } from './summary.ts';

const columnCountMax = 5;

/** The first rows of a table that no story knows, as its analyzer shows it. Holds 10 rows. */
export class KeptTable {
  readonly #section: Section;
  readonly #places: readonly number[];
  readonly #measureAt: number;
  readonly #rows = new TopRows<readonly Cell[]>(tableRowsMax);

  constructor(section: Section) {
    this.#section = section;
    const { columns, show = {} } = section;
    const wanted =
      show.columns ?? columns.filter(({ type }) => type !== 'list' && type !== 'record').map((c) => c.name);
    this.#places = wanted
      .map((name) => columns.findIndex((column) => column.name === name))
      .filter((at) => at >= 0)
      .slice(0, columnCountMax);
    this.#measureAt = columns.findIndex(({ name }) => name === show.bar);
  }

  row(cells: readonly Cell[]): void {
    this.#rows.offer(this.#measureOf(cells), () =>
      this.#places.map((at) => {
        const cell = cells[at]!;
        return typeof cell === 'string' ? shortened(cell) : cell;
      }),
    );
  }

  table(): SummaryTable {
    const rows = this.#rows.sorted();
    const { title, columns } = this.#section;
    return {
      title,
      rowCount: this.#rows.seenCount,
      columns: this.#places.map((place, at) => {
        const column = columns[place]!;
        const isNumber = column.type === 'int' || column.type === 'float';
        const kind = isNumber ? 'number' : /^(path|file|old_path)\d?$/.test(column.name) ? 'path' : 'text';
        return { title: shownName(column.name), kind, cells: rows.map((row) => shownCell(row[at]!, column)) };
      }),
      emptyBecause: emptyBecause(this.#section),
    };
  }

  #measureOf(cells: readonly Cell[]): number {
    const { keep = 'first' } = this.#section.show ?? {};
    if (keep === 'first') return 0;
    if (keep === 'last') return this.#rows.seenCount;
    const cell = cells[this.#measureAt];
    return typeof cell === 'number' ? cell : Number.NEGATIVE_INFINITY;
  }
}
