import type { Cell } from '../contract.ts';
import { KiB } from '../base/index.ts';
import type { ByteSink } from './byte-sink.ts';
import { appendCsvRow } from './csv-row.ts';
import { TextBuffer } from './text-buffer.ts';

const flushBytes = 16 * KiB;

/** A header row and the rows of one table, sent on in pieces of 16 KiB. */
export class CsvTable {
  readonly #sink: ByteSink;
  readonly #text = new TextBuffer();
  rowCount = 0;

  constructor(sink: ByteSink, columnNames: readonly string[]) {
    this.#sink = sink;
    appendCsvRow(this.#text, columnNames);
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
