import { dirname } from 'node:path';
import { assert, CodefangError, errorCode } from '../base/index.ts';
import { sweepDeadOutputs, temporaryOutput } from './dead-temporaries.ts';
import { FdSink } from './fd-sink.ts';
import { attempt, outputFailure } from './output-failure.ts';
import { nodeOutputFs, type OutputFs } from './output-fs.ts';
import type { OpenFile, StreamOutput } from './report-output.ts';

/**
 * A file that appears whole or not at all: written as `.<name>.tmp-<process>` beside its place, synced,
 * renamed.
 *
 * A link is followed and its target replaced; the permissions of a replaced file are kept. Devices
 * and pipes (`/dev/null`, a fifo) cannot be replaced and are written straight. OWNS its descriptor
 * until `commit` or `abandon`.
 */
export class FileSink implements StreamOutput, OpenFile {
  readonly kind = 'stream';
  readonly #fs: OutputFs;
  /** Where the bytes are until `commit`. */
  readonly #written: string;
  /** The name they get, or '' when they are written straight. */
  readonly #final: string;
  /** Given up with the descriptor, for its buffer. */
  #sink: FdSink | undefined;
  #fd: number;
  #isTemporary: boolean;

  /** @throws {CodefangError} USAGE when the path is a directory, else IO */
  constructor(path: string, fs: OutputFs = nodeOutputFs) {
    this.#fs = fs;
    const found = attempt('examine', path, () => fs.lookSync(path));
    if (found?.kind === 'directory' || path.endsWith('/')) {
      const state = 'it is a directory, expected the name of a file';
      throw new CodefangError('USAGE', `Cannot write ${path}: ${state}`);
    }
    const target = found?.realPath ?? path;
    this.#isTemporary = found?.kind !== 'device';
    this.#final = this.#isTemporary ? target : '';
    this.#written = this.#isTemporary ? temporaryOutput(target) : target;
    if (this.#isTemporary) {
      sweepDeadOutputs(target);
      this.#removeTemporary();
    }
    const flags = this.#isTemporary ? 'wx' : 'w';
    this.#fd = attempt('create', path, () => fs.openSync(this.#written, flags, found?.mode ?? 0o666));
    this.#sink = new FdSink(this.#fd, path, fs);
  }

  write(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    assert(this.#sink !== undefined, 'nothing is written after finish()');
    this.#sink.write(bytes, start, end);
  }

  finish(): void {
    if (this.#sink === undefined) return;
    this.#sink.flush();
    // A pipe or a terminal has nothing to sync.
    if (this.#isTemporary) attempt('sync', this.#written, () => this.#fs.fsyncSync(this.#fd));
    this.#close();
  }

  commit(): void {
    this.finish();
    if (!this.#isTemporary) return;
    attempt('publish', this.#final, () => this.#fs.renameSync(this.#written, this.#final));
    this.#isTemporary = false;
    syncDirectory(this.#fs, dirname(this.#final));
  }

  abandon(): void {
    this.#close();
    if (this.#isTemporary) this.#removeTemporary();
    this.#isTemporary = false;
  }

  #close(): void {
    if (this.#sink === undefined) return;
    this.#sink = undefined;
    const fd = this.#fd;
    this.#fd = -1;
    attempt('close', this.#written, () => this.#fs.closeSync(fd));
  }

  #removeTemporary(): void {
    try {
      this.#fs.unlinkSync(this.#written);
    } catch (cause) {
      if (errorCode(cause) !== 'ENOENT') throw outputFailure('remove', this.#written, cause);
    }
  }
}

/** Codes of file systems and systems that cannot sync a directory, or not this one. */
const unsyncable: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES']);

/** Puts a rename on the disk where that can be done; the file itself is whole in any case. */
function syncDirectory(fs: OutputFs, path: string): void {
  try {
    const fd = fs.openSync(path, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  } catch (cause) {
    if (!unsyncable.has(errorCode(cause))) throw outputFailure('sync', path, cause);
  }
}
