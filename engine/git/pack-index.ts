import { CodefangError } from '../base/index.ts';
import type { FilePool } from './file-pool.ts';
import { compareOid, oidToHex } from './oid.ts';
import { WindowCache } from './window-cache.ts';

const magicV2 = 0xff744f63;
const fanoutBytes = 256 * 4;
/** Uniform ids are found in three or four guesses; a crafted table is bisected after these. */
const guessCountMax = 6;

/** Where the tables of an index lie; in a file, or in memory without the table of CRCs. */
export interface PackIndexLayout {
  readonly objectCount: number;
  readonly fanoutAt: number;
  readonly oidsAt: number;
  readonly oidStride: number;
  readonly offsetsAt: number;
  readonly offsetStride: number;
  /** With 31 the highest bit says that the rest is a place in the table of 64-bit offsets. */
  readonly offsetBits: 31 | 32;
  readonly largeOffsetsAt: number;
  readonly largeOffsetCount: number;
}

/** Bytes of an index: `locate` returns the place in `bytes` of `length` bytes at `at`, or -1. */
export interface IndexBytes {
  readonly bytes: Uint8Array;
  locate(at: number, length: number): number;
}

/**
 * Object id → offset in a pack, out of the pack's `.idx` file (gitformat-pack; versions 1 and 2).
 *
 * Nothing but the fan-out table (1 KiB) is held here. Ids are uniform, so the place of an id is
 * guessed from its next 32 bits; with 4 KiB pages one read mostly settles it.
 */
export class PackIndex {
  readonly path: string;
  readonly objectCount: number;
  readonly #source: IndexBytes;
  readonly #layout: PackIndexLayout;
  readonly #oidBytes: number;
  /** `#fanout[b]` ids have a first byte below b. */
  readonly #fanout: Uint32Array;

  constructor(path: string, source: IndexBytes, layout: PackIndexLayout, oidBytes: number) {
    this.path = path;
    this.objectCount = layout.objectCount;
    this.#source = source;
    this.#layout = layout;
    this.#oidBytes = oidBytes;
    this.#fanout = new Uint32Array(257);
    for (let byte = 0; byte < 256; byte += 1) {
      const count = this.#readU32(layout.fanoutAt + byte * 4);
      if (count < this.#fanout[byte]!) {
        throw damagedIndex(path, 'its fan-out table is not ascending');
      }
      this.#fanout[byte + 1] = count;
    }
  }

  /** The offset of an object in the pack, or -1. */
  find(oid: Uint8Array, at: number): number {
    const order = this.findOrder(oid, at);
    return order < 0 ? -1 : this.offsetAt(order);
  }

  /** The number of the pack at a place in the order of ids. REQUIRES: an index of many packs. */
  packAt(order: number): number {
    const { offsetsAt, offsetStride } = this.#layout;
    return this.#readU32(offsetsAt - 4 + order * offsetStride);
  }

