import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { crc32 } from '../../../engine/base/index.ts';

/** An entry of a pack made by hand; `base` is the place of another entry for a delta. */
export interface HandmadeEntry {
  readonly oid: Buffer;
  readonly kind: 1 | 2 | 3 | 4 | 6 | 7;
  readonly content: Uint8Array;
  /** Distance for kind 6; id for kind 7. */
  readonly base?: number | Buffer;
  /** Bytes of the header's size field; default the content's length. */
  readonly declaredBytes?: number;
}

/**
 * Writes `pack-<name>.pack` and its index, version 2, into an object directory; returns the
 * offsets.
 */
export function writeHandmadePack(objectDir: string, name: string, entries: readonly HandmadeEntry[]): number[] {
  const pieces: Buffer[] = [Buffer.from('PACK'), u32(2), u32(entries.length)];
  const offsets: number[] = [];
  const crcs: number[] = [];
  let at = 12;
  for (const entry of entries) {
    const piece = Buffer.concat([entryHead(entry), deflateSync(entry.content)]);
    offsets.push(at);
    crcs.push(crc32(piece));
    pieces.push(piece);
    at += piece.length;
  }
  const body = Buffer.concat(pieces);
  const packSum = createHash('sha1').update(body).digest();
  const packDir = join(objectDir, 'pack');
  mkdirSync(packDir, { recursive: true });
  writeFileSync(join(packDir, `pack-${name}.pack`), Buffer.concat([body, packSum]));
  const rows = entries.map((entry, i) => ({ oid: entry.oid, offset: offsets[i]!, crc: crcs[i]! }));
  writeFileSync(join(packDir, `pack-${name}.idx`), indexBytes(rows, packSum));
  return offsets;
}

/** An index of version 2; offsets from `largeFrom` on go into the table of 64-bit offsets. */
export function indexBytes(
  rows: readonly { readonly oid: Buffer; readonly offset: number; readonly crc: number }[],
  packSum: Buffer,
  largeFrom: number = 2 ** 31,
): Buffer {
  const sorted = [...rows].sort((a, b) => Buffer.compare(a.oid, b.oid));
  const fanout = Array.from({ length: 256 }, (_, byte) => u32(sorted.filter((row) => row.oid[0]! <= byte).length));
  const large: Buffer[] = [];
  const offsets = sorted.map(({ offset }) => {
    if (offset < largeFrom) return u32(offset);
    large.push(Buffer.concat([u32(Math.floor(offset / 2 ** 32)), u32(offset >>> 0)]));
    return u32(2 ** 31 + large.length - 1);
  });
  const body = Buffer.concat([
    Buffer.from([0xff, 0x74, 0x4f, 0x63]),
    u32(2),
    ...fanout,
    ...sorted.map((row) => row.oid),
    ...sorted.map((row) => u32(row.crc)),
    ...offsets,
    ...large,
    packSum,
  ]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** The head of a pack entry: kind, size, and the distance or id of a delta's base. */
export function entryHead(entry: HandmadeEntry): Buffer {
  let size = entry.declaredBytes ?? entry.content.length;
  const bytes: number[] = [(entry.kind << 4) | (size & 15)];
  size = Math.floor(size / 16);
  while (size > 0) {
    bytes[bytes.length - 1]! |= 0x80;
    bytes.push(size & 0x7f);
    size = Math.floor(size / 128);
  }
  if (typeof entry.base === 'number') bytes.push(...distanceBytes(entry.base));
  return entry.base instanceof Buffer ? Buffer.concat([Buffer.from(bytes), entry.base]) : Buffer.from(bytes);
}

/** The id of an object with this content. */
export function objectId(kind: string, content: Uint8Array): Buffer {
  return createHash('sha1').update(`${kind} ${content.length}\0`).update(content).digest();
}

/** A size as deltas begin with: seven bits a byte, lowest first. */
export function deltaSize(size: number): number[] {
  const bytes: number[] = [];
  let rest = size;
  while (rest >= 128) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

function distanceBytes(distance: number): number[] {
  const bytes = [distance & 0x7f];
  let rest = Math.floor(distance / 128);
  while (rest > 0) {
    rest -= 1;
    bytes.unshift((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
