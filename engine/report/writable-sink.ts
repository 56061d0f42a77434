import type { Writable } from 'node:stream';
import { errorCode, KiB } from '../base/index.ts';
import { ClosedPipe } from './closed-pipe.ts';
import { outputFailure } from './output-failure.ts';
import type { StreamOutput } from './report-output.ts';

const bufferBytes = 64 * KiB;

/**
 * Bytes into a stream of Node, which is not ended. A slow reader is waited for in `settle`, between turns.
 * BOUNDED BY: what is written between two calls of `settle`, a few thousand rows.
 */
export class WritableSink implements StreamOutput {
  readonly kind = 'stream';
  readonly #stream: Writable;
  #buffer: Buffer = Buffer.allocUnsafe(bufferBytes);
  #used = 0;
  /** Buffers that the stream has not passed on. */
  #underway = 0;
  #failure: Error | undefined;
  #wake: () => void = () => {};
  readonly #onError = (error: Error): void => this.#fail(error);

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', this.#onError);
  }

  write(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    for (let at = start; at < end;) {
      const count = Math.min(end - at, bufferBytes - this.#used);
      this.#buffer.set(bytes.subarray(at, at + count), this.#used);
      this.#used += count;
      at += count;
      if (this.#used === bufferBytes) this.#flush();
    }
  }

  commit(): void {
    this.#flush();
  }

  /** After a failure the stream may still emit an error, which must not end the process. */
  abandon(): void {
    this.#used = 0;
    if (this.#failure === undefined) this.#stream.off('error', this.#onError);
  }

  /** Returns when the stream has passed on all that was flushed. @throws {ClosedPipe} @throws {CodefangError} IO */
  async settle(): Promise<void> {
    while (this.#underway > 0 && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#check();
  }

  #flush(): void {
    this.#check();
    if (this.#used === 0) return;
    const full = this.#buffer.subarray(0, this.#used);
    this.#buffer = Buffer.allocUnsafe(bufferBytes);
    this.#used = 0;
    this.#underway += 1;
    this.#stream.write(full, (error) => {
      this.#underway -= 1;
      if (error) this.#fail(error);
      this.#wake();
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }

  #check(): void {
    const cause = this.#failure;
    if (cause === undefined && !this.#stream.destroyed) return;
    const isGone = cause === undefined || ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(errorCode(cause));
    if (isGone) throw new ClosedPipe({ cause });
    throw outputFailure('write', 'the report to a stream', cause);
  }
}
