import { assert, CodefangError, errorCode } from '../base/index.ts';
import { ioFailure } from './io-failure.ts';
import type { SpillFs } from './spill-fs.ts';

/** Where frames are read from. */
export interface ByteSource {
  /** Named in errors. */
  readonly name: string;
  readonly size: number;
  /** Reads exactly `length` bytes from `position` into `out`. REQUIRES: they lie within `size`. */
  readAt(position: number, out: Uint8Array, length: number): void;
}

/** Where frames are appended. */
export interface ByteSink {
  readonly name: string;
  append(bytes: Uint8Array): void;
}

/**
 * An open file with explicit positions; every refusal of the system becomes an IO error that names
 * it. A failed append leaves `size` as it was, so the next one writes over the torn tail. OWNS its
 * descriptor: call `close()`.
 */
export class SpillFile implements ByteSource, ByteSink {
  #name: string;
  readonly #fs: SpillFs;
  #fd: number;
  #size: number;

  private constructor(fs: SpillFs, name: string, fd: number, size: number) {
    this.#fs = fs;
    this.#name = name;
    this.#fd = fd;
    this.#size = size;
  }

  /** Makes a file that must not be there yet. @throws {CodefangError} IO */
  static create(fs: SpillFs, path: string): SpillFile {
    return new SpillFile(
      fs,
      path,
      attempt('create', path, () => fs.openSync(path, 'wx+', 0o600)),
      0,
    );
  }

  /** Opens a file for reading. @throws {CodefangError} STATE when it is missing, else IO */
  static open(fs: SpillFs, path: string): SpillFile {
    let fd: number;
    try {
      fd = fs.openSync(path, 'r');
    } catch (cause) {
      if (errorCode(cause) !== 'ENOENT') throw ioFailure('open', path, cause);
      throw new CodefangError('STATE', `Cannot open ${path}: it is missing, expected the file that was written`, {
        cause,
      });
    }
    try {
      return new SpillFile(fs, path, fd, fs.fstatSync(fd).size);
    } catch (cause) {
      fs.closeSync(fd);
      throw ioFailure('examine', path, cause);
    }
  }

  get name(): string {
    return this.#name;
  }

  /** Follows a rename of the path it was opened under. */
  rename(path: string): void {
    this.#name = path;
  }

  /** Bytes that were appended or found, `[0, size)`. */
  get size(): number {
    return this.#size;
  }

  append(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      const position = this.#size + done;
      const written = attempt('write', this.#name, () =>
        this.#fs.writeSync(this.#fd, bytes, done, bytes.length - done, position),
      );
      if (written === 0) throw ioFailure('write', this.#name, 'the system wrote nothing');
      done += written;
    }
    this.#size += bytes.length;
  }

  /** Forgets what was appended from `size` on; the next append writes over it. */
  rewind(size: number): void {
    assert(size <= this.#size, 'rewind goes back only');
    this.#size = size;
  }

  readAt(position: number, out: Uint8Array, length: number): void {
    assert(position + length <= this.#size, 'the range lies in the file');
    let done = 0;
    while (done < length) {
      const read = attempt('read', this.#name, () =>
        this.#fs.readSync(this.#fd, out, done, length - done, position + done),
      );
      if (read === 0) {
        const place = `offset ${position + done}`;
        throw new CodefangError('STATE', `Cannot read ${this.#name}: it ends at ${place}, it was cut`);
      }
      done += read;
    }
  }

  sync(): void {
    attempt('sync', this.#name, () => this.#fs.fsyncSync(this.#fd));
  }

  /** Idempotent. */
  close(): void {
    if (this.#fd < 0) return;
    const fd = this.#fd;
    this.#fd = -1;
    attempt('close', this.#name, () => this.#fs.closeSync(fd));
  }
}

/** Runs one call of the system; its refusal becomes an IO error. */
export function attempt<T>(doing: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    // A limit of ours says by itself what is to be done.
    if (cause instanceof CodefangError) throw cause;
    throw ioFailure(doing, path, cause);
  }
}
