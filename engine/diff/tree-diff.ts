import { CodefangError } from '../base/index.ts';
import { ObjectScratch, oidToHex } from '../git/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { commonPrefixLength } from './common-run.ts';
import { PathCounter } from './path-counter.ts';
import { treeMode, TreeEntryCursor } from './tree-entry-cursor.ts';
import type { TreeReader } from './tree-reader.ts';

export interface TreeChangeSink {
  /**
   * One path that differs. Mode 0 means absent; modes are canonical. A side with `gitlinkMode` is a
   * submodule, which a file may have replaced, or the reverse. Buffers are valid only during the call.
   */
  change(
    path: Uint8Array,
    pathLength: number,
    oldMode: number,
    oldOid: Uint8Array,
    oldAt: number,
    newMode: number,
    newOid: Uint8Array,
    newAt: number,
  ): void;
}

const depthMax = 4096;
const scratchBytes = 1024;
const pathBytesMax = 64 * 1024;
/** After so many changes, a look at how many may come: trees that name each other twice have no end. */
const countAfter = 2 ** 18;

/**
 * The paths that differ between two trees, in git's order: a merge-join of raw tree bytes.
 *
 *   old  a  lib/ -> [x  y]  z          equal object ids are skipped, whole subtrees included;
 *   new  a  lib/ -> [x  y'] z          runs of equal bytes are skipped without comparing names
 *
 * Iterative: one level per open directory, with one scratch a side that the reader fills. Cost: the
 * bytes of the directories that differ. BOUNDED BY: 4,096 levels, paths of 64 KiB and `pathCountMax` files in a
 * tree, past which the tree is CORRUPT.
 */
export class TreeDiff {
  readonly #reader: TreeReader;
  readonly #oidBytes: number;
  readonly #levels: Level[] = [];
  readonly #zeroOid: Uint8Array;
  #path: Uint8Array = new Uint8Array(256);
  #changes = 0;

  /** `oidBytes` is 20 for SHA-1 and 32 for SHA-256. */
  constructor(reader: TreeReader, oidBytes: number) {
    this.#reader = reader;
    this.#oidBytes = oidBytes;
    this.#zeroOid = new Uint8Array(oidBytes);
  }

