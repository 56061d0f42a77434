import { assert } from '../base/index.ts';

const bytesPerEntryMin = 512;
const entryCountLimit = 1 << 16;

/**
 * Inflated delta bases in ONE fixed ring of bytes, first in, first out.
 *
 *   ring    |  e4  | e5 |····|  e1  | e2 | e3 |     a new entry goes where the oldest lies
 *                       ^ next write                and drops whatever it overlaps
 *
 * Keys are exact numbers (pack * 2^40 + offset). A chain puts in its base first and the object
 * wanted next last, so for histories read oldest first the ring drops in the right order. Memory:
 * `capacityBytes` plus 24 bytes an entry, at most one entry per 512 bytes and 65,536 in all.
 */
export class DeltaBaseCache {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly #keys: Float64Array;
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #nexts: Int32Array;
  readonly #heads: Int32Array;
  readonly #entryMask: number;
  #oldest = 0;
  #count = 0;
  #writeAt = 0;
  /** Content bytes held now. */
  usedBytes = 0;

  constructor(capacityBytes: number) {
    assert(capacityBytes < 2 ** 31, 'places in the ring are 32-bit');
    this.bytes = Buffer.allocUnsafeSlow(Math.max(1, capacityBytes));
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    const wantedCount = Math.min(entryCountLimit, capacityBytes / bytesPerEntryMin);
    let entryCount = 16;
    while (entryCount < wantedCount) entryCount *= 2;
    this.#entryMask = entryCount - 1;
    this.#keys = new Float64Array(entryCount);
    this.#starts = new Int32Array(entryCount);
    this.#lengths = new Int32Array(entryCount);
    this.#kinds = new Uint8Array(entryCount);
    this.#nexts = new Int32Array(entryCount);
    this.#heads = new Int32Array(entryCount * 2).fill(-1);
  }

  /** Entries are numbers in `[0, entryCountMax)`. */
  get entryCountMax(): number {
    return this.#entryMask + 1;
  }

  /** The entry of a key, or -1. Valid until the next `put`. */
  find(key: number): number {
    let entry = this.#heads[this.#slotOf(key)]!;
    while (entry >= 0 && this.#keys[entry] !== key) entry = this.#nexts[entry]!;
    return entry;
  }

  startOf(entry: number): number {
    return this.#starts[entry]!;
  }

  lengthOf(entry: number): number {
    return this.#lengths[entry]!;
  }

  kindOf(entry: number): number {
    return this.#kinds[entry]!;
  }

  /** Copies `source[0, length)` in. What is larger than a quarter of the ring is not kept. */
  put(key: number, kind: number, source: Uint8Array, length: number): void {
    if (length === 0 || length > this.bytes.length >>> 2 || this.find(key) >= 0) return;
    const start = this.#makeRoom(length);
    copyInto(source, length, this.bytes, start);
    if (this.#count > this.#entryMask) this.#dropOldest();
    const entry = (this.#oldest + this.#count) & this.#entryMask;
    this.#count += 1;
    this.#writeAt = start + length;
    this.usedBytes += length;
    this.#keys[entry] = key;
    this.#starts[entry] = start;
    this.#lengths[entry] = length;
    this.#kinds[entry] = kind;
    const slot = this.#slotOf(key);
    this.#nexts[entry] = this.#heads[slot]!;
    this.#heads[slot] = entry;
  }

  /** Drops the oldest entries until at most `bytesMax` content bytes are held. */
  shrinkTo(bytesMax: number): void {
    while (this.usedBytes > bytesMax && this.#count > 0) this.#dropOldest();
  }

  #makeRoom(length: number): number {
    let start = this.#writeAt;
    if (start + length > this.bytes.length) {
      // The tail is too short: everything in it is older than the front, so it goes first.
      while (this.#count > 0 && this.#starts[this.#oldest]! >= start) this.#dropOldest();
      start = 0;
    }
    const end = start + length;
    while (this.#count > 0) {
      const oldestStart = this.#starts[this.#oldest]!;
      if (oldestStart < start || oldestStart >= end) break;
      this.#dropOldest();
    }
    return start;
  }

  #dropOldest(): void {
    const entry = this.#oldest;
    const slot = this.#slotOf(this.#keys[entry]!);
    if (this.#heads[slot] === entry) this.#heads[slot] = this.#nexts[entry]!;
    else {
      let before = this.#heads[slot]!;
      while (this.#nexts[before] !== entry) before = this.#nexts[before]!;
      this.#nexts[before] = this.#nexts[entry]!;
    }
    this.usedBytes -= this.#lengths[entry]!;
    this.#oldest = (entry + 1) & this.#entryMask;
    this.#count -= 1;
  }

  #slotOf(key: number): number {
    const high = Math.floor(key / 2 ** 32);
    const mixed = Math.imul(key ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.#heads.length - 1);
  }
}

function copyInto(source: Uint8Array, length: number, target: Uint8Array, at: number): void {
  target.set(new Uint8Array(source.buffer, source.byteOffset, length), at);
}
