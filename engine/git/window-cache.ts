import { assert } from '../base/index.ts';
import type { FilePool } from './file-pool.ts';

const maxWindowsPerFile = 2 ** 32;

/**
 * Windows of files, read by position into ONE fixed slab.
 *
 *   slab    | window 0 | window 1 | …              windowBytes each, windowCountMax of them
 *   keys    file * 2^32 + offset / windowBytes     one exact number, chained in a hash table
 *   evict   second chance (clock): a window used since the hand last passed is spared once
 *
 * Memory: windowBytes * windowCountMax, of which only windows ever used become resident, and 21
 * bytes a window. A window stays where it is until the next `locate`, so nothing needs a pin.
 */
export class WindowCache {
  /** The slab; `locate` returns places in it. */
  readonly bytes: Buffer;
  /** How many bytes of the located window follow the located place, itself included. */
  available = 0;
  hits = 0;
  misses = 0;
  readonly #files: FilePool;
  readonly #windowBytes: number;
  readonly #windowShift: number;
  readonly #keys: Float64Array;
  readonly #lengths: Int32Array;
  readonly #heads: Int32Array;
  readonly #nexts: Int32Array;
  readonly #wasUsed: Uint8Array;
  #hand = 0;
  #filledCount = 0;
  #lastKey = -1;
  #lastSlot = 0;

  constructor(files: FilePool, windowBytes: number, windowCountMax: number) {
    assert((windowBytes & (windowBytes - 1)) === 0, 'places are shifted: a power of two');
    assert(windowBytes * windowCountMax < 2 ** 31, 'places in the slab are 32-bit');
    assert(windowCountMax >= 1, 'one window fits');
    this.#files = files;
    this.#windowBytes = windowBytes;
    this.#windowShift = Math.log2(windowBytes);
    this.bytes = Buffer.allocUnsafeSlow(windowBytes * windowCountMax);
    this.#keys = new Float64Array(windowCountMax).fill(-1);
    this.#lengths = new Int32Array(windowCountMax);
    this.#heads = new Int32Array(powerOfTwoAbove(windowCountMax)).fill(-1);
    this.#nexts = new Int32Array(windowCountMax);
    this.#wasUsed = new Uint8Array(windowCountMax);
  }

  /** Bytes of the slab that were ever used. */
  get usedBytes(): number {
    return this.#filledCount * this.#windowBytes;
  }

  /**
   * Brings the window that holds `offset` of `file` into the slab and returns the place of that
   * byte; sets `available`, which is 0 at or after the end of the file.
   */
  locate(file: number, offset: number): number {
    const windowIndex = Math.floor(offset / this.#windowBytes);
    const key = file * maxWindowsPerFile + windowIndex;
    let slot = this.#lastSlot;
    if (key !== this.#lastKey) {
      slot = this.#find(key);
      if (slot < 0) slot = this.#load(file, windowIndex, key);
      else this.hits += 1;
      this.#lastKey = key;
      this.#lastSlot = slot;
    }
    this.#wasUsed[slot] = 1;
    const within = offset - windowIndex * this.#windowBytes;
    this.available = Math.max(0, this.#lengths[slot]! - within);
    return (slot << this.#windowShift) + within;
  }

  /** Forgets every window; the slab stays. */
  clear(): void {
    this.#heads.fill(-1);
    this.#keys.fill(-1);
    this.#wasUsed.fill(0);
    this.#hand = 0;
    this.#filledCount = 0;
    this.#lastKey = -1;
  }

  #find(key: number): number {
    let slot = this.#heads[hashOf(key) & (this.#heads.length - 1)]!;
    while (slot >= 0 && this.#keys[slot] !== key) slot = this.#nexts[slot]!;
    return slot;
  }

  #load(file: number, windowIndex: number, key: number): number {
    this.misses += 1;
    const slot = this.#takeSlot();
    // A failed read must not leave a key over foreign bytes: the slot is named only afterwards.
    this.#lastKey = -1;
    this.#lengths[slot] = this.#files.read(
      file,
      this.bytes,
      slot << this.#windowShift,
      this.#windowBytes,
      windowIndex * this.#windowBytes,
    );
    const head = hashOf(key) & (this.#heads.length - 1);
    this.#keys[slot] = key;
    this.#nexts[slot] = this.#heads[head]!;
    this.#heads[head] = slot;
    return slot;
  }

  #takeSlot(): number {
    if (this.#filledCount < this.#keys.length) {
      this.#filledCount += 1;
      return this.#filledCount - 1;
    }
    while (this.#wasUsed[this.#hand] === 1) {
      this.#wasUsed[this.#hand] = 0;
      this.#hand = (this.#hand + 1) % this.#keys.length;
    }
    const slot = this.#hand;
    this.#hand = (this.#hand + 1) % this.#keys.length;
    if (this.#keys[slot]! >= 0) this.#unlink(slot);
    return slot;
  }

  #unlink(slot: number): void {
    const head = hashOf(this.#keys[slot]!) & (this.#heads.length - 1);
    this.#keys[slot] = -1;
    if (this.#heads[head] === slot) {
      this.#heads[head] = this.#nexts[slot]!;
      return;
    }
    let before = this.#heads[head]!;
    while (this.#nexts[before] !== slot) before = this.#nexts[before]!;
    this.#nexts[before] = this.#nexts[slot]!;
  }
}

function hashOf(key: number): number {
  const high = Math.floor(key / maxWindowsPerFile);
  const mixed = Math.imul(key ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function powerOfTwoAbove(count: number): number {
  let power = 16;
  while (power < count * 2) power *= 2;
  return power;
}
