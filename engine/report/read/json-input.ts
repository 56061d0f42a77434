/**
 * JSON text of any length, read from a file value by value.
 *
 * Only the value at hand is in memory: its end is found by counting brackets outside strings, then
 * `JSON.parse` reads it. White space between values does not matter. About 100 MB/s.
 * BOUNDED BY: blocks of 256 KiB, and 64 MiB for one value, which in a report is a row.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Cell } from '../../contract.ts';
import { CodefangError, KiB, MiB } from '../../base/index.ts';
import { attempt } from '../output-failure.ts';

const blockBytes = 256 * KiB;
const valueBytesMax = 64 * MiB;

export class JsonInput {
  readonly #path: string;
  #fd: number;
  #bytes: Buffer = Buffer.alloc(blockBytes);
  /** The value at hand begins at `#start`; `[#at, #end)` is not looked at yet. */
  #start = 0;
  #at = 0;
  #end = 0;
  /** Whether the value at hand will be asked for. */
  #isKept = true;
  /** Where `#bytes` begins in the file. */
  #base = 0;

  /** OWNS its descriptor until `close`. @throws {CodefangError} IO */
  constructor(path: string) {
    this.#path = path;
    this.#fd = attempt('open', path, () => openSync(path, 'r'));
  }

  /** Idempotent. */
  close(): void {
    if (this.#fd < 0) return;
    closeSync(this.#fd);
    this.#fd = -1;
  }

  /** The next byte that is not white space, or -1 at the end. It stays. */
  peek(): number {
    for (;;) {
      while (this.#at < this.#end) {
        const byte = this.#bytes[this.#at]!;
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
        this.#at += 1;
      }
      this.#start = this.#at;
      if (!this.#fill()) return -1;
    }
  }

  /** Takes one sign, such as `{`. */
  take(sign: string): void {
    if (this.peek() !== sign.charCodeAt(0)) throw this.broken(`there is no "${sign}"`);
    this.#at += 1;
  }

  /** Takes a sign when it is next. */
  takeIf(sign: string): boolean {
    if (this.peek() !== sign.charCodeAt(0)) return false;
    this.#at += 1;
    return true;
  }

  /** A key with its colon. */
  key(): string {
    const key = this.value();
    if (typeof key !== 'string') throw this.broken('there is no key');
    this.take(':');
    return key;
  }

  /** Stops at the value of each member of an object, which must be read or skipped before the next. */
  *members(): Generator<string, void, void> {
    this.take('{');
    if (this.takeIf('}')) return;
    do yield this.key();
    while (this.takeIf(','));
    this.take('}');
  }

  value(): Cell {
    this.#findEnd();
    return this.#parsed();
  }

  #parsed(): Cell {
    const text = this.#bytes.toString('utf8', this.#start, this.#at);
    try {
      return JSON.parse(text) as Cell;
    } catch (cause) {
      throw this.broken('there is no JSON value', cause);
    }
  }

  /** Passes a value of any length, which is not kept. */
  skip(): void {
    this.#isKept = false;
    this.#findEnd();
    this.#isKept = true;
  }

  /** The next value when its text begins so, else undefined; passed in any case. */
  valueIf(beginning: string): Cell | undefined {
    this.#findEnd();
    const end = Math.min(this.#at, this.#start + beginning.length);
    if (this.#bytes.toString('latin1', this.#start, end) !== beginning) return undefined;
    return this.#parsed();
  }

  /** A STATE error that names the place. */
  broken(state: string, cause?: unknown): CodefangError {
    const place = `at byte ${this.#base + this.#start} ${state}`;
    const message = `Cannot read ${this.#path}: ${place}, expected an unchanged report`;
    return new CodefangError('STATE', message, { cause });
  }

  /** Moves behind the value that comes next. */
  #findEnd(): void {
    const first = this.peek();
    this.#start = this.#at;
    // Nothing begins with a control character, and none would be passed.
    if (first <= 0x20 || isBetween(first)) throw this.broken('there is no value');
    if (first === 0x22) this.#passString();
    else if (first === 0x7b || first === 0x5b) this.#passNested();
    else this.#passWord();
  }

  #passString(): void {
    this.#at += 1;
    for (;;) {
      const bytes = this.#bytes;
      let at = this.#at;
      for (const end = this.#end; at < end; at += 1) {
        const byte = bytes[at]!;
        if (byte === 0x22) {
          this.#at = at + 1;
          return;
        }
        if (byte === 0x5c) at += 1;
      }
      // Behind the end when the last byte was a backslash: the byte it escapes comes next.
      this.#at = at;
      if (!this.#fill()) throw this.broken('a string has no end');
    }
  }

  #passNested(): void {
    let depth = 0;
    for (;;) {
      while (this.#at < this.#end) {
        const byte = this.#bytes[this.#at]!;
        if (byte === 0x22) {
          this.#passString();
          continue;
        }
        this.#at += 1;
        if (byte === 0x7b || byte === 0x5b) depth += 1;
        else if (byte === 0x7d || byte === 0x5d) depth -= 1;
        if (depth === 0) return;
      }
      if (!this.#fill()) throw this.broken('a value has no end');
    }
  }

  /** A number or a word: up to what cannot be in one. */
  #passWord(): void {
    do {
      while (this.#at < this.#end) {
        const byte = this.#bytes[this.#at]!;
        if (byte <= 0x20 || byte === 0x2c || byte === 0x5d || byte === 0x7d) return;
        this.#at += 1;
      }
    } while (this.#fill());
  }

  /** Reads on; what lies before `#start` is dropped. False at the end of the file. */
  #fill(): boolean {
    if (!this.#isKept) this.#start = Math.min(this.#at, this.#end);
    this.#bytes.copyWithin(0, this.#start, this.#end);
    this.#base += this.#start;
    this.#at -= this.#start;
    this.#end -= this.#start;
    this.#start = 0;
    if (this.#end === this.#bytes.length) this.#grow();
    const room = this.#bytes.length - this.#end;
    const count = attempt('read', this.#path, () => readSync(this.#fd, this.#bytes, this.#end, room, null));
    this.#end += count;
    return count > 0;
  }

  #grow(): void {
    const length = this.#bytes.length * 2;
    if (length > valueBytesMax) throw this.broken(`a value is longer than ${valueBytesMax} bytes`);
    const bigger = Buffer.alloc(length);
    this.#bytes.copy(bigger, 0, 0, this.#end);
    this.#bytes = bigger;
  }
}

/** Whether a byte stands between values and begins none. */
function isBetween(byte: number): boolean {
  return byte === 0x2c || byte === 0x3a || byte === 0x5d || byte === 0x7d;
}
