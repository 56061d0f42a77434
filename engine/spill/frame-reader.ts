import { assert, crc32 } from '../base/index.ts';
import {
  badFrame,
  footerBytes,
  FrameBuffers,
  frameCodec,
  frameHeaderBytes,
  frameKind,
  type FrameHeader,
  headerCoveredBytes,
  parseFrameHeader,
} from './frame.ts';
import type { ByteSource } from './spill-file.ts';

/**
 * Reads frames in order. Nothing is handed out before its length and checksum were verified, and
 * `next()` answers false only at an intact footer that closes the file.
 *
 * `payload` is a view of the shared buffers: use or copy it before the next frame of any reader.
 */
export class FrameReader {
  readonly #source: ByteSource;
  readonly #buffers: FrameBuffers;
  #offset = 0;
  #frameCount = 0;
  #rawBytes = 0;
  #headersCrc = 0;
  #header: FrameHeader | undefined;

  constructor(source: ByteSource, buffers: FrameBuffers = new FrameBuffers()) {
    this.#source = source;
    this.#buffers = buffers;
  }

  /** Where the next frame begins. */
  get offset(): number {
    return this.#offset;
  }

  /** Moves to the next frame; false at the footer. @throws {CodefangError} STATE or IO */
  next(): boolean {
    const offset = this.#offset;
    const header = readFrame(this.#source, offset, this.#source.size, this.#buffers);
    if (header.sequence !== this.#frameCount) {
      const place = `frame ${header.sequence} lies in the place of frame ${this.#frameCount}`;
      throw badFrame(this.#source.name, offset, place);
    }
    this.#offset = offset + frameHeaderBytes + header.packedBytes;
    if (header.kind === frameKind.footer) {
      this.#checkFooter(header, offset);
      this.#header = undefined;
      return false;
    }
    this.#headersCrc = crc32(this.#buffers.packed.subarray(0, headerCoveredBytes), this.#headersCrc);
    this.#frameCount += 1;
    this.#rawBytes += header.rawBytes;
    this.#header = header;
    return true;
  }

  get kind(): number {
    return this.#current.kind;
  }

  get tag(): number {
    return this.#current.tag;
  }

  get payload(): Buffer {
    return this.#buffers.raw.subarray(0, this.#current.rawBytes);
  }

  get #current(): FrameHeader {
    assert(this.#header !== undefined, 'next() was true');
    return this.#header;
  }

  #checkFooter(header: FrameHeader, offset: number): void {
    const name = this.#source.name;
    if (header.rawBytes !== footerBytes) throw badFrame(name, offset, 'the footer has a wrong length');
    const footer = this.#buffers.raw;
    const isSame =
      footer.readBigUInt64LE(0) === BigInt(this.#rawBytes) &&
      footer.readUInt32LE(8) === this.#frameCount &&
      footer.readUInt32LE(12) === this.#headersCrc;
    if (!isSame) throw badFrame(name, offset, 'the footer does not sum up the frames before it');
    if (this.#offset !== this.#source.size) throw badFrame(name, this.#offset, 'bytes follow the footer');
  }
}

/**
 * Reads, verifies and unpacks the frame at `offset` into `buffers.raw`; its header lies in
 * `buffers.packed`.
 *
 * @param end where the frame must have ended
 * @throws {CodefangError} STATE or IO
 */
export function readFrame(source: ByteSource, offset: number, end: number, buffers: FrameBuffers): FrameHeader {
  const { name } = source;
  if (end - offset < frameHeaderBytes || source.size < end) {
    throw badFrame(name, offset, 'the file ends, it was cut');
  }
  const { raw, packed } = buffers;
  source.readAt(offset, packed, frameHeaderBytes);
  const header = parseFrameHeader(packed, name, offset, end - offset);
  const { codec, rawBytes, packedBytes } = header;
  const target = codec === frameCodec.raw ? raw : packed.subarray(frameHeaderBytes);
  source.readAt(offset + frameHeaderBytes, target, packedBytes);
  if (crc32(target.subarray(0, packedBytes)) !== header.payloadCrc) {
    throw badFrame(name, offset, 'the checksum of the content differs');
  }
  if (codec === frameCodec.lz4) {
    const packedEnd = frameHeaderBytes + packedBytes;
    const got = buffers.codec.decompress(packed, frameHeaderBytes, packedEnd, raw, 0, rawBytes);
    if (got !== rawBytes) throw badFrame(name, offset, 'the content does not unpack to its length');
  }
  return header;
}

/**
 * Reads a file to its footer: returns quietly when every frame is intact. @throws {CodefangError}
 * STATE or IO
 */
export function verifyFrames(source: ByteSource, buffers: FrameBuffers): void {
  const reader = new FrameReader(source, buffers);
  while (reader.next());
}
