import { cellReader } from './cell-reader.ts';
import { type PageContent, type PageTable, tableOf } from './read-blocks.ts';
import type { TableCell, TableRow } from './table-spec.ts';

/** Rows of a table by the path of their file. */
export class FileFacts {
  readonly table: PageTable | undefined;
  readonly #rows: ReadonlyMap<TableCell, TableRow>;
  readonly #cell: (row: TableRow, name: string) => TableCell;

  constructor(content: PageContent, name: string, pathName: string) {
    this.table = tableOf(content, name);
    this.#cell = this.table === undefined ? () => null : cellReader(this.table);
    this.#rows = new Map((this.table?.allRows() ?? []).map((row) => [this.#cell(row, pathName), row]));
  }

  get paths(): IterableIterator<TableCell> {
    return this.#rows.keys();
  }

  get rowCount(): number {
    return this.table?.rowCount ?? 0;
  }

  row(path: TableCell): TableRow | undefined {
    return this.#rows.get(path);
  }

  cell(path: TableCell, name: string): TableCell {
    const row = this.#rows.get(path);
    return row === undefined ? null : this.#cell(row, name);
  }
}

/** What the analyzers know of files, each in its table. */
export interface KnownFiles {
  readonly churn: FileFacts;
  readonly authors: FileFacts;
  readonly survival: FileFacts;
  readonly ownership: FileFacts;
  readonly activity: FileFacts;
}

/** Reads the tables when they are first asked for, once. */
export function knownFiles(content: PageContent): KnownFiles {
  const known = found.get(content) ?? {
    churn: new FileFacts(content, 'history/file-history:file_churn', 'path'),
    authors: new FileFacts(content, 'history/file-history:file_contributors', 'path'),
    survival: new FileFacts(content, 'history/burndown:file_survival', 'path'),
    ownership: new FileFacts(content, 'history/couples:file_ownership', 'file'),
    activity: new FileFacts(content, 'history/file-history:file_activity', 'path'),
  };
  found.set(content, known);
  return known;
}

const found = new WeakMap<PageContent, KnownFiles>();
