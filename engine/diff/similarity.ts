/** A full match; scores are `[0, scoreMax]`, and one percent is 600. */
export const scoreMax = 60_000;

const chunkBytesMax = 64;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const sizeRange = 128;

/**
 * What a file is made of: distinct chunks, each with the bytes it accounts for in all its places. A
 * chunk is a line, or 64 bytes of a longer one; in text, the CR of a CRLF is no part of it.
 */
export interface Sketch {
  /** Size of the file in bytes. */
  readonly size: number;
  /** Distinct hashes of chunks, ascending. */
  readonly hashes: Uint32Array;
  /** Bytes per hash. */
  readonly weights: Uint32Array;
}

/**
 * Builds sketches; the order and the places of chunks are forgotten, as in git's diffcore-delta.
 * OWNS one scratch of 8 bytes a chunk of the largest file seen; a sketch takes 8 bytes a distinct
 * chunk.
 */
export class Sketcher {
  #chunks = new Float64Array(1024);

  /** The sketch of `bytes[0, length)`. */
  sketch(bytes: Uint8Array, length: number, kind: 'text' | 'binary'): Sketch {
    const count = this.#split(bytes, length, kind === 'text');
    const chunks = this.#chunks.subarray(0, count).sort();
    const hashes = new Uint32Array(count);
    const weights = new Uint32Array(count);
    let distinct = 0;
    for (let i = 0; i < count; i += 1) {
      const hash = Math.floor(chunks[i]! / sizeRange);
      const size = chunks[i]! - hash * sizeRange;
      if (distinct === 0 || hashes[distinct - 1] !== hash) {
        hashes[distinct] = hash;
        distinct += 1;
      }
      weights[distinct - 1]! += size;
    }
    return {
      size: length,
      hashes: hashes.slice(0, distinct),
      weights: weights.slice(0, distinct),
    };
  }

  /** Writes one number a chunk, hash × 128 + size, so that sorting them groups equal hashes. */
  #split(bytes: Uint8Array, length: number, isText: boolean): number {
    let count = 0;
    let hash = 0;
    let size = 0;
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[at]!;
      const isCrlf = byte === carriageReturn && at + 1 < length && bytes[at + 1] === lineFeed;
      if (isText && isCrlf) continue;
      hash = Math.imul(hash ^ byte, 0x01000193);
      size += 1;
      if (size < chunkBytesMax && byte !== lineFeed) continue;
      this.#put(count, hash, size);
      count += 1;
      hash = 0;
      size = 0;
    }
    if (size === 0) return count;
    this.#put(count, hash, size);
    return count + 1;
  }

  #put(at: number, hash: number, size: number): void {
    if (at === this.#chunks.length) {
      const bigger = new Float64Array(at * 2);
      bigger.set(this.#chunks);
      this.#chunks = bigger;
    }
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    this.#chunks[at] = (mixed >>> 0) * sizeRange + size;
  }
}

/**
 * How much of the larger file stands in the other one too, in chunks of any order: `[0, scoreMax]`.
 * Zero at once when the sizes alone rule out `scoreMin`. Cost O(distinct chunks).
 */
export function similarity(old: Sketch, newer: Sketch, scoreMin: number): number {
  const larger = Math.max(old.size, newer.size);
  if (!sizesAllow(old.size, newer.size, scoreMin)) return 0;
  if (newer.size === 0) return 0;
  return Math.floor((sharedBytes(old, newer) * scoreMax) / larger);
}

/** Whether files of these sizes can reach `scoreMin` at all. */
export function sizesAllow(oldSize: number, newSize: number, scoreMin: number): boolean {
  const larger = Math.max(oldSize, newSize);
  return larger * (scoreMax - scoreMin) >= Math.abs(oldSize - newSize) * scoreMax;
}

function sharedBytes(a: Sketch, b: Sketch): number {
  const aHashes = a.hashes;
  const bHashes = b.hashes;
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < aHashes.length && j < bHashes.length) {
    const order = aHashes[i]! - bHashes[j]!;
    if (order === 0) {
      shared += Math.min(a.weights[i]!, b.weights[j]!);
      i += 1;
      j += 1;
    } else if (order < 0) i += 1;
    else j += 1;
  }
  return shared;
}
