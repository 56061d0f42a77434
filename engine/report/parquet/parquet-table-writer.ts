import type { Cell, Section } from '../../contract.ts';
import type { ByteSink } from '../byte-sink.ts';
import type { ReportHead } from '../report-document.ts';
import type { ReportWriter } from '../report-writer.ts';
import type { TableNote } from '../table-note.ts';
import { WantedTable } from '../wanted-table.ts';
import { fileFacts } from './file-facts.ts';
import { ParquetTable } from './parquet-table.ts';

/** One section of the report as a Parquet file in a stream. */
export class ParquetTableWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #wanted: WantedTable;
  #head: ReportHead | undefined;
  #analyzerId = '';
  #isOpen = false;
  #table: ParquetTable | undefined;

  /** `table` reads `history/name:table`. @throws {CodefangError} USAGE */
  constructor(sink: ByteSink, table: string) {
    this.#sink = sink;
    this.#wanted = new WantedTable(table);
  }

  begin(head: ReportHead): void {
    this.#head = head;
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    this.#isOpen = this.#wanted.is(this.#analyzerId, section.name);
    if (this.#isOpen) this.#table = new ParquetTable(this.#sink, section);
  }

  row(cells: readonly Cell[]): void {
    if (this.#isOpen) this.#table!.row(cells);
  }

  endSection(): void {
    if (this.#isOpen) this.#table!.endRows();
    this.#isOpen = false;
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  end(digest: string, notes: readonly TableNote[]): void {
    const head = this.#head!;
    const note = this.#wanted.noteIn(notes);
    this.#table!.end(fileFacts(head, note, digest), `${head.tool.name} ${head.tool.version}`);
  }
}
