import { copyWords } from '../base/index.ts';
import type { ObjectScratch } from './object-scratch.ts';

/** How applying a delta ended; everything but `applied` and `oversize` means damage. */
export type DeltaEnd =
  | 'applied'
  | 'oversize'
  | 'its delta was made for a base of another size'
  | 'its delta ends inside an instruction'
  | 'its delta copies from beyond its base'
  | 'its delta writes more than it declares'
  | 'its delta writes less than it declares'
  | 'its delta holds a reserved instruction'
  | 'its delta declares an impossible size';

/** Bytes with a view that reads and writes four of them at once. */
export interface ByteMemory {
  readonly bytes: Uint8Array;
  /** Of the same memory from the same place on. */
  readonly view: DataView;
}

/**
 * Shorter copies go by words: making an array for `set` takes as long as copying 200 bytes so, and
 * leaves garbage. Byte by byte is slower from four bytes on.
 */
const setBytesMin = 192;

/**
 * Applies `delta[0, deltaLength)` to `base[baseAt, baseAt + baseLength)` into `out`, whose length
 * becomes the result's. The declared size is checked against `bytesMax` before room is made for it.
 *
 * Format: gitformat-pack, "Deltified representation": base size, result size, then instructions,
 * copy (1oooooss…) or insert (0nnnnnnn). REQUIRES: `base`, `delta` and `out.bytes` are three
 * memories.
 */
export function applyDelta(
  base: ByteMemory,
  baseAt: number,
  baseLength: number,
  delta: ByteMemory,
  deltaLength: number,
  out: ObjectScratch,
  bytesMax: number,
): DeltaEnd {
  let at = readSize(delta.bytes, 0, deltaLength);
  if (at < 0) return 'its delta declares an impossible size';
  if (readSizeValue !== baseLength) return 'its delta was made for a base of another size';
  at = readSize(delta.bytes, at, deltaLength);
  if (at < 0) return 'its delta declares an impossible size';
  const size = readSizeValue;
  if (size > bytesMax) return 'oversize';
  out.reserve(size + 1);
  out.length = size;
  return runInstructions(base, baseAt, baseLength, delta, at, deltaLength, out, size);
}

/** Reads the two sizes at the head of a delta: [base bytes, result bytes], or undefined. */
export function readDeltaSizes(delta: Uint8Array, length: number): [number, number] | undefined {
  const at = readSize(delta, 0, length);
  const baseBytes = readSizeValue;
  if (at < 0 || readSize(delta, at, length) < 0) return undefined;
  return [baseBytes, readSizeValue];
}

function runInstructions(
  base: ByteMemory,
  baseAt: number,
  baseLength: number,
  deltaMemory: ByteMemory,
  start: number,
  deltaLength: number,
  out: ByteMemory,
  outLength: number,
): DeltaEnd {
  const delta = deltaMemory.bytes;
  let at = start;
  let outAt = 0;
  while (at < deltaLength) {
    const code = delta[at]!;
    at += 1;
    let length = code;
    let from = 0;
    if (code & 0x80) {
      // Four offset bytes and three length bytes, each present when its bit is set.
      length = 0;
      if (code & 0x01) from = delta[at++]!;
      if (code & 0x02) from |= delta[at++]! << 8;
      if (code & 0x04) from |= delta[at++]! << 16;
      if (code & 0x08) from += delta[at++]! * 0x1000000;
      if (code & 0x10) length = delta[at++]!;
      if (code & 0x20) length |= delta[at++]! << 8;
      if (code & 0x40) length |= delta[at++]! << 16;
      if (length === 0) length = 0x10000;
      if (at > deltaLength) return 'its delta ends inside an instruction';
      if (from + length > baseLength) return 'its delta copies from beyond its base';
      if (outAt + length > outLength) return 'its delta writes more than it declares';
      copyBytes(base, baseAt + from, out, outAt, length);
    } else if (code === 0) {
      return 'its delta holds a reserved instruction';
    } else {
      if (at + length > deltaLength) return 'its delta ends inside an instruction';
      if (outAt + length > outLength) return 'its delta writes more than it declares';
      copyWords(deltaMemory.view, at, out.view, outAt, length);
      at += length;
    }
    outAt += length;
  }
  return outAt === outLength ? 'applied' : 'its delta writes less than it declares';
}

function copyBytes(from: ByteMemory, fromAt: number, to: ByteMemory, toAt: number, length: number): void {
  if (length < setBytesMin) {
    copyWords(from.view, fromAt, to.view, toAt, length);
    return;
  }
  const { bytes } = from;
  // WHY NOT subarray: that of a Buffer makes a Buffer, which takes longer.
  to.bytes.set(new Uint8Array(bytes.buffer, bytes.byteOffset + fromAt, length), toAt);
}

/** The size that `readSize` read last; a module variable, so that the hot path returns no pair. */
let readSizeValue = 0;

/**
 * Reads a base-128 size at `at`, lowest group first; returns the place after it, -1 when it is
 * none.
 */
function readSize(delta: Uint8Array, at: number, end: number): number {
  let value = 0;
  let factor = 1;
  for (let next = at; next < end && factor < 2 ** 49; next += 1) {
    const byte = delta[next]!;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) {
      readSizeValue = value;
      return next + 1;
    }
    factor *= 128;
  }
  return -1;
}
