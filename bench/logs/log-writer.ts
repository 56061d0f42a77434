import { closeSync, openSync, writeSync } from 'node:fs';
import { constants, gzipSync } from 'node:zlib';

/** A gzip log is made of members of this size, as a log that is rotated and joined again is. */
const blockLetters = 2 ** 18;

/**
 * Writes lines of ASCII to a file, plain or gzip, a block at a time. BOUNDED BY: one block of
 * 256 KiB and what it is packed into.
 */
export class LogWriter {
  readonly #descriptor: number;
  readonly #isGzip: boolean;
  #block = '';
  /** Of the lines, whatever the file takes. */
  byteCount = 0;
  lineCount = 0;

  constructor(path: string, isGzip: boolean) {
    this.#descriptor = openSync(path, 'w');
    this.#isGzip = isGzip;
  }

  /** Adds a line, without its line feed. */
  line(text: string): void {
    this.#block += `${text}\n`;
    this.lineCount += 1;
    if (this.#block.length >= blockLetters) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    if (this.#block === '') return;
    const plain = Buffer.from(this.#block, 'latin1');
    this.byteCount += plain.length;
    this.#block = '';
    const bytes = this.#isGzip ? gzipSync(plain, { level: constants.Z_BEST_SPEED }) : plain;
    for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at);
  }
}
