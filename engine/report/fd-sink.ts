import { errorCode, KiB } from '../base/index.ts';
import { ClosedPipe } from './closed-pipe.ts';
import { copyBytes } from './copy-bytes.ts';
import { outputFailure } from './output-failure.ts';
import { nodeOutputFs, type OutputFs } from './output-fs.ts';
import type { StreamOutput } from './report-output.ts';

const bufferBytes = 64 * KiB;
const fullPipeWaitMs = 4;

/**
 * Bytes into an open descriptor, synchronously, through a buffer of 64 KiB.
 *
 * A full pipe that does not block is waited for, as long as its reader lives: a reader is free to
 * be slow. Does not own the descriptor. After an error what was in the buffer is lost.
 */
export class FdSink implements StreamOutput {
  readonly kind = 'stream';
  readonly #fd: number;
  readonly #name: string;
  readonly #fs: OutputFs;
  readonly #buffer = new Uint8Array(bufferBytes);
  #used = 0;

  /** `name` stands in errors, for example `standard output`. */
  constructor(fd: number, name: string, fs: OutputFs = nodeOutputFs) {
    this.#fd = fd;
    this.#name = name;
    this.#fs = fs;
  }

  write(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    const length = end - start;
    if (length > bufferBytes - this.#used) this.flush();
    if (length > bufferBytes) {
      this.#drain(bytes, start, end);
      return;
    }
    copyBytes(bytes, start, end, this.#buffer, this.#used);
    this.#used += length;
  }

  flush(): void {
    const end = this.#used;
    this.#used = 0;
    this.#drain(this.#buffer, 0, end);
  }

  commit(): void {
    this.flush();
  }

  abandon(): void {
    this.#used = 0;
  }

  #drain(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end) at += this.#writeSome(bytes, at, end - at);
  }

  /** Bytes written, possibly 0 when a full pipe was waited for. */
  #writeSome(bytes: Uint8Array, offset: number, length: number): number {
    try {
      return this.#fs.writeSync(this.#fd, bytes, offset, length);
    } catch (cause) {
      switch (errorCode(cause)) {
        case 'EAGAIN':
          sleep(fullPipeWaitMs);
          return 0;
        case 'EPIPE':
          throw new ClosedPipe({ cause });
        default:
          throw outputFailure('write', this.#name, cause);
      }
    }
  }
}

function sleep(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}
