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

const segmentShift = 12;
const segmentCommits = 1 << segmentShift;
const segmentMask = segmentCommits - 1;
const slotsMin = 8192;

/**
 * All commits of a walk as columns, about 65 bytes a commit and 8 to 16 more until `seal`; no JavaScript
 * value per commit.
 *
 * Columns lie in segments of 4,096 commits, so the table grows without ever being copied. An id is
 * interned before its commit is read: indexes are in order of discovery, `fill` may come in any order.
 * BOUNDED BY: the commits of the repository; the plan that follows the survey counts `byteLength` as what is resident.
 */
export class CommitTable {
  readonly oidBytes: number;
  readonly #segments: Segment[] = [];
  /** Parents of all commits; those of one commit lie together. */
  readonly #parents: Int32Array[] = [];
  #parentEnd = 0;
  #slots: Int32Array = new Int32Array(slotsMin);
  #count = 0;

  constructor(oidBytes: number) {
    this.oidBytes = oidBytes;
  }

  /** Commits that were interned; indexes are `[0, count)`. */
  get count(): number {
    return this.#count;
  }

  get byteLength(): number {
    const columns = this.#segments.length * segmentCommits * (this.oidBytes * 2 + fixedBytesPerCommit);
    return columns + (this.#parents.length * segmentCommits + this.#slots.length) * 4;
  }

  /** The index of an id, made at the end if it is new. REQUIRES: not sealed. */
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

  /** The index of an id, or -1. REQUIRES: not sealed. */
  find(oid: Uint8Array, at: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(oid, at) & mask; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot]! - 1;
      if (index < 0 || this.#sameOid(index, oid, at)) return index;
    }
  }

  /** Gives back what only `intern` and `find` need. */
  seal(): void {
    this.#slots = new Int32Array(0);
  }

