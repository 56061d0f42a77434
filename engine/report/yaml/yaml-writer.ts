/**
 * The report document as one YAML document, streamed; parsed it equals the JSON form. Rows are block
 * mappings, what is nested in them stands in flow style on the line. Holds nothing.
 */
import type { Cell, CellRecord, Column, Section } from '../../contract.ts';
import type { ByteSink } from '../byte-sink.ts';
import type { Finding } from '../finding.ts';
import { headMembers, type ReportHead } from '../report-document.ts';
import type { ReportWriter } from '../report-writer.ts';
import type { TableNote } from '../table-note.ts';
import { TextBuffer } from '../text-buffer.ts';
import { appendIndent, appendYaml, appendYamlKey } from './yaml-text.ts';

const step = 2;

export class YamlWriter implements ReportWriter {
  readonly #sink: ByteSink;
  readonly #text = new TextBuffer();
  #columns: readonly Column[] = [];
  #isTable = true;
  /** What completes the open `key:` if nothing comes under it; undefined when none is open. */
  #ifEmpty: string | undefined;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  begin(head: ReportHead): void {
    for (const [key, member] of Object.entries(headMembers(head))) {
      if (isBlock(member)) this.#block(key, member);
      else this.#member(key, member, 0);
    }
    this.#open('analyzers', 0, ' {}');
  }

  beginAnalyzer(id: string): void {
    this.#fill();
    this.#open(id, step, ' {}');
  }

  beginSection(section: Section): void {
    this.#fill();
    this.#columns = section.columns;
    this.#isTable = section.shape === 'table';
    this.#open(section.name, step * 2, this.#isTable ? ' []' : '');
  }

  row(cells: readonly Cell[]): void {
    this.#fill();
    const indent = this.#isTable ? step * 4 : step * 3;
    for (let at = 0; at < cells.length; at += 1) {
      const isDashed = this.#isTable && at === 0;
      appendIndent(this.#text, isDashed ? indent - step : indent);
      if (isDashed) this.#text.appendAscii('- ');
      this.#keyed(this.#columns[at]!.name, cells[at]!, indent);
    }
    this.#send();
  }

  endSection(): void {
    this.#close();
  }

  endAnalyzer(): void {
    this.#close();
  }

  end(digest: string, tables: readonly TableNote[], findings: readonly Finding[] | undefined): void {
    this.#close();
    this.#list('tables', tables);
    if (findings !== undefined) this.#list('findings', findings);
    this.#member('digest', digest, 0);
    this.#send();
  }

  #list(key: string, items: readonly CellRecord[]): void {
    this.#open(key, 0, ' []');
    for (const item of items) {
      this.#fill();
      this.#text.appendAscii('  - ');
      appendYaml(this.#text, item);
      this.#text.appendAscii('\n');
    }
    this.#close();
  }

  #block(key: string, record: CellRecord): void {
    this.#open(key, 0, '');
    this.#fill();
    for (const name of Object.keys(record)) this.#member(name, record[name]!, step);
  }

  #member(key: string, cell: Cell, indent: number): void {
    appendIndent(this.#text, indent);
    this.#keyed(key, cell, indent);
  }

  #keyed(key: string, cell: Cell, indent: number): void {
    appendYamlKey(this.#text, key, indent);
    this.#text.appendAscii(' ');
    appendYaml(this.#text, cell);
    this.#text.appendAscii('\n');
  }

  /** A key whose value follows on the next lines, or is `ifEmpty` when nothing does. */
  #open(key: string, indent: number, ifEmpty: string): void {
    appendIndent(this.#text, indent);
    appendYamlKey(this.#text, key, indent);
    this.#ifEmpty = ifEmpty;
  }

  #fill(): void {
    if (this.#ifEmpty === undefined) return;
    this.#text.appendAscii('\n');
    this.#ifEmpty = undefined;
  }

  #close(): void {
    if (this.#ifEmpty !== undefined) this.#text.appendAscii(`${this.#ifEmpty}\n`);
    this.#ifEmpty = undefined;
    this.#send();
  }

  #send(): void {
    this.#sink.write(this.#text.bytes, 0, this.#text.length);
    this.#text.clear();
  }
}

function isBlock(cell: Cell | undefined): cell is CellRecord {
  const isRecord = typeof cell === 'object' && cell !== null && !Array.isArray(cell);
  return isRecord && Object.keys(cell).length > 0;
}