  /** Bytes held by scratch; they are reused by the next run. */
  get bytes(): number {
    let total = this.#path.byteLength;
    for (const level of this.#levels) total += level.bytes;
    return total;
  }

  /** Gives the scratch back; the next run makes new ones. */
  release(): void {
    for (const level of this.#levels.splice(0)) level.release();
    this.#path = new Uint8Array(256);
  }

  /**
   * Reports every difference to `sink`. An undefined or all-zero tree id stands for the empty tree.
   *
   * @throws {CodefangError} CORRUPT when a tree is malformed, nested deeper than 4,096 or has too many files
   */
  run(
    oldTree: Uint8Array | undefined,
    oldAt: number,
    newTree: Uint8Array | undefined,
    newAt: number,
    sink: TreeChangeSink,
  ): void {
    const oldOid = oldTree ?? this.#zeroOid;
    const newOid = newTree ?? this.#zeroOid;
    const oldOidAt = oldTree === undefined ? 0 : oldAt;
    const newOidAt = newTree === undefined ? 0 : newAt;
    if (sameOid(oldOid, oldOidAt, newOid, newOidAt, this.#oidBytes)) return;
    this.#changes = 0;
    let depth = this.#open(0, 0, oldOid, oldOidAt, newOid, newOidAt);
    while (depth > 0) {
      depth = this.#step(depth, sink);
      if (this.#changes < countAfter) continue;
      this.#changes = Number.NEGATIVE_INFINITY;
      this.#checkSize(oldOid, oldOidAt);
      this.#checkSize(newOid, newOidAt);
    }
  }

  #checkSize(oid: Uint8Array, at: number): void {
    if (sameOid(oid, at, this.#zeroOid, 0, this.#oidBytes)) return;
    using counter = new PathCounter(this.#reader, this.#oidBytes);
    counter.check(oid, at);
  }

  /** Handles one entry of the innermost level; returns how many levels are open afterwards. */
  #step(depth: number, sink: TreeChangeSink): number {
    const level = this.#levels[depth - 1]!;
    const { older, newer } = level;
    level.skipEqual();
    if (older.mode === 0 && newer.mode === 0) return depth - 1;
    const order = level.compareNames();
    const hasOld = order <= 0;
    const hasNew = order >= 0;
    // Entries that are skipped were looked at when their tree was the newer one.
    if (hasOld && !older.isInOrder) throw disorder(level.oldOid, older.entryStart);
    if (hasNew && !newer.isInOrder) throw disorder(level.newOid, newer.entryStart);
    const named = hasOld ? older : newer;
    const pathLength = this.#appendName(level.pathLength, named);
    const oldMode = hasOld ? older.mode : 0;
    const newMode = hasNew ? newer.mode : 0;
    const oldAt = older.oidAt;
    const newAt = newer.oidAt;
    if (hasOld) level.advanceOld();
    if (hasNew) level.advanceNew();
    // Equal names in git's order are of one kind: both directories, or neither.
    if ((hasOld ? oldMode : newMode) !== treeMode) {
      this.#report(pathLength, level, oldMode, oldAt, newMode, newAt, sink);
      return depth;
    }
    const isSame = hasOld && hasNew && sameOid(older.bytes, oldAt, newer.bytes, newAt, this.#oidBytes);
    if (isSame) return depth;
    this.#path[pathLength] = 0x2f;
    return this.#open(
      depth,
      pathLength + 1,
      hasOld ? older.bytes : this.#zeroOid,
      hasOld ? oldAt : 0,
      hasNew ? newer.bytes : this.#zeroOid,
      hasNew ? newAt : 0,
    );
  }

  #report(
    pathLength: number,
    level: Level,
    oldMode: number,
    oldAt: number,
    newMode: number,
    newAt: number,
    sink: TreeChangeSink,
  ): void {
    const path = this.#path;
    const oldOid = oldMode === 0 ? this.#zeroOid : level.older.bytes;
    const newOid = newMode === 0 ? this.#zeroOid : level.newer.bytes;
    const oldOidAt = oldMode === 0 ? 0 : oldAt;
    const newOidAt = newMode === 0 ? 0 : newAt;
    if (oldMode === newMode && sameOid(oldOid, oldOidAt, newOid, newOidAt, this.#oidBytes)) return;
    this.#changes += 1;
    sink.change(path, pathLength, oldMode, oldOid, oldOidAt, newMode, newOid, newOidAt);
  }

  #open(
    depth: number,
    pathLength: number,
    oldOid: Uint8Array,
    oldAt: number,
    newOid: Uint8Array,
    newAt: number,
  ): number {
    if (depth === depthMax) {
      throw new CodefangError('CORRUPT', `Cannot compare trees: directories are nested deeper than ${depthMax} levels`);
    }
    this.#levels[depth] ??= new Level(this.#oidBytes, this.#reader.allowance);
    const level = this.#levels[depth]!;
    this.#read(oldOid, oldAt, level.oldScratch);
    this.#read(newOid, newAt, level.newScratch);
    copyOid(oldOid, oldAt, level.oldOid);
    copyOid(newOid, newAt, level.newOid);
    level.start(pathLength);
    return depth + 1;
  }

  #read(oid: Uint8Array, at: number, scratch: ObjectScratch): void {
    scratch.length = 0;
    if (!sameOid(oid, at, this.#zeroOid, 0, this.#oidBytes)) {
      this.#reader.readTree(oid, at, scratch);
    }
  }

  #appendName(pathLength: number, entry: TreeEntryCursor): number {
    const end = pathLength + entry.nameEnd - entry.nameStart;
    if (end >= this.#path.length) this.#growPath(end + 1);
    const path = this.#path;
    for (let from = entry.nameStart, to = pathLength; to < end; from += 1, to += 1) {
      path[to] = entry.bytes[from]!;
    }
    return end;
  }

  #growPath(byteCount: number): void {
    if (byteCount > pathBytesMax) {
      throw new CodefangError('CORRUPT', `Cannot compare trees: a path is longer than ${pathBytesMax} bytes`);
    }
    const bigger = new Uint8Array(Math.min(byteCount * 2, pathBytesMax));
    bigger.set(this.#path);
    this.#path = bigger;
  }
}

/** One open directory: a tree a side, and where the join stands in each. */
class Level {
  readonly oldScratch: ObjectScratch;
  readonly newScratch: ObjectScratch;
  readonly older: TreeEntryCursor;
  readonly newer: TreeEntryCursor;
  /** Ids of the two trees, for errors. */
  readonly oldOid: Uint8Array;
  readonly newOid: Uint8Array;
  pathLength = 0;

  constructor(oidBytes: number, allowance: ScratchAllowance | undefined) {
    this.oldOid = new Uint8Array(oidBytes);
    this.newOid = new Uint8Array(oidBytes);
    this.oldScratch = new ObjectScratch(scratchBytes, allowance);
    this.newScratch = new ObjectScratch(scratchBytes, allowance);
    this.older = new TreeEntryCursor(oidBytes);
    this.newer = new TreeEntryCursor(oidBytes);
  }

  get bytes(): number {
    return this.oldScratch.bytes.byteLength + this.newScratch.bytes.byteLength;
  }

  release(): void {
    this.oldScratch.discard();
    this.newScratch.discard();
  }

  start(pathLength: number): void {
    this.pathLength = pathLength;
    this.older.reset(this.oldScratch.bytes, this.oldScratch.length);
    this.newer.reset(this.newScratch.bytes, this.newScratch.length);
  }

  /** Moves both sides past the entries that are the same bytes. */
  skipEqual(): void {
    const { older, newer } = this;
    const oldLeft = older.length - older.entryStart;
    const newLeft = newer.length - newer.entryStart;
    const same = commonPrefixLength(
      older.bytes,
      older.entryStart,
      newer.bytes,
      newer.entryStart,
      oldLeft < newLeft ? oldLeft : newLeft,
    );
    const oldStart = older.entryStart;
    const skipped = older.skipWithin(oldStart + same) - oldStart;
    if (skipped === 0) return;
    newer.previousStart = newer.entryStart + older.previousStart - oldStart;
    older.moveTo(oldStart + skipped);
    newer.moveTo(newer.entryStart + skipped);
  }

  /** Negative when the old entry comes first; a side that has ended comes last. */
  compareNames(): number {
    const { older, newer } = this;
    if (older.mode === 0) return 1;
    if (newer.mode === 0) return -1;
    return compareEntryNames(older, newer);
  }

  advanceOld(): void {
    this.older.advance();
  }

  advanceNew(): void {
    this.newer.advance();
  }
}

/** Git's order of tree entries: by bytes, a directory's name as if it ended in a slash. */
function compareEntryNames(a: TreeEntryCursor, b: TreeEntryCursor): number {
  const aBytes = a.bytes;
  const bBytes = b.bytes;
  const aLength = a.nameEnd - a.nameStart;
  const bLength = b.nameEnd - b.nameStart;
  const shared = aLength < bLength ? aLength : bLength;
  for (let i = 0; i < shared; i += 1) {
    const order = aBytes[a.nameStart + i]! - bBytes[b.nameStart + i]!;
    if (order !== 0) return order;
  }
  return byteAfterName(a, shared) - byteAfterName(b, shared);
}

function byteAfterName(entry: TreeEntryCursor, at: number): number {
  if (at < entry.nameEnd - entry.nameStart) return entry.bytes[entry.nameStart + at]!;
  return entry.mode === treeMode ? 0x2f : 0;
}

function disorder(oid: Uint8Array, entryStart: number): CodefangError {
  const tree = oidToHex(oid, 0, oid.length);
  const state = `its entry at byte ${entryStart} repeats a name or is out of order, see git fsck`;
  return new CodefangError('CORRUPT', `Cannot read tree ${tree}: ${state}`);
}

function copyOid(from: Uint8Array, at: number, to: Uint8Array): void {
  for (let i = 0; i < to.length; i += 1) to[i] = from[at + i]!;
}

function sameOid(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number, oidBytes: number): boolean {
  for (let i = 0; i < oidBytes; i += 1) if (a[aAt + i] !== b[bAt + i]) return false;
  return true;
}