  /** Fills an interned commit, once; its parents follow by `addParent` before the next call. */
  fill(index: number, tree: Uint8Array, treeAt: number, seconds: number, ident: number): void {
    assert(index < this.#count, 'a commit is interned before it is filled');
    const segment = this.#segments[index >> segmentShift]!;
    const at = index & segmentMask;
    const { trees } = segment;
    const treeEnd = (at + 1) * this.oidBytes;
    for (let to = treeEnd - this.oidBytes, from = treeAt; to < treeEnd; to += 1, from += 1) {
      trees[to] = tree[from]!;
    }
    segment.seconds[at] = seconds;
    segment.idents[at] = ident;
    segment.parentStarts[at] = this.#parentEnd;
  }

  /** Gives time and ident to a commit that was filled before they were known. */
  complete(index: number, seconds: number, ident: number): void {
    const segment = this.#segments[index >> segmentShift]!;
    segment.seconds[index & segmentMask] = seconds;
    segment.idents[index & segmentMask] = ident;
  }

  /** Adds a parent to a commit; it is the one filled last. */
  addParent(index: number, parent: number): void {
    const { parentStarts, parentCounts } = this.#segments[index >> segmentShift]!;
    const at = index & segmentMask;
    const isLast = parentStarts[at]! + parentCounts[at]! === this.#parentEnd;
    assert(isLast, 'the parents of one commit lie together');
    if (this.#parentEnd >> segmentShift === this.#parents.length) {
      this.#parents.push(new Int32Array(segmentCommits));
    }
    this.#parents[this.#parentEnd >> segmentShift]![this.#parentEnd & segmentMask] = parent;
    this.#parentEnd += 1;
    parentCounts[at] = parentCounts[at]! + 1;
  }

  parentCount(index: number): number {
    return this.#segments[index >> segmentShift]!.parentCounts[index & segmentMask]!;
  }

  parent(index: number, nth: number): number {
    const segment = this.#segments[index >> segmentShift]!;
    const place = segment.parentStarts[index & segmentMask]! + nth;
    return this.#parents[place >> segmentShift]![place & segmentMask]!;
  }

  seconds(index: number): number {
    return this.#segments[index >> segmentShift]!.seconds[index & segmentMask]!;
  }

  ident(index: number): number {
    return this.#segments[index >> segmentShift]!.idents[index & segmentMask]!;
  }

  hasFlag(index: number, flag: number): boolean {
    return (this.#segments[index >> segmentShift]!.flags[index & segmentMask]! & flag) !== 0;
  }

  setFlag(index: number, flag: number): void {
    const { flags } = this.#segments[index >> segmentShift]!;
    const at = index & segmentMask;
    flags[at] = flags[at]! | flag;
  }

  /** Copies the tree id of a commit into `out`. */
  copyTree(index: number, out: Uint8Array, outAt: number): void {
    const { trees } = this.#segments[index >> segmentShift]!;
    copyId(trees, (index & segmentMask) * this.oidBytes, this.oidBytes, out, outAt);
  }

  /** Copies the id of a commit into `out`. */
  copyOid(index: number, out: Uint8Array, outAt: number): void {
    const { oids } = this.#segments[index >> segmentShift]!;
    copyId(oids, (index & segmentMask) * this.oidBytes, this.oidBytes, out, outAt);
  }

  oidHex(index: number): string {
    const { oids } = this.#segments[index >> segmentShift]!;
    const at = (index & segmentMask) * this.oidBytes;
    return oids.toString('hex', at, at + this.oidBytes);
  }

  /** Orders two commits by committer time, then by id. */
  compare(a: number, b: number): number {
    const difference = this.seconds(a) - this.seconds(b);
    return difference !== 0 ? difference : this.compareOids(a, b);
  }

  /** Orders two commits by id. */
  compareOids(a: number, b: number): number {
    const oidsA = this.#segments[a >> segmentShift]!.oids;
    const oidsB = this.#segments[b >> segmentShift]!.oids;
    let atA = (a & segmentMask) * this.oidBytes;
    let atB = (b & segmentMask) * this.oidBytes;
    for (let i = 0; i < this.oidBytes; i += 1, atA += 1, atB += 1) {
      const byte = oidsA[atA]! - oidsB[atB]!;
      if (byte !== 0) return byte;
    }
    return 0;
  }

  #sameOid(index: number, oid: Uint8Array, at: number): boolean {
    const { oids } = this.#segments[index >> segmentShift]!;
    let own = (index & segmentMask) * this.oidBytes;
    for (let i = 0; i < this.oidBytes; i += 1, own += 1) if (oids[own] !== oid[at + i]) return false;
    return true;
  }

  #append(oid: Uint8Array, at: number, slot: number): number {
    const index = this.#count;
    if (index >> segmentShift === this.#segments.length) this.#segments.push(makeSegment(this.oidBytes));
    const { oids } = this.#segments[index >> segmentShift]!;
    copyId(oid, at, this.oidBytes, oids, (index & segmentMask) * this.oidBytes);
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  /** The slots are rebuilt from the ids, so the old ones are freed before the new ones are allocated. */
  #rehash(): void {
    const length = this.#slots.length * 2;
    this.#slots = new Int32Array(0);
    const slots = new Int32Array(length);
    const mask = length - 1;
    for (let index = 0; index < this.#count; index += 1) {
      const { oids } = this.#segments[index >> segmentShift]!;
      let slot = hashOf(oids, (index & segmentMask) * this.oidBytes) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

interface Segment {
  readonly oids: Buffer;
  readonly trees: Buffer;
  readonly seconds: Float64Array;
  readonly idents: Int32Array;
  readonly parentStarts: Int32Array;
  readonly parentCounts: Int32Array;
  readonly flags: Uint8Array;
}

/** Of a segment's columns without the two ids. */
const fixedBytesPerCommit = 8 + 3 * 4 + 1;

function makeSegment(oidBytes: number): Segment {
  return {
    oids: Buffer.alloc(segmentCommits * oidBytes),
    trees: Buffer.alloc(segmentCommits * oidBytes),
    seconds: new Float64Array(segmentCommits),
    idents: new Int32Array(segmentCommits),
    parentStarts: new Int32Array(segmentCommits),
    parentCounts: new Int32Array(segmentCommits),
    flags: new Uint8Array(segmentCommits),
  };
}

function copyId(from: Uint8Array, at: number, length: number, out: Uint8Array, outAt: number): void {
  for (let i = 0; i < length; i += 1) out[outAt + i] = from[at + i]!;
}

/** Ids are uniform already: four bytes of one are a hash. */
function hashOf(oid: Uint8Array, at: number): number {
  return oid[at]! | (oid[at + 1]! << 8) | (oid[at + 2]! << 16) | (oid[at + 3]! << 24);
}
