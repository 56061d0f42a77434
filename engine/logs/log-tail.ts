import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { errorCode } from '../base/index.ts';
import { type ByteSource, readFailure } from './byte-source.ts';

const lineFeed = 0x0a;
const headBytes = 64;

/**
 * A log that is still written, read as `tail -F` does: by its name, over rotation and truncation.
 *
 *   read to the end ─► does the name lead to another file now? ─► the new one, from its start
 *                  └─► is it shorter, or are its first bytes others? ─► the same one, from its start
 *
 * At such a border a line feed is put in when there was none, so a torn line stays a line of its
 * own. A name that leads nowhere, at first or between two files, is waited for. `read` never waits:
 * 0 means nothing new, ask again later. BOUNDED BY: 64 bytes, the file's first.
 */
export class LogTail implements ByteSource {
  readonly name: string;
  #fd = -1;
  #position = 0;
  #isWithinLine = false;
  readonly #head = Buffer.alloc(headBytes);
  #headCount = 0;
  /** How many times it started over, at a new file or a truncated one. */
  restartCount = 0;

  constructor(path: string) {
    this.name = path;
  }

  /** @throws {CodefangError} IO when the file is there but cannot be read */
  read(out: Uint8Array, start: number, end: number): number {
    if (this.#fd < 0 && !this.#open()) return 0;
    if (this.#isRewritten()) return this.#restart(out, start, end);
    const count = this.#readSome(out, start, end);
    if (count > 0) return count;
    if (!this.#isReplaced()) return 0;
    // What was written between the last read and the replacement still counts.
    const rest = this.#readSome(out, start, end);
    if (rest > 0) return rest;
    closeSync(this.#fd);
    this.#fd = -1;
    this.#headCount = 0;
    return this.#restart(out, start, end);
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }

  #open(): boolean {
    try {
      this.#fd = openSync(this.name, 'r');
      return true;
    } catch (cause) {
      if (errorCode(cause) === 'ENOENT') return false;
      throw readFailure(this.name, cause);
    }
  }

  #readSome(out: Uint8Array, start: number, end: number): number {
    let count: number;
    try {
      count = readSync(this.#fd, out, start, end - start, this.#position);
    } catch (cause) {
      throw readFailure(this.name, cause);
    }
    if (count === 0) return 0;
    if (this.#headCount < headBytes) this.#keepHead(out, start, count);
    this.#position += count;
    this.#isWithinLine = out[start + count - 1] !== lineFeed;
    return count;
  }

  #keepHead(out: Uint8Array, start: number, count: number): void {
    if (this.#position !== this.#headCount) return;
    const taken = Math.min(count, headBytes - this.#headCount);
    this.#head.set(out.subarray(start, start + taken), this.#headCount);
    this.#headCount += taken;
  }

  /** Whether the open file was cut, also when it has grown past its old length since. */
  #isRewritten(): boolean {
    if (this.#position === 0) return false;
    if (fstatSync(this.#fd).size < this.#position) return true;
    const now = Buffer.alloc(this.#headCount);
    readSync(this.#fd, now, 0, this.#headCount, 0);
    return !now.equals(this.#head.subarray(0, this.#headCount));
  }

  /** Whether the name leads to another file; to none is not yet another. */
  #isReplaced(): boolean {
    const named: Stats | undefined = statSync(this.name, { throwIfNoEntry: false });
    if (named === undefined) return false;
    const open = fstatSync(this.#fd);
    return named.ino !== open.ino || named.dev !== open.dev;
  }

  #restart(out: Uint8Array, start: number, end: number): number {
    this.restartCount += 1;
    this.#position = 0;
    this.#headCount = 0;
    if (!this.#isWithinLine) return this.read(out, start, end);
    this.#isWithinLine = false;
    out[start] = lineFeed;
    return 1;
  }
}
