import type { Cell, Section } from '../contract.ts';
import { CodefangError } from '../base/index.ts';
import type { ByteSink } from './byte-sink.ts';
import { CsvTable } from './csv-table.ts';
import type { ReportWriter } from './report-writer.ts';
import { parseTableName } from './table-name.ts';

/**
 * One section of the report as CSV in a stream; the others are computed for the digest and not
 * shown.
 */
export class CsvTableWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #wanted: string;
  readonly #names: string[] = [];
  #analyzerId = '';
  #table: CsvTable | undefined;
  #isFound = false;

  /** `table` reads `history/devs:developers`. @throws {CodefangError} USAGE */
  constructor(sink: ByteSink, table: string) {
    parseTableName(table);
    this.#sink = sink;
    this.#wanted = table;
  }

  begin(): void {
    this.#isFound = false;
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    const name = `${this.#analyzerId}:${section.name}`;
    this.#names.push(name);
    if (name !== this.#wanted) return;
    this.#isFound = true;
    this.#table = new CsvTable(this.#sink, section);
  }

  row(cells: readonly Cell[]): void {
    this.#table?.row(cells);
  }

  endSection(): void {
    this.#table?.end();
    this.#table = undefined;
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  end(): void {
    if (this.#isFound) return;
    const known = this.#names.join(', ');
    throw new CodefangError('USAGE', `Cannot write table "${this.#wanted}": the report has ${known}`);
  }
}
