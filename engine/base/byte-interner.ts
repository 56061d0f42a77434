import { assert } from './assert.ts';
import { grown } from './grown.ts';

const slabBytes = 1 << 20;

/**
 * Byte strings ↔ dense ids, in order of first appearance. Nothing is a JavaScript string until asked for.
 *
 * Bytes lie back to back in slabs of 1 MiB (a longer string gets a slab of its own); an open-addressing
 * table of ids, at most 3/4 full, finds them. About 30 bytes an entry beside the text itself.
 * BOUNDED BY: nothing here. The names of files are bounded by `PathRoom`, those of the survey by the plan behind it.
 */
export class ByteInterner {
  #slots = new Int32Array(1024);
  #hashes = new Int32Array(512);
  #slabOf = new Int32Array(512);
  #startOf = new Int32Array(512);
  #lengthOf = new Int32Array(512);
  readonly #slabs: Buffer[] = [];
  #slabEnd = 0;
  #slabBytes = 0;
  #count = 0;

  /** How many distinct strings there are; ids are `[0, count)`. */
  get count(): number {
    return this.#count;
  }

  /** Bytes held by slabs and tables. */
  get bytes(): number {
    return this.#slots.byteLength + this.#hashes.byteLength * 4 + this.#slabBytes;
  }

  /** Forgets all strings and keeps the tables and the largest usual slab; ids start at 0 again. */
  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
    const kept = this.#slabs.findLast((slab) => slab.length <= slabBytes);
    this.#slabs.length = 0;
    if (kept !== undefined) this.#slabs.push(kept);
    this.#slabBytes = kept?.length ?? 0;
    this.#slabEnd = 0;
  }

  /** Forgets all strings and gives back what they took. */
  forget(): void {
    this.clear();
    this.#slabs.length = 0;
    this.#slabBytes = 0;
    this.#slots = new Int32Array(1024);
    this.#hashes = new Int32Array(512);
    this.#slabOf = new Int32Array(512);
    this.#startOf = new Int32Array(512);
    this.#lengthOf = new Int32Array(512);
  }

  /** The id of `source[start, end)`, made if it is new. */
  intern(source: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(source, start, end);
    const slot = this.#findSlot(source, start, end, hash);
    const found = this.#slots[slot]!;
    return found !== 0 ? found - 1 : this.#insert(source, start, end, hash, slot);
  }

  /** The id of `source[start, end)`, or -1. */
  find(source: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#findSlot(source, start, end, hashBytes(source, start, end))]! - 1;
  }

  /** The bytes of an id: a view that stays valid as long as the interner. */
  bytesOf(id: number): Buffer {
    assert(id >= 0 && id < this.#count, 'the id came from intern()');
    const start = this.#startOf[id]!;
    return this.#slabs[this.#slabOf[id]!]!.subarray(start, start + this.#lengthOf[id]!);
  }

  /** How many bytes an id stands for. */
  lengthOf(id: number): number {
    return this.#lengthOf[id]!;
  }

  /** The text of an id; bytes that are not UTF-8 become U+FFFD. */
  textOf(id: number): string {
    return this.bytesOf(id).toString('utf8');
  }

  /** Orders two ids by their bytes, as git and C do. */
  compare(a: number, b: number): number {
    return Buffer.compare(this.bytesOf(a), this.bytesOf(b));
  }

  #findSlot(source: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = this.#slots[slot]! - 1;
      if (id < 0) return slot;
      if (this.#hashes[id] === hash && this.#equals(id, source, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(id: number, source: Uint8Array, start: number, end: number): boolean {
    if (this.#lengthOf[id] !== end - start) return false;
    const slab = this.#slabs[this.#slabOf[id]!]!;
    let at = this.#startOf[id]!;
    for (let i = start; i < end; i += 1, at += 1) if (slab[at] !== source[i]) return false;
    return true;
  }

  #insert(source: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.#count;
    if (id === this.#hashes.length) this.#growColumns();
    const length = end - start;
    this.#makeRoom(length);
    const slab = this.#slabs[this.#slabs.length - 1]!;
    slab.set(source.subarray(start, end), this.#slabEnd);
    this.#hashes[id] = hash;
    this.#slabOf[id] = this.#slabs.length - 1;
    this.#startOf[id] = this.#slabEnd;
    this.#lengthOf[id] = length;
    this.#slabEnd += length;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count * 4 > this.#slots.length * 3) this.#rehash();
    return id;
  }

  #makeRoom(length: number): void {
    const last = this.#slabs[this.#slabs.length - 1];
    if (last !== undefined && this.#slabEnd + length <= last.length) return;
    // The first slab is small, so that a small repository stays small.
    const size = Math.max(length, last === undefined ? 64 * 1024 : slabBytes);
    this.#slabs.push(Buffer.alloc(size));
    this.#slabBytes += size;
    this.#slabEnd = 0;
  }

  #growColumns(): void {
    const length = this.#hashes.length * 2;
    this.#hashes = grown(this.#hashes, length);
    this.#slabOf = grown(this.#slabOf, length);
    this.#startOf = grown(this.#startOf, length);
    this.#lengthOf = grown(this.#lengthOf, length);
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id += 1) {
      let slot = this.#hashes[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over the bytes, with a final mix so that the low bits are usable as a slot. */
function hashBytes(source: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ source[i]!, 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 13);
}
