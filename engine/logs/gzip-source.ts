import * as zlib from 'node:zlib';
import { CodefangError, KiB } from '../base/index.ts';
import type { ByteSource } from './byte-source.ts';

const inputBytes = 32 * KiB;

/**
 * Inflates a gzip log, also one of several members back to back, as rotation leaves them.
 *
 * A log that ends within its stream was being written: what can be inflated counts, and its last
 * line is torn like that of any other log.
 * BOUNDED BY: 32 KiB of input and about 50 KiB of zlib's state. WHY the handle of a stream: Node
 * has no other way to inflate into a buffer of ours, piece by piece, without events.
 */
export class GzipSource implements ByteSource {
  readonly name: string;
  readonly #source: ByteSource;
  readonly #input = Buffer.alloc(inputBytes);
  readonly #stream: GunzipInternals;
  #inputAt = 0;
  #inputEnd = 0;
  #isEnded = false;
  #failure: string | undefined;

  /** OWNS the source. */
  constructor(source: ByteSource) {
    this.name = source.name;
    this.#source = source;
    this.#stream = new zlib.Gunzip() as unknown as GunzipInternals;
    this.#stream._handle.onerror = (message) => {
      this.#failure = message;
    };
  }

  read(out: Uint8Array, start: number, end: number): number {
    while (!this.#isEnded) {
      if (this.#inputAt === this.#inputEnd) this.#refill();
      const count = this.#inflate(out, start, end);
      if (count > 0) return count;
    }
    return 0;
  }

  close(): void {
    this.#source.close();
    this.#stream.close();
  }

  #refill(): void {
    this.#inputAt = 0;
    this.#inputEnd = this.#source.read(this.#input, 0, inputBytes);
  }

  #inflate(out: Uint8Array, start: number, end: number): number {
    const inputCount = this.#inputEnd - this.#inputAt;
    const room = end - start;
    const { _handle: handle, _writeState: left } = this.#stream;
    handle.writeSync(syncFlush, this.#input, this.#inputAt, inputCount, out, start, room);
    if (this.#failure !== undefined) {
      this.#isEnded = true;
      const state = `its gzip stream is damaged (${this.#failure}), expected a whole one`;
      throw new CodefangError('CORRUPT', `Cannot read log "${this.name}": ${state}`);
    }
    const count = room - left[0]!;
    const isStuck = count === 0 && left[1]! === inputCount;
    this.#inputAt = this.#inputEnd - left[1]!;
    if (isStuck) this.#isEnded = true;
    return count;
  }
}

/** Whether bytes begin as gzip does (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

const syncFlush = zlib.constants.Z_SYNC_FLUSH;

/** The part of Node's private zlib handle that is used. */
interface GunzipInternals {
  readonly _handle: {
    onerror: (message: string) => void;
    writeSync(
      flush: number,
      input: Uint8Array,
      inputAt: number,
      inputLength: number,
      out: Uint8Array,
      outAt: number,
      outLength: number,
    ): void;
  };
  /** After a write: [bytes of room left in the output, bytes of input left]. */
  readonly _writeState: Uint32Array;
  close(): void;
}
