import type { Cell, CellRecord, Section } from '../contract.ts';
import { appendJson } from './canonical-json.ts';
import { CsvTable } from './csv-table.ts';
import { headMembers, type ReportHead } from './report-document.ts';
import type { DirectoryOutput, OpenFile } from './report-output.ts';
import type { ReportWriter } from './report-writer.ts';
import { TextBuffer } from './text-buffer.ts';

/**
 * One file a section, `history-devs.developers.csv`, with a header row; a record is a table of one
 * row. `report.json` holds the head, the list of tables and the digest; it gets its name last.
 */
export class CsvWriter implements ReportWriter {
  readonly #output: DirectoryOutput;
  readonly #tables: CellRecord[] = [];
  #head: CellRecord = {};
  #analyzerId = '';
  #sectionName = '';
  #fileName = '';
  #file: OpenFile | undefined;
  #table: CsvTable | undefined;

  constructor(output: DirectoryOutput) {
    this.#output = output;
  }

  begin(head: ReportHead): void {
    this.#head = headMembers(head);
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    this.#sectionName = section.name;
    this.#fileName = `${this.#analyzerId.replaceAll('/', '-')}.${section.name}.csv`;
    this.#file = this.#output.open(this.#fileName);
    this.#table = new CsvTable(this.#file, section);
  }

  row(cells: readonly Cell[]): void {
    this.#table!.row(cells);
  }

  endSection(): void {
    this.#table!.end();
    this.#file!.finish();
    this.#tables.push({
      file: this.#fileName,
      analyzer: this.#analyzerId,
      section: this.#sectionName,
      rows: this.#table!.rowCount,
    });
  }

  endAnalyzer(): void {
    this.#table = undefined;
  }

  end(digest: string): void {
    const file = this.#output.open('report.json');
    const text = new TextBuffer();
    appendJson(text, { ...this.#head, tables: this.#tables, digest });
    text.appendAscii('\n');
    file.write(text.bytes, 0, text.length);
    file.finish();
  }
}
