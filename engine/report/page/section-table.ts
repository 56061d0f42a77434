import type { Cell, Column, Section } from '../../contract.ts';
import type { Keep } from '../kept-rows.ts';
import { presentationOf } from '../presentation.ts';
import type { TableBlock } from './page-data.ts';
import { TopRows } from './top-rows.ts';

/** Longer texts lose their middle. */
const textLengthMax = 240;
const rowCountDefault = 1000;

/** Tables about files join into one; they are worth more rows. */
const rowCounts: ReadonlyMap<string, number> = new Map([
  ['history/file-history:file_churn', 5000],
  ['history/burndown:file_survival', 5000],
  ['history/couples:file_ownership', 5000],
  ['history/file-history:file_contributors', 5000],
]);

/** Measures of tables that come by path, where the text summary has no bar. */
const measures: ReadonlyMap<string, string> = new Map([
  ['history/file-history:file_contributors', 'top_contributor_lines'],
]);

type PageCell = string | number | boolean | null;

/**
 * The rows of a section that a page holds, chosen as they go by. BOUNDED BY 1,000 rows, 5,000 of
 * tables about files, each cell by 240 characters. Of lists and records only the number of entries
 * stays.
 */
export class SectionTable {
  readonly #analyzerId: string;
  readonly #section: Section;
  readonly #keep: Keep;
  readonly #measure: string;
  readonly #measureAt: number;
  readonly #rows: TopRows<PageCell[]>;

  constructor(analyzerId: string, section: Section) {
    const name = `${analyzerId}:${section.name}`;
    const { keep = 'first', bar = '' } = presentationOf(analyzerId, section.name);
    this.#analyzerId = analyzerId;
    this.#section = section;
    this.#measure = measures.get(name) ?? (keep === 'largest' ? bar : '');
    this.#measureAt = section.columns.findIndex((column) => column.name === this.#measure);
    this.#keep = this.#measureAt < 0 ? (keep === 'last' ? 'last' : 'first') : 'largest';
    this.#rows = new TopRows(rowCounts.get(name) ?? rowCountDefault);
  }

  row(cells: readonly Cell[]): void {
    this.#rows.offer(this.#measureOf(cells), () => cells.map(pageCell));
  }

  block(): TableBlock {
    const { name, title, shape, columns } = this.#section;
    const { emptyBecause = 'nothing in this history belongs here' } = presentationOf(
      this.#analyzerId,
      name,
    );
    const rows = this.#rows.sorted();
    return {
      analyzer: this.#analyzerId,
      section: name,
      title,
      shape,
      columns: columns.map(pageColumn),
      rows: this.#keep === 'last' ? rows.reverse() : rows,
      rowCount: this.#rows.seenCount,
      keep: this.#keep,
      measure: this.#measure,
      emptyBecause,
    };
  }

  #measureOf(cells: readonly Cell[]): number {
    if (this.#keep === 'first') return 0;
    if (this.#keep === 'last') return this.#rows.seenCount;
    const cell = cells[this.#measureAt];
    return typeof cell === 'number' ? cell : Number.NEGATIVE_INFINITY;
  }
}

function pageColumn(column: Column): Column {
  const isNested = column.type === 'list' || column.type === 'record';
  return isNested ? { name: column.name, type: 'int', unit: 'entries' } : column;
}

function pageCell(cell: Cell): PageCell {
  if (typeof cell === 'string') return shortened(cell);
  if (typeof cell === 'object' && cell !== null) return Object.keys(cell).length;
  return cell;
}

/** A path is known by both of its ends. */
export function shortened(text: string): string {
  if (text.length <= textLengthMax) return text;
  const half = textLengthMax / 2;
  return `${text.slice(0, half)} … ${text.slice(-half)}`;
}
