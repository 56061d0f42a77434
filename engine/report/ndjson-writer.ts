/**
 * The report as one JSON object a line, for line tools and bulk loaders:
 *
 *   {"type":"head","schema":"codefang.report.v1",…}
 *   {"analyzer":"history/name","section":"table","id":0,…}           one a row
 *   {"type":"digest","analyzers":[…],"tables":[{"analyzer":…,"section":…,"rows":2,…},…],"findings":[…],"digest":…}
 *
 * The last line names tables without rows too, and its absence reveals a torn file.
 */
import type { Cell, CellRecord, Section } from '../contract.ts';
import type { ByteSink } from './byte-sink.ts';
import { appendJson, appendJsonString } from './canonical-json.ts';
import type { Finding } from './finding.ts';
import { headMembers, type ReportHead } from './report-document.ts';
import type { ReportWriter, RowJson } from './report-writer.ts';
import type { TableNote } from './table-note.ts';
import { TextBuffer } from './text-buffer.ts';

export class NdjsonWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #text = new TextBuffer();
  readonly #analyzerIds: string[] = [];
  #analyzerId = '';
  /** `{"analyzer":…,"section":…,` */
  #rowStart: Uint8Array = noRowStart;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  begin(head: ReportHead): void {
    this.#line({ type: 'head', ...headMembers(head) });
  }

  beginAnalyzer(id: string): void {
    this.#analyzerIds.push(id);
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    this.#text.appendAscii('{"analyzer":');
    appendJsonString(this.#text, this.#analyzerId);
    this.#text.appendAscii(',"section":');
    appendJsonString(this.#text, section.name);
    this.#text.appendAscii(',');
    this.#rowStart = this.#text.bytes.slice(0, this.#text.length);
    this.#text.clear();
  }

  row(_cells: readonly Cell[], json: RowJson): void {
    this.#sink.write(this.#rowStart);
    // The brace that opens the row is the line's already.
    this.#sink.write(json.bytes, json.start + 1, json.end);
    this.#sink.write(lineFeed);
  }

  endSection(): void {
    this.#rowStart = noRowStart;
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  end(digest: string, tables: readonly TableNote[], findings: readonly Finding[] | undefined): void {
    const found = findings === undefined ? {} : { findings };
    this.#line({ type: 'digest', analyzers: this.#analyzerIds, tables, ...found, digest });
  }

  #line(record: CellRecord): void {
    appendJson(this.#text, record);
    this.#text.appendAscii('\n');
    this.#sink.write(this.#text.bytes, 0, this.#text.length);
    this.#text.clear();
  }
}

const lineFeed: Uint8Array = Buffer.from('\n');
const noRowStart: Uint8Array = Buffer.from('');
