import { closeSync, openSync, readSync } from 'node:fs';
import { CodefangError, errorCode } from '../base/index.ts';
import { GzipSource, isGzip } from './gzip-source.ts';

/** Bytes one after the other, read synchronously into the caller's memory. */
export interface ByteSource {
  /** The path, or `standard input`: stands in messages. */
  readonly name: string;
  /**
   * Fills `out[start, end)` or a part of it. Waits for the writer of a pipe.
   *
   * @returns how many bytes; 0 means that there are no more, or none yet where a file is followed
   * @throws {CodefangError} IO or CORRUPT
   */
  read(out: Uint8Array, start: number, end: number): number;
  /** Idempotent. */
  close(): void;
}

/** Means the standard input, as everywhere. */
export const standardInput = '-';

/**
 * Opens a log that is plain or gzip, judged by its first bytes and not by its name.
 *
 * @throws {CodefangError} NOT_FOUND when nothing is there, IO when it cannot be read
 */
export function openByteSource(path: string): ByteSource {
  const source = new FileSource(path);
  try {
    return isGzip(source.peek()) ? new GzipSource(source) : source;
  } catch (failure) {
    source.close();
    throw failure;
  }
}

const stdinFd = 0;
const headBytes = 3;
const emptyPipeWaitMs = 4;

/** A file or pipe; its first bytes can be looked at before they are read. */
class FileSource implements ByteSource {
  readonly name: string;
  readonly #fd: number;
  readonly #head = Buffer.alloc(headBytes);
  #headAt = 0;
  #headEnd = 0;
  #isOpen = true;

  constructor(path: string) {
    const isStdin = path === standardInput;
    this.name = isStdin ? 'standard input' : path;
    this.#fd = isStdin ? stdinFd : openLog(path);
  }

  /** The first bytes, fewer only where there are fewer. REQUIRES: nothing was read. */
  peek(): Uint8Array {
    let count = 1;
    while (count > 0 && this.#headEnd < headBytes) {
      count = readSome(this.#fd, this.name, this.#head, this.#headEnd, headBytes);
      this.#headEnd += count;
    }
    return this.#head.subarray(0, this.#headEnd);
  }

  read(out: Uint8Array, start: number, end: number): number {
    if (this.#headAt === this.#headEnd) return readSome(this.#fd, this.name, out, start, end);
    const count = Math.min(end - start, this.#headEnd - this.#headAt);
    out.set(this.#head.subarray(this.#headAt, this.#headAt + count), start);
    this.#headAt += count;
    return count;
  }

  close(): void {
    if (this.#isOpen && this.#fd !== stdinFd) closeSync(this.#fd);
    this.#isOpen = false;
  }
}

function openLog(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** One read of a descriptor; a pipe that does not block is waited for. @throws {CodefangError} */
function readSome(fd: number, name: string, out: Uint8Array, start: number, end: number): number {
  for (;;) {
    try {
      return readSync(fd, out, start, end - start, null);
    } catch (cause) {
      const code = errorCode(cause);
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw readFailure(name, cause);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, emptyPipeWaitMs);
    }
  }
}

/** What a refusal of the system means for a log. */
export function readFailure(name: string, cause: unknown): CodefangError {
  switch (errorCode(cause)) {
    case 'ENOENT':
      return new CodefangError('NOT_FOUND', `Cannot read log "${name}": nothing is there`, { cause });
    case 'EISDIR': {
      const message = `Cannot read log "${name}": it is a directory, expected its files`;
      return new CodefangError('USAGE', message, { cause });
    }
    case 'EMFILE': {
      const state = 'too many files are open, allow more with ulimit -n or merge fewer logs';
      return new CodefangError('IO', `Cannot read log "${name}": ${state}`, { cause });
    }
    default: {
      const message = `Cannot read log "${name}": expected a readable file`;
      return new CodefangError('IO', message, { cause });
    }
  }
}