  /** The place of an object in the order of ids, or -1. */
  findOrder(oid: Uint8Array, at: number): number {
    const { oidsAt, oidStride } = this.#layout;
    const wanted = readU32(oid, at + 1);
    let low = this.#fanout[oid[at]!]!;
    let high = this.#fanout[oid[at]! + 1]!;
    let lowKey = 0;
    let highKey = 2 ** 32;
    for (let guess = 0; low < high; guess += 1) {
      let middle = (low + high) >>> 1;
      if (guess < guessCountMax && highKey > lowKey) {
        const share = (wanted - lowKey) / (highKey - lowKey);
        middle = Math.min(high - 1, low + Math.floor(share * (high - low)));
      }
      const place = this.#place(oidsAt + middle * oidStride, this.#oidBytes);
      const order = compareOid(this.#source.bytes, place, oid, at, this.#oidBytes);
      if (order === 0) return middle;
      const key = readU32(this.#source.bytes, place + 1);
      if (order < 0) {
        low = middle + 1;
        lowKey = key;
      } else {
        high = middle;
        highKey = key;
      }
    }
    return -1;
  }

  /** The pack offset of the object at a place `[0, objectCount)` in the order of ids. */
  offsetAt(order: number): number {
    const { offsetsAt, offsetStride, offsetBits, largeOffsetsAt, largeOffsetCount } = this.#layout;
    const offset = this.#readU32(offsetsAt + order * offsetStride);
    if (offset < 0x80000000 || offsetBits === 32) return offset;
    const large = offset - 0x80000000;
    if (large >= largeOffsetCount) {
      throw damagedIndex(this.path, `object ${order} points beyond its table of 64-bit offsets`);
    }
    const high = this.#readU32(largeOffsetsAt + large * 8);
    const low = this.#readU32(largeOffsetsAt + large * 8 + 4);
    const whole = high * 2 ** 32 + low;
    if (whole <= Number.MAX_SAFE_INTEGER) return whole;
    throw damagedIndex(this.path, `object ${order} has an impossible 64-bit offset`);
  }

  /** Copies the id at a place in the order of ids to `out[at…]`. */
  oidAt(order: number, out: Uint8Array, at: number): void {
    const place = this.#place(this.#layout.oidsAt + order * this.#layout.oidStride, this.#oidBytes);
    for (let i = 0; i < this.#oidBytes; i += 1) out[at + i] = this.#source.bytes[place + i]!;
  }

  /**
   * Adds ids that begin with a hex prefix (4 digits or more) to `found`, until it holds `countMax`.
   */
  findByPrefix(hexPrefix: string, found: Set<string>, countMax: number): void {
    const oid = new Uint8Array(this.#oidBytes);
    const first = Number.parseInt(hexPrefix.slice(0, 2), 16);
    let low = this.#fanout[first]!;
    let high = this.#fanout[first + 1]!;
    const end = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      this.oidAt(middle, oid, 0);
      if (oidToHex(oid, 0, this.#oidBytes) < hexPrefix) low = middle + 1;
      else high = middle;
    }
    for (let order = low; order < end && found.size < countMax; order += 1) {
      this.oidAt(order, oid, 0);
      const hex = oidToHex(oid, 0, this.#oidBytes);
      if (!hex.startsWith(hexPrefix)) return;
      found.add(hex);
    }
  }

  #readU32(at: number): number {
    // The place comes first: finding it may change which memory `bytes` is.
    const place = this.#place(at, 4);
    return readU32(this.#source.bytes, place);
  }

  #place(at: number, length: number): number {
    const place = this.#source.locate(at, length);
    if (place >= 0) return place;
    throw damagedIndex(this.path, `it ends before byte ${at + length}`);
  }
}

/** Index bytes read in pages; pages are shared by the indexes of one store. */
export class PagedIndexBytes implements IndexBytes {
  bytes: Uint8Array;
  readonly #pages: WindowCache;
  readonly #file: number;
  /** Holds what straddles two pages. */
  readonly #straddle: Uint8Array = new Uint8Array(64);

  constructor(pages: WindowCache, file: number) {
    this.bytes = pages.bytes;
    this.#pages = pages;
    this.#file = file;
  }

  locate(at: number, length: number): number {
    const place = this.#pages.locate(this.#file, at);
    if (this.#pages.available >= length) {
      this.bytes = this.#pages.bytes;
      return place;
    }
    const firstCount = this.#pages.available;
    for (let i = 0; i < firstCount; i += 1) this.#straddle[i] = this.#pages.bytes[place + i]!;
    const second = this.#pages.locate(this.#file, at + firstCount);
    if (firstCount === 0 || this.#pages.available < length - firstCount) return -1;
    for (let i = firstCount; i < length; i += 1) {
      this.#straddle[i] = this.#pages.bytes[second + i - firstCount]!;
    }
    this.bytes = this.#straddle;
    return 0;
  }
}

/** A whole index in memory. */
export class WholeIndexBytes implements IndexBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  locate(at: number, length: number): number {
    return at + length <= this.bytes.length ? at : -1;
  }
}

/**
 * Reads and checks the head of an index file: magic, version, and a size that fits its object
 * count.
 */
export function readIndexLayout(files: FilePool, file: number, oidBytes: number): PackIndexLayout {
  const path = files.pathOf(file);
  const sizeBytes = files.sizeOf(file);
  const head = new Uint8Array(8 + fanoutBytes);
  const headBytes = files.read(file, head, 0, head.length, 0);
  if (headBytes < head.length) throw damagedIndex(path, `it has only ${sizeBytes} bytes`);
  if (readU32(head, 0) !== magicV2) return layoutV1(path, sizeBytes, oidBytes, head);
  const version = readU32(head, 4);
  if (version !== 2) throw damagedIndex(path, `it has version ${version}, known are 1 and 2`);
  const objectCount = readU32(head, 8 + 255 * 4);
  const oidsAt = 8 + fanoutBytes;
  const offsetsAt = oidsAt + objectCount * (oidBytes + 4);
  const largeOffsetsAt = offsetsAt + objectCount * 4;
  const largeBytes = sizeBytes - 2 * oidBytes - largeOffsetsAt;
  if (largeBytes < 0 || largeBytes % 8 !== 0 || largeBytes > Math.max(0, objectCount - 1) * 8) {
    throw damagedIndex(path, `${sizeBytes} bytes do not fit ${objectCount} objects`);
  }
  return {
    objectCount,
    fanoutAt: 8,
    oidsAt,
    oidStride: oidBytes,
    offsetsAt,
    offsetStride: 4,
    offsetBits: 31,
    largeOffsetsAt,
    largeOffsetCount: largeBytes / 8,
  };
}

/** Version 1 has no head: the fan-out, then pairs of a 32-bit offset and an id. */
function layoutV1(path: string, sizeBytes: number, oidBytes: number, head: Uint8Array): PackIndexLayout {
  const objectCount = readU32(head, 255 * 4);
  const oidStride = oidBytes + 4;
  if (sizeBytes !== fanoutBytes + objectCount * oidStride + 2 * oidBytes) {
    throw damagedIndex(path, 'it is no index of version 1 or 2');
  }
  return {
    objectCount,
    fanoutAt: 0,
    oidsAt: fanoutBytes + 4,
    oidStride,
    offsetsAt: fanoutBytes,
    offsetStride: oidStride,
    offsetBits: 32,
    largeOffsetsAt: 0,
    largeOffsetCount: 0,
  };
}

function damagedIndex(path: string, state: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot read pack index "${path}": ${state}`);
}

function readU32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
