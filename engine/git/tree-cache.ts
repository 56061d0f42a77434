import { DeltaBaseCache } from './delta-base-cache.ts';
import type { ObjectScratch } from './object-scratch.ts';

/**
 * Trees by id, inflated and verified, in a ring of bytes of their own.
 *
 * A commit's tree is read for its own diff and for those of its children. Walked oldest first they
 * are near, so a ring of some hundred trees spares most second reads with their delta chains and
 * hashes. Memory: `capacityBytes`, and an id and 24 bytes for each of at most 65,536 entries.
 */
export class TreeCache {
  readonly #ring: DeltaBaseCache;
  readonly #oidBytes: number;
  /** Whole ids by entry: the ring's keys are only their first 48 bits. */
  readonly #oids: Uint8Array;

  constructor(capacityBytes: number, oidBytes: number) {
    this.#ring = new DeltaBaseCache(capacityBytes);
    this.#oidBytes = oidBytes;
    this.#oids = new Uint8Array(this.#ring.entryCountMax * oidBytes);
  }

  get usedBytes(): number {
    return this.#ring.usedBytes;
  }

  /** Copies the tree of an id into `target`; false when it is not here. */
  read(oid: Uint8Array, at: number, target: ObjectScratch): boolean {
    const ring = this.#ring;
    const entry = ring.find(keyOf(oid, at));
    if (entry < 0 || !this.#isOf(entry, oid, at)) return false;
    const length = ring.lengthOf(entry);
    target.reserve(length + 1);
    const start = ring.bytes.byteOffset + ring.startOf(entry);
    target.bytes.set(new Uint8Array(ring.bytes.buffer, start, length), 0);
    target.length = length;
    return true;
  }

  /** Keeps a copy of a tree. REQUIRES: its content was read under this id and verified. */
  put(oid: Uint8Array, at: number, tree: ObjectScratch): void {
    const key = keyOf(oid, at);
    // Crafted ids may share a key; the first stays, the others are read again each time.
    if (this.#ring.find(key) >= 0) return;
    this.#ring.put(key, 0, tree.bytes, tree.length);
    const entry = this.#ring.find(key);
    if (entry < 0) return;
    const own = entry * this.#oidBytes;
    for (let i = 0; i < this.#oidBytes; i += 1) this.#oids[own + i] = oid[at + i]!;
  }

  /** Drops the oldest trees until at most `bytesMax` bytes are held. */
  shrinkTo(bytesMax: number): void {
    this.#ring.shrinkTo(bytesMax);
  }

  #isOf(entry: number, oid: Uint8Array, at: number): boolean {
    const own = entry * this.#oidBytes;
    for (let i = 0; i < this.#oidBytes; i += 1) {
      if (this.#oids[own + i] !== oid[at + i]) return false;
    }
    return true;
  }
}

function keyOf(oid: Uint8Array, at: number): number {
  const high = (oid[at]! << 8) | oid[at + 1]!;
  const low = (oid[at + 2]! << 24) | (oid[at + 3]! << 16) | (oid[at + 4]! << 8) | oid[at + 5]!;
  return high * 2 ** 32 + (low >>> 0);
}
