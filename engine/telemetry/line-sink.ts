import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { CodefangError, errorCode } from '../base/index.ts';

const lineFeed = 0x0a;
const busyPauseMs = 10;
const busyPauseCountMax = 100;

export interface LineSinkOptions {
  /** A descriptor that stays open on `close`, or the path of a file to append to. */
  readonly target: number | string;
  /** Called at the first failure, and at no later one. */
  readonly onError: (error: CodefangError) => void;
}

/**
 * Whole lines, written at once and in full. Nothing is held back, so a killed process loses no line
 * and memory is one line. A write that fails loses its line and is reported once; the next line is
 * tried again. When the file was moved or removed, as rotation does, the next line begins a new one
 * under the old name; lines are appended, so one that was truncated goes on from its start.
 *
 * WHY NOT pino's own destination: on a full disk its `flushSync` never returns, and it keeps lines
 * to retry.
 */
export class LineSink {
  readonly #target: number | string;
  readonly #onError: (error: CodefangError) => void;
  #descriptor: number;
  /** The bytes written last do not end a line; a line feed must come before the next one. */
  #isTorn: boolean;
  #hasFailed = false;

  /** @throws {CodefangError} IO when the file cannot be opened */
  constructor(options: LineSinkOptions) {
    this.#target = options.target;
    this.#onError = options.onError;
    const { target } = options;
    this.#descriptor = typeof target === 'number' ? target : openLog(target);
    this.#isTorn = typeof target === 'string' && endsWithinLine(this.#descriptor);
  }

  /** Writes a line that ends in a line feed. Does nothing once the sink is closed. */
  write(line: string): void {
    if (this.#descriptor < 0) return;
    try {
      this.#followRotation();
      this.#writeAll(Buffer.from(this.#isTorn ? `\n${line}` : line));
    } catch (cause) {
      this.#reportOnce(cause);
    }
  }

  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = -1;
    if (descriptor < 0 || typeof this.#target === 'number') return;
    try {
      closeSync(descriptor);
    } catch (cause) {
      this.#reportOnce(cause);
    }
  }

  /** Opens the file again when its name points to another one or to none. */
  #followRotation(): void {
    const target = this.#target;
    if (typeof target === 'number') return;
    const open = fstatSync(this.#descriptor);
    if (!open.isFile()) return;
    const named = statSync(target, { throwIfNoEntry: false });
    if (named?.ino === open.ino && named.dev === open.dev) return;
    const descriptor = openLog(target);
    closeSync(this.#descriptor);
    this.#descriptor = descriptor;
    this.#isTorn = endsWithinLine(descriptor);
  }

  #writeAll(bytes: Buffer): void {
    let written = 0;
    let pauseCount = 0;
    while (written < bytes.length) {
      try {
        written += writeSync(this.#descriptor, bytes, written);
        this.#isTorn = bytes[written - 1] !== lineFeed;
      } catch (error) {
        pauseCount += 1;
        if (pauseCount > busyPauseCountMax || !isBusy(error)) throw error;
        pause();
      }
    }
  }

  #reportOnce(cause: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const name = typeof this.#target === 'string' ? ` "${this.#target}"` : '';
    const message = `Cannot write chunk log${name}: the run continues, but lines are missing`;
    this.#onError(new CodefangError('IO', message, { cause }));
  }
}

function openLog(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'a+');
  } catch (cause) {
    const message = `Cannot open chunk log "${path}": expected a file that can be appended to`;
    throw new CodefangError('IO', message, { cause });
  }
}

/** Whether the process that wrote this file before was stopped in the middle of a line. */
function endsWithinLine(descriptor: number): boolean {
  const status = fstatSync(descriptor);
  if (!status.isFile() || status.size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, status.size - 1);
  return last[0] !== lineFeed;
}

/** A pipe whose reader lags; waiting is all one can do. */
function isBusy(error: unknown): boolean {
  return errorCode(error) === 'EAGAIN';
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyPauseMs);
}
