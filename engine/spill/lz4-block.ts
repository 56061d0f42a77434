import { assert } from '../base/index.ts';

const hashBits = 13;
/** A match is found by its first four bytes. */
const matchMin = 4;
/** The format's end rules: the last 5 bytes are literals, and no match starts in the last 12. */
const lastLiterals = 5;
const matchStartLimit = 12;
const offsetMax = 65_535;
const baseMax = 1 << 30;

/** Turns bytes into a block and back, in the caller's buffers. */
export interface BlockCodec {
  /** Packs `source[start, end)` into `out` from `outStart`; returns the packed length. */
  compress(source: Uint8Array, start: number, end: number, out: Uint8Array, outStart: number): number;
  /**
   * Unpacks into `out[outStart, outEnd)`; returns the length, or -1 when the block is malformed.
   */
  decompress(source: Uint8Array, start: number, end: number, out: Uint8Array, outStart: number, outEnd: number): number;
}

/**
 * LZ4 blocks (lz4.org, lz4_Block_format.md) packed and unpacked in place.
 *
 * WHY NOT lz4-napi here: it answers with a fresh native buffer each time, which outlives the call,
 * and a loop over frames grew the process by gigabytes. Blocks are exchangeable with it, both ways.
 * Greedy parse with one hash head a slot, so equal input gives equal output whatever came before.
 * OWNS 32 KiB of hash heads. Allocates nothing per call.
 */
export class Lz4Block implements BlockCodec {
  readonly #heads: Int32Array = new Int32Array(1 << hashBits);
  /** Heads below it belong to earlier blocks; saves clearing the table for each one. */
  #base = 1;

