import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { assert, CodefangError, errorCode } from '../base/index.ts';

/** A file that was there has gone, as after `git gc`: the caller looks for the object elsewhere. */
export class VanishedFile extends Error {
  constructor(path: string, cause: unknown) {
    super(`Cannot open "${path}": it has vanished`, { cause });
    this.name = 'VanishedFile';
  }
}

/**
 * Files by dense number, read by position. At most `openCountMax` are open at once; the one used
 * longest ago is closed first and opened again when it is wanted.
 */
export class FilePool {
  readonly #openCountMax: number;
  readonly #paths: string[] = [];
  readonly #descriptors: number[] = [];
  readonly #sizes: number[] = [];
  readonly #lastUses: number[] = [];
  #openCount = 0;
  #useCount = 0;

  constructor(openCountMax: number) {
    assert(openCountMax >= 1, 'one file can be open');
    this.#openCountMax = openCountMax;
  }

  /** Gives a path its number; the file is opened at the first read. */
  register(path: string): number {
    this.#paths.push(path);
    this.#descriptors.push(-1);
    this.#sizes.push(-1);
    this.#lastUses.push(0);
    return this.#paths.length - 1;
  }

  pathOf(file: number): string {
    return this.#paths[file]!;
  }

  /** Size of the file when it was first opened, in bytes. */
  sizeOf(file: number): number {
    if (this.#sizes[file]! < 0) this.#open(file);
    return this.#sizes[file]!;
  }

  /** Fills `target[at, at + length)` from the file at `position`; fewer bytes only at its end. */
  read(file: number, target: Uint8Array, at: number, length: number, position: number): number {
    let descriptor = this.#descriptors[file]!;
    if (descriptor < 0) descriptor = this.#open(file);
    this.#useCount += 1;
    this.#lastUses[file] = this.#useCount;
    let done = 0;
    while (done < length) {
      const count = this.#readOnce(file, descriptor, target, at + done, length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  /** Closes one file for good or for a while. */
  closeFile(file: number): void {
    const descriptor = this.#descriptors[file]!;
    if (descriptor < 0) return;
    this.#descriptors[file] = -1;
    this.#openCount -= 1;
    closeSync(descriptor);
  }

  close(): void {
    for (let file = 0; file < this.#paths.length; file += 1) this.closeFile(file);
  }

  #readOnce(
    file: number,
    descriptor: number,
    target: Uint8Array,
    at: number,
    length: number,
    position: number,
  ): number {
    try {
      return readSync(descriptor, target, at, length, position);
    } catch (cause) {
      throw new CodefangError('IO', `Cannot read "${this.#paths[file]!}": the system refused`, { cause });
    }
  }

  #open(file: number): number {
    if (this.#openCount >= this.#openCountMax) this.#closeOldest();
    const path = this.#paths[file]!;
    const descriptor = openOrExplain(path);
    this.#openCount += 1;
    this.#descriptors[file] = descriptor;
    this.#useCount += 1;
    this.#lastUses[file] = this.#useCount;
    this.#sizes[file] = fstatSync(descriptor).size;
    return descriptor;
  }

  #closeOldest(): void {
    let oldest = -1;
    for (let file = 0; file < this.#paths.length; file += 1) {
      if (this.#descriptors[file]! < 0) continue;
      if (oldest < 0 || this.#lastUses[file]! < this.#lastUses[oldest]!) oldest = file;
    }
    if (oldest >= 0) this.closeFile(oldest);
  }
}

function openOrExplain(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') throw new VanishedFile(path, cause);
    throw new CodefangError('IO', `Cannot open "${path}": the system refused`, { cause });
  }
}
