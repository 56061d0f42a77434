/**
 * The report document as one JSON object, streamed.
 *
 * A line break stands before each section and each row, so that the file can be searched, compared
 * and cut with line tools; white space is not part of the digest. Holds nothing.
 */
import type { Cell, CellRecord, Section } from '../contract.ts';
import type { ByteSink } from './byte-sink.ts';
import { appendJson, appendJsonString } from './canonical-json.ts';
import type { Finding } from './finding.ts';
import { headMembers, type ReportHead } from './report-document.ts';
import type { ReportWriter, RowJson } from './report-writer.ts';
import type { TableNote } from './table-note.ts';
import { TextBuffer } from './text-buffer.ts';

export class JsonWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #text = new TextBuffer();
  #isTable = true;
  /** What stands before the next of its kind: nothing but a line break, or a comma too. */
  #analyzerBreak = '\n';
  #sectionBreak = '\n';
  #rowBreak: Uint8Array = firstRowBreak;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  begin(head: ReportHead): void {
    let lead = '{';
    for (const [key, member] of Object.entries(headMembers(head))) {
      this.#text.appendAscii(lead);
      appendJsonString(this.#text, key);
      this.#text.appendAscii(':');
      appendJson(this.#text, member);
      lead = ',\n';
    }
    this.#put(',\n"analyzers":{');
  }

  beginAnalyzer(id: string): void {
    this.#text.appendAscii(this.#analyzerBreak);
    appendJsonString(this.#text, id);
    this.#put(':{');
    this.#analyzerBreak = ',\n';
    this.#sectionBreak = '\n';
  }

  beginSection(section: Section): void {
    this.#isTable = section.shape === 'table';
    this.#text.appendAscii(this.#sectionBreak);
    appendJsonString(this.#text, section.name);
    this.#put(this.#isTable ? ':[' : ':');
    this.#sectionBreak = ',\n';
    this.#rowBreak = this.#isTable ? firstRowBreak : noBreak;
  }

  row(_cells: readonly Cell[], json: RowJson): void {
    this.#sink.write(this.#rowBreak);
    this.#sink.write(json.bytes, json.start, json.end);
    this.#rowBreak = nextRowBreak;
  }

  endSection(): void {
    if (this.#isTable) this.#put(this.#rowBreak === nextRowBreak ? '\n]' : ']');
  }

  endAnalyzer(): void {
    this.#put('\n}');
  }

  end(digest: string, tables: readonly TableNote[], findings: readonly Finding[] | undefined): void {
    this.#text.appendAscii('\n},\n');
    this.#list('tables', tables);
    if (findings !== undefined) this.#list('findings', findings);
    this.#text.appendAscii('"digest":');
    appendJsonString(this.#text, digest);
    this.#put('}\n');
  }

  #list(key: string, items: readonly CellRecord[]): void {
    this.#text.appendAscii(`"${key}":[`);
    items.forEach((item, at) => {
      this.#text.appendAscii(at === 0 ? '\n' : ',\n');
      appendJson(this.#text, item);
    });
    this.#text.appendAscii(items.length === 0 ? '],\n' : '\n],\n');
  }

  /** Sends the pending text and this after it. */
  #put(ascii: string): void {
    this.#text.appendAscii(ascii);
    this.#sink.write(this.#text.bytes, 0, this.#text.length);
    this.#text.clear();
  }
}

const noBreak: Uint8Array = Buffer.from('');
const firstRowBreak: Uint8Array = Buffer.from('\n');
const nextRowBreak: Uint8Array = Buffer.from(',\n');
