import type { Cell, Section } from '../contract.ts';
import type { ByteSink } from './byte-sink.ts';
import { CsvTable } from './csv-table.ts';
import type { ReportWriter } from './report-writer.ts';
import type { TableNote } from './table-note.ts';
import { WantedTable } from './wanted-table.ts';

/**
 * One section of the report as CSV in a stream; the others are computed for the digest and not
 * shown.
 */
export class CsvTableWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #wanted: WantedTable;
  #analyzerId = '';
  #table: CsvTable | undefined;

  /** `table` reads `history/name:table`. @throws {CodefangError} USAGE */
  constructor(sink: ByteSink, table: string) {
    this.#sink = sink;
    this.#wanted = new WantedTable(table);
  }

  begin(): void {
    this.#table = undefined;
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    if (!this.#wanted.is(this.#analyzerId, section.name)) return;
    this.#table = new CsvTable(
      this.#sink,
      section.columns.map(({ name }) => name),
    );
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

  end(_digest: string, notes: readonly TableNote[]): void {
    this.#wanted.noteIn(notes);
  }
}
