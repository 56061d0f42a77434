import { assert } from '../base/index.ts';

/** Marks of a commit in the table. */
export const commitFlag = {
  /** On the first-parent chain of the start. */
  mainline: 1,
  /** Some parents lie outside what can be read: the edge of a shallow or partial clone. */
  boundary: 2,
  /** Has more than one parent, whether or not they can be read. */
  merge: 4,
} as const;

/**
 * All commits of a walk as columns, about 70 bytes a commit; no JavaScript value per commit.
 *
 * An id is interned before its commit is read, so the table is also the queue of a walk: what is
 * interned and not yet read lies at `[readCount, count)`.
 * BOUNDED BY: the owner, which charges `bytes` to its account while the survey grows.
 */
export class CommitTable {
  readonly oidBytes: number;
  #oids: Buffer;
  #trees: Buffer;
  #seconds: Float64Array = new Float64Array(1024);
  #idents: Int32Array = new Int32Array(1024);
  #flags: Uint8Array = new Uint8Array(1024);
  #parentStart: Int32Array = new Int32Array(1025);
  #parents: Int32Array = new Int32Array(1024);
  #parentEnd = 0;
  #slots: Int32Array = new Int32Array(4096);
  #count = 0;
  #readCount = 0;

  constructor(oidBytes: number) {
    this.oidBytes = oidBytes;
    this.#oids = Buffer.alloc(1024 * oidBytes);
    this.#trees = Buffer.alloc(1024 * oidBytes);
  }

  get count(): number {
    return this.#count;
  }

  get readCount(): number {
    return this.#readCount;
  }

  get bytes(): number {
    const columns = this.#oids.length * 2 + this.#seconds.length * 8 + this.#flags.length;
    const integers = this.#idents.length + this.#parentStart.length + this.#parents.length;
    return columns + (integers + this.#slots.length) * 4;
  }

  /** The index of an id, made at the end if it is new. */
  intern(oid: Uint8Array, at: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(oid, at) & mask;
    for (;;) {
      const index = this.#slots[slot]! - 1;
      if (index < 0) return this.#append(oid, at, slot);
      if (this.#sameOid(index, oid, at)) return index;
      slot = (slot + 1) & mask;
    }
  }

  /** The index of an id, or -1. */
  find(oid: Uint8Array, at: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(oid, at) & mask; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot]! - 1;
      if (index < 0 || this.#sameOid(index, oid, at)) return index;
    }
  }

  /** Fills the next unread commit; its parents follow by `addParent` before the next call. */
  fill(tree: Uint8Array, treeAt: number, seconds: number, ident: number): void {
    const index = this.#readCount;
    assert(index < this.#count, 'a commit is interned before it is read');
    const at = index * this.oidBytes;
    for (let i = 0; i < this.oidBytes; i += 1) this.#trees[at + i] = tree[treeAt + i]!;
    this.#seconds[index] = seconds;
    this.#idents[index] = ident;
    this.#parentStart[index] = this.#parentEnd;
    this.#readCount += 1;
    this.#parentStart[this.#readCount] = this.#parentEnd;
  }

  /** Adds a parent to the commit filled last. */
  addParent(index: number): void {
    if (this.#parentEnd === this.#parents.length) {
      const bigger = new Int32Array(this.#parents.length * 2);
      bigger.set(this.#parents);
      this.#parents = bigger;
    }
    this.#parents[this.#parentEnd] = index;
    this.#parentEnd += 1;
    this.#parentStart[this.#readCount] = this.#parentEnd;
  }

  parentCount(index: number): number {
    return this.#parentStart[index + 1]! - this.#parentStart[index]!;
  }

  parent(index: number, nth: number): number {
    return this.#parents[this.#parentStart[index]! + nth]!;
  }

  seconds(index: number): number {
    return this.#seconds[index]!;
  }

  ident(index: number): number {
    return this.#idents[index]!;
  }

  hasFlag(index: number, flag: number): boolean {
    return (this.#flags[index]! & flag) !== 0;
  }

  setFlag(index: number, flag: number): void {
    this.#flags[index] = this.#flags[index]! | flag;
  }

  /** Copies the tree id of a commit into `out`. */
  copyTree(index: number, out: Uint8Array, outAt: number): void {
    const at = index * this.oidBytes;
    for (let i = 0; i < this.oidBytes; i += 1) out[outAt + i] = this.#trees[at + i]!;
  }

  oidHex(index: number): string {
    return this.#oids.toString('hex', index * this.oidBytes, (index + 1) * this.oidBytes);
  }

  /** The ids back to back; a commit's begins at `index * oidBytes`. */
  get oids(): Buffer {
    return this.#oids;
  }

  /** Orders two commits by committer time, then by id. */
  compare(a: number, b: number): number {
    const difference = this.#seconds[a]! - this.#seconds[b]!;
    if (difference !== 0) return difference;
    let atA = a * this.oidBytes;
    let atB = b * this.oidBytes;
    for (let i = 0; i < this.oidBytes; i += 1, atA += 1, atB += 1) {
      const byte = this.#oids[atA]! - this.#oids[atB]!;
      if (byte !== 0) return byte;
    }
    return 0;
  }

  #sameOid(index: number, oid: Uint8Array, at: number): boolean {
    let own = index * this.oidBytes;
    for (let i = 0; i < this.oidBytes; i += 1, own += 1) {
      if (this.#oids[own] !== oid[at + i]) return false;
    }
    return true;
  }

  #append(oid: Uint8Array, at: number, slot: number): number {
    const index = this.#count;
    if (index === this.#seconds.length) this.#growColumns();
    const own = index * this.oidBytes;
    for (let i = 0; i < this.oidBytes; i += 1) this.#oids[own + i] = oid[at + i]!;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  #growColumns(): void {
    const length = this.#seconds.length * 2;
    this.#oids = grownBytes(this.#oids, length * this.oidBytes);
    this.#trees = grownBytes(this.#trees, length * this.oidBytes);
    const seconds = new Float64Array(length);
    seconds.set(this.#seconds);
    this.#seconds = seconds;
    const flags = new Uint8Array(length);
    flags.set(this.#flags);
    this.#flags = flags;
    this.#idents = grownInts(this.#idents, length);
    this.#parentStart = grownInts(this.#parentStart, length + 1);
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < this.#count; index += 1) {
      let slot = hashOf(this.#oids, index * this.oidBytes) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

/** Ids are uniform already: four bytes of one are a hash. */
function hashOf(oid: Uint8Array, at: number): number {
  return oid[at]! | (oid[at + 1]! << 8) | (oid[at + 2]! << 16) | (oid[at + 3]! << 24);
}

function grownBytes(old: Buffer, length: number): Buffer {
  const bigger = Buffer.alloc(length);
  bigger.set(old);
  return bigger;
}

function grownInts(old: Int32Array, length: number): Int32Array {
  const bigger = new Int32Array(length);
  bigger.set(old);
  return bigger;
}
