import { type Cell, type Column, emptyBecause, type Keep, KiB, MiB, type Section } from '../../engine/index.ts';
import type { TableBlock } from './page-data.ts';
import { topEntries } from './top-entries.ts';
import { TopRows } from './top-rows.ts';

/** Longer texts lose their middle. */
const textLengthMax = 240;
const rowCountDefault = 1000;
/** What a page holds of one table at the most. */
const sentCountMax = 100_000;
const sentLengthMax: number = 2.5 * MiB;
const pieceLength: number = 64 * KiB;

/** Tables about files join into one; they are worth more rows, of which none should be missing. */
const fileRowCount = 5000;
const fileLengthMax: number = 16 * MiB;
const fileTables: ReadonlySet<string> = new Set([
  'history/file-history:file_churn',
  'history/burndown:file_survival',
  'history/couples:file_ownership',
  'history/file-history:file_contributors',
  'history/file-history:file_activity',
]);

/** Records of which a page tells the largest entries, when someone asks for one file or one person. */
const detailedColumns: ReadonlyMap<string, string> = new Map([
  ['history/burndown:file_survival', 'ownership'],
  ['history/file-history:file_contributors', 'contributors'],
  ['history/devs:developers', 'languages'],
]);

/** Lists of numbers over time, which a page draws for one file. */
const seriesColumns: ReadonlyMap<string, string> = new Map([['history/file-history:file_activity', 'commits']]);
/** 1,000 quarters of two digits. */
const seriesLengthMax = 3000;

type PageCell = string | number | boolean | null;

/**
 * The rows of a section as a page holds them. A table that is longer than what charts and findings need is sent
 * on while it goes by, in order and in pieces, up to 100,000 rows or 2.5 MiB of text, 16 MiB about files; of a
 * longer one the page has the first rows in the order of the report. BOUNDED BY 1,000 rows in memory, 5,000 of
 * tables about files, and a piece of 64 KiB; each cell by 240 characters. Of lists and records only the number
 * of entries stays, of some records the five largest entries as well, as JSON in a column at the end.
 */
export class SectionTable {
  readonly #analyzerId: string;
  readonly #section: Section;
  readonly #keep: Keep;
  readonly #isOfFiles: boolean;
  readonly #measure: string;
  readonly #measureAt: number;
  readonly #keptCountMax: number;
  /** Of the record whose largest entries are told; -1 for none. */
  readonly #detailAt: number;
  /** Of a list that is kept as text; -1 for none. */
  readonly #seriesAt: number;
  readonly #rows: TopRows<PageCell[]>;
  readonly #emitRows: (rowsText: string) => void;
  /** JSON of rows that are not sent yet, and what all that were sent add up to. */
  #piece = '';
  #sentCount = 0;
  #sentLength = 0;

  /** `emitRows` takes a JSON list of rows. */
  constructor(analyzerId: string, section: Section, emitRows: (rowsText: string) => void) {
    this.#emitRows = emitRows;
    const { keep = 'first', bar = '' } = section.show ?? {};
    this.#analyzerId = analyzerId;
    this.#section = section;
    this.#measure = keep === 'largest' ? bar : '';
    this.#measureAt = section.columns.findIndex((column) => column.name === this.#measure);
    this.#keep = this.#measureAt < 0 ? (keep === 'last' ? 'last' : 'first') : 'largest';
    this.#isOfFiles = fileTables.has(`${analyzerId}:${section.name}`);
    const detailed = detailedColumns.get(`${analyzerId}:${section.name}`);
    this.#detailAt = section.columns.findIndex((column) => column.name === detailed);
    const series = seriesColumns.get(`${analyzerId}:${section.name}`);
    this.#seriesAt = section.columns.findIndex((column) => column.name === series);
    this.#keptCountMax = this.#isOfFiles ? fileRowCount : rowCountDefault;
    this.#rows = new TopRows(this.#keptCountMax);
  }

  row(cells: readonly Cell[]): void {
    const { seenCount } = this.#rows;
    // Until now none has left: these are the first rows.
    if (seenCount === this.#keptCountMax) for (const row of this.#rows.inOrder()) this.#send(row);
    if (seenCount >= this.#keptCountMax) this.#send(this.#pageCells(cells));
    this.#rows.offer(this.#measureOf(cells), () => this.#pageCells(cells));
  }

  #pageCells(cells: readonly Cell[]): PageCell[] {
    const row = cells.map(pageCell);
    if (this.#seriesAt >= 0) row[this.#seriesAt] = seriesText(cells[this.#seriesAt]);
    return this.#detailAt < 0 ? row : [...row, shortened(JSON.stringify(topEntries(cells[this.#detailAt] ?? null)))];
  }

  #send(row: readonly PageCell[]): void {
    const lengthMax = this.#isOfFiles ? fileLengthMax : sentLengthMax;
    if (this.#sentCount === sentCountMax || this.#sentLength >= lengthMax) return;
    const text = JSON.stringify(row);
    this.#sentCount += 1;
    this.#sentLength += text.length;
    this.#piece += this.#piece === '' ? text : `,${text}`;
    if (this.#piece.length >= pieceLength) this.#emitPiece();
  }

  #emitPiece(): void {
    if (this.#piece !== '') this.#emitRows(`[${this.#piece}]`);
    this.#piece = '';
  }

  /** All rows have gone by. */
  block(): TableBlock {
    this.#emitPiece();
    const { name, title, shape, columns } = this.#section;
    const rows = this.#rows.sorted();
    return {
      analyzer: this.#analyzerId,
      section: name,
      title,
      shape,
      columns: columns.map((column, at) => pageColumn(at === this.#seriesAt ? { ...column, type: 'string' } : column)),
      detail: this.#detailAt < 0 ? '' : columns[this.#detailAt]!.name,
      rows: this.#keep === 'last' ? rows.reverse() : rows,
      rowCount: this.#rows.seenCount,
      sentCount: this.#sentCount,
      keep: this.#keep,
      measure: this.#measure,
      emptyBecause: emptyBecause(this.#section),
    };
  }

  #measureOf(cells: readonly Cell[]): number {
    if (this.#keep === 'first') return 0;
    if (this.#keep === 'last') return this.#rows.seenCount;
    const cell = cells[this.#measureAt];
    return typeof cell === 'number' ? cell : Number.NEGATIVE_INFINITY;
  }
}

/** What a stored report says of a column as well, so that its page is the same. */
function pageColumn({ name, type, unit }: Column): Column {
  if (type === 'list' || type === 'record') return { name, type: 'int', unit: 'entries' };
  return unit === undefined ? { name, type } : { name, type, unit };
}

function pageCell(cell: Cell): PageCell {
  if (typeof cell === 'string') return shortened(cell);
  if (typeof cell === 'object' && cell !== null) return Object.keys(cell).length;
  return cell;
}

/** Numbers with blanks between them; those that are too many are left out. */
function seriesText(cell: Cell | undefined): string {
  const text = Array.isArray(cell) ? cell.join(' ') : '';
  return text.length <= seriesLengthMax ? text : text.slice(0, text.lastIndexOf(' ', seriesLengthMax));
}

/** A path is known by both of its ends. */
export function shortened(text: string): string {
  if (text.length <= textLengthMax) return text;
  const half = textLengthMax / 2;
  return `${text.slice(0, half)} … ${text.slice(-half)}`;
}
