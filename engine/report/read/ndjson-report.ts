import type { Cell, CellRecord, Section } from '../../contract.ts';
import type { Finding } from '../finding.ts';
import type { AnalyzerSections, ReportHead } from '../report-document.ts';
import { JsonInput } from './json-input.ts';
import { findingsFrom, headFrom, type StoredTable, tablesFrom } from './stored-head.ts';
import type { StoredReport } from './stored-report.ts';
import { cellsFrom } from './stored-row.ts';

/** Members of a line before those of its row. */
const placeMembers = 2;

/**
 * A report in the ndjson form. Its last line says what tables there are, so the file is passed once to
 * find that line and then read.
 */
export class NdjsonReport implements StoredReport {
  readonly path: string;
  readonly head: ReportHead;
  readonly #input: JsonInput;
  readonly #summary: Summary;

  /** OWNS a descriptor until `close`. @throws {CodefangError} IO or STATE */
  constructor(path: string) {
    this.path = path;
    this.#summary = findSummary(path);
    this.#input = new JsonInput(path);
    const { type: _, ...members } = this.#input.value() as CellRecord;
    this.head = headFrom(members, path);
  }

  get analyzers(): Iterable<AnalyzerSections> {
    const { analyzers, tables } = this.#summary;
    return analyzers.map((id) => ({
      id,
      sections: this.#readSections(tables.filter((table) => table.analyzer === id)),
    }));
  }

  viewsOf(): [] {
    return [];
  }

  findings(): readonly Finding[] | undefined {
    return this.#summary.findings;
  }

  statedDigest(): string {
    this.#input.skip();
    if (this.#input.peek() !== -1) throw this.#input.broken('there are rows of no table');
    return this.#summary.digest;
  }

  close(): void {
    this.#input.close();
  }

  *#readSections(tables: readonly StoredTable[]): Generator<Section> {
    for (const table of tables) {
      const { name, title, shape, columns } = table;
      yield { name, title, shape, columns, rows: this.#readRows(table) };
    }
  }

  *#readRows(table: StoredTable): Generator<readonly Cell[]> {
    const { analyzer, name, columns, rowCount } = table;
    for (let row = 0; row < rowCount; row += 1) {
      const line = this.#input.value() as CellRecord;
      const isHere = line?.['analyzer'] === analyzer && line['section'] === name;
      const cells = isHere ? cellsFrom(line, columns, placeMembers) : undefined;
      if (cells === undefined) throw this.#input.broken(`a line is not a row of table "${name}"`);
      yield cells;
    }
  }
}

interface Summary {
  readonly analyzers: readonly string[];
  readonly tables: readonly StoredTable[];
  readonly findings: readonly Finding[] | undefined;
  readonly digest: string;
}

/** The last line, which begins with `{"type":"digest"`. */
function findSummary(path: string): Summary {
  const input = new JsonInput(path);
  try {
    let last: Cell = null;
    while (input.peek() !== -1) last = input.valueIf('{"type":"digest"') ?? last;
    if (last === null) throw input.broken('the last line is missing, the file was cut');
    const { analyzers, tables: notes, findings, digest } = last as CellRecord;
    const names = Object.keys(last).join(' ');
    const isKnown = /^type analyzers tables (findings )?digest$/.test(names);
    if (!isKnown || !Array.isArray(analyzers) || typeof digest !== 'string') {
      throw input.broken('the last line is not analyzers, tables, findings and digest');
    }
    const tables = tablesFrom(notes!, path);
    const isWhole = tables.every(({ analyzer }) => analyzers.includes(analyzer));
    if (!isWhole) throw input.broken('the last line names a table of no analyzer');
    return { analyzers, tables, findings: findingsFrom(findings, path), digest };
  } finally {
    input.close();
  }
}
