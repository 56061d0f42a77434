import type { Cell, CellRecord, Section } from '../../contract.ts';
import type { Finding } from '../finding.ts';
import type { AnalyzerSections, ReportHead } from '../report-document.ts';
import { JsonInput } from './json-input.ts';
import { findingsFrom, headFrom, type StoredTable, tablesFrom } from './stored-head.ts';
import type { StoredReport } from './stored-report.ts';
import { cellsFrom } from './stored-row.ts';

/**
 * A report in the json form. Its tables are described behind the rows, so the file is passed once to
 * find the descriptions and then read.
 */
export class JsonReport implements StoredReport {
  readonly path: string;
  readonly head: ReportHead;
  readonly #input: JsonInput;
  readonly #tables: ReadonlyMap<string, StoredTable>;
  readonly #members: Generator<string, void, void>;
  #tablesRead = 0;
  /** Members behind the analyzers, once they are read. */
  #ending: CellRecord | undefined;

  /** OWNS a descriptor until `close`. @throws {CodefangError} IO or STATE */
  constructor(path: string) {
    this.path = path;
    this.#tables = findTables(path);
    this.#input = new JsonInput(path);
    this.#members = this.#input.members();
    this.head = headFrom(Object.fromEntries(this.#membersBefore('analyzers')), path);
  }

  get analyzers(): Iterable<AnalyzerSections> {
    return this.#readAnalyzers();
  }

  viewsOf(): [] {
    return [];
  }

  findings(): readonly Finding[] | undefined {
    return findingsFrom(this.#readEnding()['findings'], this.path);
  }

  statedDigest(): string {
    const ending = this.#readEnding();
    const { digest } = ending;
    if (!/^tables (findings )?digest$/.test(Object.keys(ending).join(' ')) || typeof digest !== 'string') {
      throw this.#input.broken('tables, findings and digest do not end it');
    }
    if (this.#tablesRead !== this.#tables.size) throw this.#input.broken('a described table is missing');
    if (this.#input.peek() !== -1) throw this.#input.broken('something follows the report');
    return digest;
  }

  close(): void {
    this.#input.close();
  }

  #readEnding(): CellRecord {
    this.#ending ??= Object.fromEntries(this.#membersBefore(''));
    return this.#ending;
  }

  /** Members up to the one named `end`, whose value is then next. */
  *#membersBefore(end: string): Generator<[string, Cell]> {
    for (let next = this.#members.next(); next.done !== true; next = this.#members.next()) {
      if (next.value === end) return;
      yield [next.value, this.#input.value()];
    }
  }

  *#readAnalyzers(): Generator<AnalyzerSections> {
    for (const id of this.#input.members()) yield { id, sections: this.#readSections(id) };
  }

  *#readSections(analyzerId: string): Generator<Section> {
    for (const name of this.#input.members()) {
      const table = this.#tables.get(`${analyzerId}:${name}`);
      if (table === undefined) throw this.#input.broken(`a table "${name}" comes undescribed`);
      const { title, shape, columns } = table;
      yield { name, title, shape, columns, rows: this.#readRows(table) };
    }
  }

  *#readRows(table: StoredTable): Generator<readonly Cell[]> {
    let rowCount = 0;
    for (const row of this.#readAnyRows(table)) {
      rowCount += 1;
      yield row;
    }
    if (rowCount !== table.rowCount) throw this.#input.broken(`table "${table.name}" has ${rowCount} rows`);
    this.#tablesRead += 1;
  }

  *#readAnyRows(table: StoredTable): Generator<readonly Cell[]> {
    if (table.shape === 'record') {
      yield this.#readRow(table);
      return;
    }
    this.#input.take('[');
    if (this.#input.takeIf(']')) return;
    do yield this.#readRow(table);
    while (this.#input.takeIf(','));
    this.#input.take(']');
  }

  #readRow({ columns, name }: StoredTable): readonly Cell[] {
    const cells = cellsFrom(this.#input.value(), columns);
    if (cells === undefined) throw this.#input.broken(`a row is not one of table "${name}"`);
    return cells;
  }
}

function findTables(path: string): ReadonlyMap<string, StoredTable> {
  const input = new JsonInput(path);
  try {
    for (const key of input.members()) {
      if (key === 'tables') {
        const tables = tablesFrom(input.value(), path);
        return new Map(tables.map((table) => [`${table.analyzer}:${table.name}`, table]));
      }
      input.skip();
    }
    throw input.broken('there is no description of the tables');
  } finally {
    input.close();
  }
}
