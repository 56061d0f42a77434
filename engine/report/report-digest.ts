/**
 * SHA-256 over the canonical JSON text of the report without its `digest` member. Anyone can check
 * a report:
 *
 *   const { digest, ...rest } = JSON.parse(text);
 *   digest === 'sha256:' + sha256(JSON.stringify(rest))
 *
 * It runs beside every writer over the same pass of rows, so all formats of a run have the same
 * digest, and the writers share its text of each row, so a row is encoded once. Holds 64 KiB,
 * one row and a note a table.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Cell, Section } from '../contract.ts';
import { KiB } from '../base/index.ts';
import { EncodedTexts } from './encoded-texts.ts';
import { appendJson, appendJsonString } from './canonical-json.ts';
import type { Finding } from './finding.ts';
import { headMembers, type ReportHead } from './report-document.ts';
import type { RowJson } from './report-writer.ts';
import { type TableNote, tableNote } from './table-note.ts';
import { TextBuffer } from './text-buffer.ts';

const flushBytes = 48 * KiB;

export class ReportDigest implements RowJson {
  readonly #hash: Hash = createHash('sha256');
  readonly #text = new TextBuffer();
  #rowStart = 0;
  #isFirstAnalyzer = true;
  #isFirstSection = true;
  #isFirstRow = true;
  readonly #tables: TableNote[] = [];
  #analyzerId = '';
  #section: Section | undefined;
  #rowCount = 0;
  /** `{"name":` and `,"next":` of the section's columns. */
  #keys: readonly DataView[] = [];
  readonly #texts = new EncodedTexts();

  begin(head: ReportHead): void {
    appendJson(this.#text, headMembers(head));
    // The members of the head stay open for what follows.
    this.#text.advanceTo(this.#text.length - 1);
    this.#text.appendAscii(',"analyzers":{');
  }

  beginAnalyzer(id: string): void {
    if (!this.#isFirstAnalyzer) this.#text.appendAscii(',');
    this.#isFirstAnalyzer = false;
    this.#isFirstSection = true;
    this.#analyzerId = id;
    appendJsonString(this.#text, id);
    this.#text.appendAscii(':{');
  }

  beginSection(section: Section): void {
    if (!this.#isFirstSection) this.#text.appendAscii(',');
    this.#isFirstSection = false;
    this.#isFirstRow = true;
    this.#section = section;
    this.#rowCount = 0;
    this.#keys = columnKeys(section);
    this.#texts.reset();
    appendJsonString(this.#text, section.name);
    this.#text.appendAscii(section.shape === 'table' ? ':[' : ':');
  }

  /** Encodes a row; `bytes`, `start` and `end` describe its text until the next call. */
  row(cells: readonly Cell[]): void {
    const text = this.#text;
    if (text.length >= flushBytes) this.#flush();
    if (!this.#isFirstRow) text.appendByte(0x2c);
    this.#isFirstRow = false;
    this.#rowCount += 1;
    this.#rowStart = text.length;
    for (let i = 0; i < cells.length; i += 1) {
      const key = this.#keys[i]!;
      text.appendWords(key, 0, key.byteLength);
      const cell = cells[i]!;
      if (typeof cell === 'string') this.#texts.append(text, cell);
      else appendJson(text, cell);
    }
    text.appendByte(0x7d);
  }

  endSection(): void {
    const section = this.#section!;
    if (section.shape === 'table') this.#text.appendAscii(']');
    this.#tables.push(tableNote(this.#analyzerId, section, this.#rowCount));
  }

  endAnalyzer(): void {
    this.#text.appendAscii('}');
  }

  /** The digest, `sha256:<hex>`. Nothing may follow. */
  finish(findings: readonly Finding[] | undefined): string {
    this.#text.appendAscii('},"tables":');
    appendJson(this.#text, this.#tables);
    if (findings !== undefined) {
      this.#text.appendAscii(',"findings":');
      appendJson(this.#text, findings);
    }
    this.#text.appendAscii('}');
    this.#flush();
    return `sha256:${this.#hash.digest('hex')}`;
  }

  /** The tables so far, in their order. */
  get tables(): readonly TableNote[] {
    return this.#tables;
  }

  get bytes(): Uint8Array {
    return this.#text.bytes;
  }

  get start(): number {
    return this.#rowStart;
  }

  get end(): number {
    return this.#text.length;
  }

  #flush(): void {
    this.#hash.update(this.#text.bytes.subarray(0, this.#text.length));
    this.#text.clear();
  }
}

function columnKeys(section: Section): readonly DataView[] {
  return section.columns.map((column, at) => {
    const text = Buffer.from(`${at === 0 ? '{' : ','}${JSON.stringify(column.name)}:`);
    return new DataView(text.buffer, text.byteOffset, text.length);
  });
}
