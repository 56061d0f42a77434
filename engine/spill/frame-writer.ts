import { assert, crc32 } from '../base/index.ts';
import {
  footerBytes,
  FrameBuffers,
  frameCodec,
  frameHeaderBytes,
  frameKind,
  frameRawBytesMax,
  headerCoveredBytes,
  type FrameKind,
  writeFrameHeader,
} from './frame.ts';
import type { ByteSink } from './spill-file.ts';

/** Frames shorter than this are not worth packing. */
const packBytesMin = 64;

/**
 * Appends frames to a sink and ends with the footer that marks the file complete.
 *
 * `write` collects bytes into frames of 256 KiB; `frame` makes one frame at once. The two may
 * alternate, order is kept. After a failure the writer must be dropped.
 */
export class FrameWriter {
  readonly #sink: ByteSink;
  readonly #buffers: FrameBuffers;
  #stage: Buffer | undefined;
  #staged = 0;
  #frameCount = 0;
  #rawBytes = 0;
  #headersCrc = 0;
  #isEnded = false;

  constructor(sink: ByteSink, buffers: FrameBuffers = new FrameBuffers()) {
    this.#sink = sink;
    this.#buffers = buffers;
  }

  /** Raw bytes taken so far. */
  get rawBytes(): number {
    return this.#rawBytes + this.#staged;
  }

  /** Appends bytes of any length as `data` frames; they are copied. @throws {CodefangError} IO */
  write(bytes: Uint8Array): void {
    assert(!this.#isEnded, 'nothing follows the footer');
    this.#stage ??= Buffer.from(this.#buffers.stages.take());
    for (let done = 0; done < bytes.length;) {
      const length = Math.min(bytes.length - done, frameRawBytesMax - this.#staged);
      this.#stage.set(bytes.subarray(done, done + length), this.#staged);
      this.#staged += length;
      done += length;
      if (this.#staged === frameRawBytesMax) this.#flush();
    }
  }

  /** Appends one frame of at most 256 KiB raw. @throws {CodefangError} IO */
  frame(kind: FrameKind, raw: Uint8Array, tag = 0): void {
    assert(!this.#isEnded, 'nothing follows the footer');
    assert(kind !== frameKind.footer, 'the footer is written by end()');
    this.#flush();
    this.#put(kind, raw, tag);
  }

  /** Writes what is staged and the footer. The sink stays open. @throws {CodefangError} IO */
  end(): void {
    this.#flush();
    this.release();
    const footer = Buffer.alloc(footerBytes);
    footer.writeBigUInt64LE(BigInt(this.#rawBytes), 0);
    footer.writeUInt32LE(this.#frameCount, 8);
    footer.writeUInt32LE(this.#headersCrc, 12);
    this.#put(frameKind.footer, footer, 0);
    this.#isEnded = true;
  }

  /** Gives its buffer back; needed only for a writer that is dropped before `end`. Idempotent. */
  release(): void {
    if (this.#stage === undefined) return;
    this.#buffers.stages.give(this.#stage.buffer as ArrayBuffer);
    this.#stage = undefined;
    this.#staged = 0;
  }

  #flush(): void {
    if (this.#stage === undefined || this.#staged === 0) return;
    const staged = this.#stage.subarray(0, this.#staged);
    this.#staged = 0;
    this.#put(frameKind.data, staged, 0);
  }

  #put(kind: FrameKind, raw: Uint8Array, tag: number): void {
    const bytes = packFrame(this.#buffers, kind, raw, this.#frameCount, tag);
    this.#sink.append(bytes);
    this.#headersCrc = crc32(bytes.subarray(0, headerCoveredBytes), this.#headersCrc);
    this.#frameCount += 1;
    this.#rawBytes += raw.length;
  }
}

/**
 * One frame as bytes: a view of `buffers.packed`, valid until the next frame. Packs only what is
 * not compact, and only if that is shorter.
 */
export function packFrame(
  buffers: FrameBuffers,
  kind: FrameKind,
  raw: Uint8Array,
  sequence: number,
  tag: number,
  isCompact = false,
): Buffer {
  assert(raw.length <= frameRawBytesMax, 'a frame is small');
  const out = buffers.packed;
  let codec: number = frameCodec.lz4;
  let packedBytes = raw.length;
  if (raw.length >= packBytesMin && !isCompact) {
    packedBytes = buffers.codec.compress(raw, 0, raw.length, out, frameHeaderBytes);
  }
  if (packedBytes >= raw.length) {
    codec = frameCodec.raw;
    packedBytes = raw.length;
    out.set(raw, frameHeaderBytes);
  }
  const payloadCrc = crc32(out.subarray(frameHeaderBytes, frameHeaderBytes + packedBytes));
  writeFrameHeader(out, {
    kind,
    codec,
    sequence,
    rawBytes: raw.length,
    packedBytes,
    payloadCrc,
    tag,
  });
  return out.subarray(0, frameHeaderBytes + packedBytes);
}
