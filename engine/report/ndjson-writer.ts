/**
 * The report as one JSON object a line, for line tools and bulk loaders:
 *
 *   {"type":"head","schema":"codefang.report.v1",…}
 *   {"analyzer":"history/devs","section":"developers","id":0,…}       one a row
 *   {"type":"digest","sections":[{"analyzer":…,"section":…,"shape":…,"rows":2},…],"digest":"sha256:…"}
 *
 * The last line names sections without rows too, and its absence tells a torn file. Holds one short
 * entry a section.
 */
import type { Cell, CellRecord, Section } from '../contract.ts';
import type { ByteSink } from './byte-sink.ts';
import { appendJson, appendJsonString } from './canonical-json.ts';
import { headMembers, type ReportHead } from './report-document.ts';
import type { ReportWriter, RowJson } from './report-writer.ts';
import { TextBuffer } from './text-buffer.ts';

export class NdjsonWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #text = new TextBuffer();
  readonly #sections: CellRecord[] = [];
  #analyzerId = '';
  #section: Section | undefined;
  #rowCount = 0;
  /** `{"analyzer":…,"section":…,` */
  #rowStart: Uint8Array = new Uint8Array(0);

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  begin(head: ReportHead): void {
    this.#line({ type: 'head', ...headMembers(head) });
  }

  beginAnalyzer(id: string): void {
    this.#analyzerId = id;
  }

  beginSection(section: Section): void {
    this.#section = section;
    this.#rowCount = 0;
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
    this.#rowCount += 1;
  }

  endSection(): void {
    const { name, shape } = this.#section!;
    this.#sections.push({ analyzer: this.#analyzerId, section: name, shape, rows: this.#rowCount });
  }

  endAnalyzer(): void {
    this.#analyzerId = '';
  }

  end(digest: string): void {
    this.#line({ type: 'digest', sections: this.#sections, digest });
  }

  #line(record: CellRecord): void {
    appendJson(this.#text, record);
    this.#text.appendAscii('\n');
    this.#sink.write(this.#text.bytes, 0, this.#text.length);
    this.#text.clear();
  }
}

const lineFeed: Uint8Array = Buffer.from('\n');
