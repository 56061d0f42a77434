import { assert, CodefangError, crc32, KiB } from '../base/index.ts';
import { BufferPool } from './buffer-pool.ts';
import { type BlockCodec, Lz4Block, lz4BytesMax } from './lz4-block.ts';

/**
 * A frame, the unit of every file this program writes. Integers are little-endian.
 *
 *   offset  size  field
 *   0       4     magic "CFF1"
 *   4       1     kind, see `frameKind`
 *   5       1     codec: 0 raw, 1 LZ4 block
 *   6       2     format version, 1
 *   8       4     sequence number, from 0
 *   12      4     raw bytes, at most 256 KiB
 *   16      4     packed bytes, those that follow the header
 *   20      4     CRC-32 of the packed bytes
 *   24      4     tag: whose frame it is where a file has several owners, else 0
 *   28      4     CRC-32 of the 28 bytes above
 *   32      …     packed bytes
 *
 * A whole file ends with a footer frame, the mark that it is complete; a torn one lacks it:
 *
 *   0  8  raw bytes of all frames before
 *   8  4  count of frames before
 *   12 4  CRC-32 over the headers of all frames before, in order, each without its own checksum:
 *         a CRC taken over bytes and their CRC is the same whatever the bytes are
 *
 * A reader notices: a wrong magic, kind, version, sequence, length or checksum; a cut at any byte;
 * frames left out, doubled or swapped; bytes behind the footer.
 */
export const frameHeaderBytes = 32;
/** The part of a header that its checksum and the footer's cover. */
export const headerCoveredBytes = 28;
export const frameRawBytesMax: number = 256 * KiB;
export const footerBytes = 16;

export const frameKind = {
  footer: 0,
  data: 1,
  record: 2,
  runHead: 3,
  runBlock: 4,
  part: 5,
} as const;
export type FrameKind = (typeof frameKind)[keyof typeof frameKind];

export const frameCodec = { raw: 0, lz4: 1 } as const;

const frameMagic = 0x31_46_46_43;
const frameVersion = 1;
const packedBytesMax = lz4BytesMax(frameRawBytesMax);

/**
 * Scratch memory of frames: one set serves all files of a run, since a call uses it and is done.
 * About 560 KiB, and the pools' buffers. What lies in `raw` is valid until the next call that
 * frames.
 */
export class FrameBuffers {
  readonly codec: BlockCodec;
  readonly raw: Buffer = Buffer.alloc(frameRawBytesMax);
  readonly packed: Buffer = Buffer.alloc(frameHeaderBytes + packedBytesMax);
  /** Collects what is written in small pieces; one for each writer that does so at the moment. */
  readonly stages: BufferPool = new BufferPool(frameRawBytesMax);
  /** Decoded records; one for each open run. */
  readonly blocks: BufferPool = new BufferPool(64 * KiB);

  constructor(codec: BlockCodec = new Lz4Block()) {
    this.codec = codec;
  }

  get bytes(): number {
    const tables = 32 * KiB;
    return this.raw.length + this.packed.length + tables + this.stages.bytes + this.blocks.bytes;
  }
}

export interface FrameHeader {
  readonly kind: number;
  readonly codec: number;
  readonly sequence: number;
  readonly rawBytes: number;
  readonly packedBytes: number;
  readonly payloadCrc: number;
  readonly tag: number;
}

/** Writes the header at the start of `out`. */
export function writeFrameHeader(out: Buffer, header: FrameHeader): void {
  assert(header.rawBytes <= frameRawBytesMax, 'a frame is small');
  out.writeUInt32LE(frameMagic, 0);
  out[4] = header.kind;
  out[5] = header.codec;
  out.writeUInt16LE(frameVersion, 6);
  out.writeUInt32LE(header.sequence, 8);
  out.writeUInt32LE(header.rawBytes, 12);
  out.writeUInt32LE(header.packedBytes, 16);
  out.writeUInt32LE(header.payloadCrc, 20);
  out.writeUInt32LE(header.tag, 24);
  out.writeUInt32LE(crc32(out.subarray(0, headerCoveredBytes)), headerCoveredBytes);
}

/**
 * Reads and checks the header at the start of `bytes`.
 *
 * @param room how many bytes the frame may take at most, header included
 * @throws {CodefangError} STATE that names `file`, `offset` and what is wrong
 */
export function parseFrameHeader(bytes: Buffer, file: string, offset: number, room: number): FrameHeader {
  if (bytes.readUInt32LE(0) !== frameMagic) throw badFrame(file, offset, 'no frame begins there');
  if (bytes.readUInt32LE(headerCoveredBytes) !== crc32(bytes.subarray(0, headerCoveredBytes))) {
    throw badFrame(file, offset, 'the checksum of the header differs');
  }
  const version = bytes.readUInt16LE(6);
  if (version !== frameVersion) {
    throw badFrame(file, offset, `the format version is ${version}, ${frameVersion} is read here`);
  }
  const header: FrameHeader = {
    kind: bytes[4]!,
    codec: bytes[5]!,
    sequence: bytes.readUInt32LE(8),
    rawBytes: bytes.readUInt32LE(12),
    packedBytes: bytes.readUInt32LE(16),
    payloadCrc: bytes.readUInt32LE(20),
    tag: bytes.readUInt32LE(24),
  };
  const wrong = wrongLength(header, room);
  if (wrong !== '') throw badFrame(file, offset, wrong);
  return header;
}

function wrongLength(header: FrameHeader, room: number): string {
  const { codec, rawBytes, packedBytes } = header;
  if (codec !== frameCodec.raw && codec !== frameCodec.lz4) return `the codec ${codec} is unknown`;
  if (rawBytes > frameRawBytesMax) return `it claims ${rawBytes} bytes, at most ${frameRawBytesMax} are allowed`;
  if (codec === frameCodec.raw && rawBytes !== packedBytes) return 'its lengths differ though it is not packed';
  if (packedBytes > packedBytesMax) return `it claims ${packedBytes} packed bytes`;
  if (frameHeaderBytes + packedBytes > room) return 'it is longer than the rest of the file, the file was cut';
  return '';
}

/** A STATE error: the frame at `offset` of `file` cannot be used, and why. */
export function badFrame(file: string, offset: number, wrong: string): CodefangError {
  return new CodefangError('STATE', `Cannot use ${file}: at offset ${offset} ${wrong}, expected an intact frame`);
}