  /** REQUIRES: room for `lz4BytesMax(end - start)` in `out` from `outStart`. */
  compress(source: Uint8Array, start: number, end: number, out: Uint8Array, outStart: number): number {
    assert(start >= 0 && start <= end && end <= source.length, 'the range lies in the source');
    assert(out.length - outStart >= lz4BytesMax(end - start), 'out has room for the worst case');
    if (this.#base + (end - start) > baseMax) {
      this.#heads.fill(0);
      this.#base = 1;
    }
    const packedEnd = packBlock(this.#heads, this.#base, source, start, end, out, outStart);
    this.#base += end - start;
    return packedEnd - outStart;
  }

  decompress(
    source: Uint8Array,
    start: number,
    end: number,
    out: Uint8Array,
    outStart: number,
    outEnd: number,
  ): number {
    assert(start >= 0 && end <= source.length, 'the range lies in the source');
    assert(outStart >= 0 && outEnd <= out.length, 'the range lies in out');
    return unpackBlock(source, start, end, out, outStart, outEnd);
  }
}

/** The longest block that `bytes` bytes can give. */
export function lz4BytesMax(bytes: number): number {
  return bytes + Math.floor(bytes / 255) + 16;
}

function packBlock(
  heads: Int32Array,
  base: number,
  source: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  outStart: number,
): number {
  const words = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const startLast = end - matchStartLimit;
  const shift = 32 - hashBits;
  // A head holds the place of four bytes, shifted so that `start` is `base`.
  const toHead = base - start;
  let at = start;
  let anchor = start;
  let to = outStart;
  let misses = 0;
  while (at <= startLast) {
    const word = words.getInt32(at, true);
    const slot = Math.imul(word, 0x9e3779b1) >>> shift;
    const head = heads[slot]!;
    heads[slot] = at + toHead;
    const match = head - toHead;
    if (head < base || at - match > offsetMax || words.getInt32(match, true) !== word) {
      // Data that does not repeat is skipped over ever faster.
      at += 1 + (misses >>> 6);
      misses += 1;
      continue;
    }
    misses = 0;
    let first = at;
    let from = match;
    while (first > anchor && from > start && source[first - 1] === source[from - 1]) {
      first -= 1;
      from -= 1;
    }
    const matchEnd = endOfMatch(words, at + matchMin, match + matchMin, end - lastLiterals);
    to = putSequence(source, anchor, first, out, to, first - from, matchEnd - first - matchMin);
    at = matchEnd;
    anchor = matchEnd;
    if (at <= startLast) {
      const near = at - 2;
      heads[Math.imul(words.getInt32(near, true), 0x9e3779b1) >>> shift] = near + toHead;
    }
  }
  return putLiterals(source, anchor, end, out, to, 0);
}

/** Four bytes at a time: the lowest bit that differs lies in the first byte that does. */
function endOfMatch(source: DataView, at: number, from: number, limit: number): number {
  let end = at;
  let behind = from;
  for (; end + 4 <= limit; end += 4, behind += 4) {
    const difference = source.getInt32(end, true) ^ source.getInt32(behind, true);
    if (difference !== 0) return end + ((31 - Math.clz32(difference & -difference)) >>> 3);
  }
  while (end < limit && source.getUint8(end) === source.getUint8(behind)) {
    end += 1;
    behind += 1;
  }
  return end;
}

/** Literals `[anchor, first)`, then a match of `extra + 4` bytes from `offset` bytes ago. */
function putSequence(
  source: Uint8Array,
  anchor: number,
  first: number,
  out: Uint8Array,
  outStart: number,
  offset: number,
  extra: number,
): number {
  let to = putLiterals(source, anchor, first, out, outStart, extra < 15 ? extra : 15);
  out[to] = offset & 0xff;
  out[to + 1] = offset >>> 8;
  to += 2;
  return extra < 15 ? to : putLength(out, to, extra - 15);
}

function putLiterals(
  source: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  outStart: number,
  lowNibble: number,
): number {
  const length = end - start;
  let to = outStart + 1;
  if (length < 15) {
    out[outStart] = (length << 4) | lowNibble;
  } else {
    out[outStart] = 0xf0 | lowNibble;
    to = putLength(out, to, length - 15);
  }
  copyForward(source, start, out, to, length);
  return to + length;
}

function putLength(out: Uint8Array, outStart: number, length: number): number {
  let to = outStart;
  let rest = length;
  for (; rest >= 255; rest -= 255) {
    out[to] = 255;
    to += 1;
  }
  out[to] = rest;
  return to + 1;
}

/** Every length and offset is checked before it is used: the block may be hostile. */
function unpackBlock(
  source: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  outStart: number,
  outEnd: number,
): number {
  let at = start;
  let to = outStart;
  while (at < end) {
    const token = source[at]!;
    at += 1;
    let literals = token >>> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255) {
        if (at >= end) return -1;
        more = source[at]!;
        at += 1;
        literals += more;
      }
    }
    if (literals > end - at || literals > outEnd - to) return -1;
    copyForward(source, at, out, to, literals);
    at += literals;
    to += literals;
    // The last sequence of a block has literals only.
    if (at === end) return (token & 15) === 0 ? to - outStart : -1;
    if (end - at < 2) return -1;
    const offset = source[at]! | (source[at + 1]! << 8);
    at += 2;
    let length = (token & 15) + matchMin;
    if (length === 15 + matchMin) {
      let more = 255;
      while (more === 255) {
        if (at >= end) return -1;
        more = source[at]!;
        at += 1;
        length += more;
      }
    }
    if (offset === 0 || offset > to - outStart || length > outEnd - to) return -1;
    repeat(out, to, offset, length);
    to += length;
  }
  return -1;
}

/** A loop beats the native copy below a few dozen bytes. */
function copyForward(source: Uint8Array, start: number, out: Uint8Array, outStart: number, length: number): void {
  if (length > 48) {
    out.set(source.subarray(start, start + length), outStart);
    return;
  }
  for (let i = 0; i < length; i += 1) out[outStart + i] = source[start + i]!;
}

/** Source and target overlap when the offset is shorter than the length: then bytes repeat. */
function repeat(out: Uint8Array, to: number, offset: number, length: number): void {
  const from = to - offset;
  if (length > 64 && offset >= length) {
    out.copyWithin(to, from, from + length);
    return;
  }
  if (length > 64 && offset === 1) {
    out.fill(out[from]!, to, to + length);
    return;
  }
  for (let i = 0; i < length; i += 1) out[to + i] = out[from + i]!;
}
