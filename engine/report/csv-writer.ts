import type { Cell, CellRecord, Section } from '../contract.ts';
import { CodefangError } from '../base/index.ts';
import type { ByteSink } from './byte-sink.ts';
import { appendJson } from './canonical-json.ts';
import { appendCsvRow } from './csv-row.ts';
import { headMembers, type ReportHead } from './report-document.ts';
import type { DirectoryOutput, OpenFile } from './report-output.ts';
import type { ReportWriter } from './report-writer.ts';
import { parseTableName } from './table-name.ts';
import { TextBuffer } from './text-buffer.ts';

const flushBytes = 16 * 1024;

/**
 * One file a section, `history-devs.developers.csv`, with a header row; a record is a table of one row.
 * `report.json` holds the head, the list of tables and the digest; it gets its name last.
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

/** One section of the report as CSV in a stream; the others are computed for the digest and not shown. */
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

/** Rows of one table, sent on in pieces of 16 KiB. */
class CsvTable {
  readonly #sink: ByteSink;
  readonly #text = new TextBuffer();
  rowCount = 0;

  constructor(sink: ByteSink, section: Section) {
    this.#sink = sink;
    appendCsvRow(
      this.#text,
      section.columns.map((column) => column.name),
    );
  }

  row(cells: readonly Cell[]): void {
    appendCsvRow(this.#text, cells);
    this.rowCount += 1;
    if (this.#text.length >= flushBytes) this.end();
  }

  end(): void {
    this.#sink.write(this.#text.bytes, 0, this.#text.length);
    this.#text.clear();
  }
}
