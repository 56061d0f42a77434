import type { Cell, Section } from '../contract.ts';
import { CsvTable } from './csv-table.ts';
import type { ReportHead } from './report-document.ts';
import type { Finding } from './finding.ts';
import { ReportIndex } from './report-index.ts';
import type { DirectoryOutput, OpenFile } from './report-output.ts';
import type { ReportWriter } from './report-writer.ts';
import type { TableNote } from './table-note.ts';

/**
 * One file a section, `history-name.table.csv`, with a header row; a record is a table of one
 * row. `report.json` holds the head, the list of tables and the digest; it gets its name last.
 */
export class CsvWriter implements ReportWriter {
  readonly #output: DirectoryOutput;
  readonly #fileNames: string[] = [];
  #head: ReportHead | undefined;
  #analyzerId = '';
  #file: OpenFile | undefined;
  #table: CsvTable | undefined;

  constructor(output: DirectoryOutput) {
    this.#output = output;
  }

  begin(head: ReportHead): void {
    this.#head = head;
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    const name = `${this.#analyzerId.replaceAll('/', '-')}.${section.name}.csv`;
    this.#fileNames.push(name);
    this.#file = this.#output.open(name);
    this.#table = new CsvTable(
      this.#file,
      section.columns.map(({ name }) => name),
    );
  }

  row(cells: readonly Cell[]): void {
    this.#table!.row(cells);
  }

  endSection(): void {
    this.#table!.end();
    this.#file!.finish();
  }

  endAnalyzer(): void {
    this.#table = undefined;
  }

  end(digest: string, notes: readonly TableNote[], findings: readonly Finding[] | undefined): void {
    const index = new ReportIndex();
    this.#fileNames.forEach((name, at) => index.add(name, notes[at]!));
    index.write(this.#output, this.#head!, digest, findings);
  }
}
