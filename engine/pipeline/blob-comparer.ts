import { CodefangError, KiB, MiB } from '../base/index.ts';
import { changeKind } from '../contract.ts';
import { isBinary, LineDiff, type LineDiffWant, lineCountOf } from '../diff/index.ts';
import { collectGarbage } from '../memory/index.ts';
import { ObjectScratch, type ObjectStore, oidToHex } from '../git/index.ts';
import type { BatchTimer } from './batch-timer.ts';
import { type ChangeColumns, want } from './change-columns.ts';
import { changeFlag, lineKind, passesCutFlag, sameBinaryFlag } from './slab-layout.ts';
import { LinePasser, mostLetters } from './line-passer.ts';

/** How many versions of a file are kept at hand: two to compare, two for parallel branches. */
const keptBlobs = 4;
/** How far ahead of a change the same pair of blobs is looked for: a branch and its merge are near. */
const pairReach = 256;
/** A kept blob larger than this gives its memory back when the file is done and memory is short. */
const keptBytesMax = 256 * KiB;
/** Less than this is not worth a collection of its own. */
const collectedBytesMin = MiB;
/** Dead buffers that may lie about in a thread. */
const garbageBytesMax = 4 * MiB;

/** A blob at hand. `lines` is -1 until counted; flags say why there are none. */
interface KeptBlob {
  readonly scratch: ObjectScratch;
  readonly oid: Uint8Array;
  isFilled: boolean;
  usedAt: number;
  lines: number;
  flags: number;
}

/**
 * Fills in line counts and hunks of a group of changes, file by file, newest first: packs store an
 * older version as a delta against a newer one, so each blob read is the base of the next.
 * BOUNDED BY: four blobs of at most the run's blob limit each, and the scratch of the line diff.
 */
export class BlobComparer {
  readonly #store: ObjectStore;
  readonly #oidBytes: number;
  readonly #diff: LineDiff;
  /** Made for the first change whose lines are passed on. */
  #passer: LinePasser | undefined;
  readonly #kept: KeptBlob[];
  #clock = 0;
  #nextInPath: Int32Array = new Int32Array(1024);

  constructor(store: ObjectStore, oidBytes: number) {
    this.#store = store;
    this.#oidBytes = oidBytes;
    this.#diff = new LineDiff({ allowance: store.allowance });
    this.#kept = Array.from({ length: keptBlobs }, () => emptyBlob(oidBytes, store));
  }

  compareAll(columns: ChangeColumns, timer?: BatchTimer): void {
    const heads = this.#linkByPath(columns);
    for (let path = 0; path < columns.paths.count; path += 1) {
      if (heads[path]! < 0) continue;
      timer?.beginFile();
      let versionCount = 0;
      for (let row = heads[path]!; row >= 0; row = this.#nextInPath[row]!) {
        if (columns.isAnswered[row] !== 0) continue;
        this.#compareFirst(columns, row);
        timer?.rowCompared(row);
        versionCount += 1;
      }
      timer?.endFile(columns, path, versionCount);
      this.#releaseLarge();
    }
  }

  /** Chains the rows of each path against walk order; returns the last row of each path, or -1. */
  #linkByPath(columns: ChangeColumns): Int32Array {
    const heads = new Int32Array(columns.paths.count).fill(-1);
    if (this.#nextInPath.length < columns.count) this.#nextInPath = new Int32Array(columns.path.length);
    for (let row = 0; row < columns.count; row += 1) {
      const path = columns.path[row]!;
      this.#nextInPath[row] = heads[path]!;
      heads[path] = row;
    }
    return heads;
  }

  /** Compares the blobs of a row and gives the answer to every near row with the same pair. */
  #compareFirst(columns: ChangeColumns, row: number): void {
    let wants = columns.wants[row]!;
    let flags = columns.flags[row]!;
    for (let next = this.#nextInPath[row]!, reach = pairReach; next >= 0 && reach > 0; reach -= 1) {
      if (this.#isSamePair(columns, row, next)) {
        wants |= columns.wants[next]!;
        flags &= columns.flags[next]!;
      }
      next = this.#nextInPath[next]!;
    }
    this.#compare(columns, row, wants, (flags & changeFlag.linesOnly) !== 0);
    for (let next = this.#nextInPath[row]!, reach = pairReach; next >= 0 && reach > 0; reach -= 1) {
      if (this.#isSamePair(columns, row, next)) copyAnswer(columns, row, next);
      next = this.#nextInPath[next]!;
    }
    // Rows that did not ask for hunks must not carry them, or slabs would depend on their neighbours.
    if ((columns.wants[row]! & want.hunks) === 0) columns.hunkCount[row] = 0;
  }

  /** Whether `b` asks for what `a` asks for, and is not answered yet. */
  #isSamePair(columns: ChangeColumns, a: number, b: number): boolean {
    if (columns.kind[a] !== columns.kind[b] || columns.isAnswered[b] !== 0) return false;
    if (wishesOf(columns, a) !== wishesOf(columns, b)) return false;
    const width = 2 * this.#oidBytes;
    const { oids } = columns;
    for (let i = 0, atA = a * width, atB = b * width; i < width; i += 1, atA += 1, atB += 1) {
      if (oids[atA] !== oids[atB]) return false;
    }
    return true;
  }

  #compare(columns: ChangeColumns, row: number, wants: number, isUncounted: boolean): void {
    const wantsHunks = (wants & want.hunks) !== 0;
    const oldAt = row * 2 * this.#oidBytes;
    const newAt = oldAt + this.#oidBytes;
    const kind = columns.kind[row]!;
    if ((wants & want.oldLines) !== 0) columns.oldLines[row] = this.#linesOf(this.#blob(columns.oids, oldAt));
    else if (hasNewSideOnly(kind)) this.#compareOneSide(columns, row, newAt, wantsHunks);
    else if (kind === changeKind.deleted) this.#compareOneSide(columns, row, oldAt, wantsHunks);
    else if (this.#sameOid(columns.oids, oldAt, newAt)) this.#tellSame(columns, row, newAt, wants);
    else this.#compareBoth(columns, row, oldAt, newAt, wantsHunks ? (isUncounted ? 'positions' : 'lines') : 'counts');
  }

  /** A change of mode or name only: what is there is read when its lines are wanted all the same. */
  #tellSame(columns: ChangeColumns, row: number, oidAt: number, wants: number): void {
    columns.flags[row]! |= changeFlag.sameContent;
    if ((wants & want.binary) !== 0 && this.#blob(columns.oids, oidAt).flags !== 0) {
      columns.flags[row]! |= sameBinaryFlag;
    }
    const lines = (wants & want.counts) === 0 ? -1 : this.#linesOf(this.#blob(columns.oids, oidAt));
    columns.oldLines[row] = lines;
    columns.newLines[row] = lines;
  }

  #compareOneSide(columns: ChangeColumns, row: number, oidAt: number, wantsHunks: boolean): void {
    const blob = this.#blob(columns.oids, oidAt);
    const lines = this.#linesOf(blob);
    const isAdded = columns.kind[row] !== changeKind.deleted;
    columns.flags[row]! |= blob.flags;
    columns.added[row] = isAdded ? lines : 0;
    columns.removed[row] = isAdded ? 0 : lines;
    columns.oldLines[row] = isAdded ? 0 : lines;
    columns.newLines[row] = isAdded ? lines : 0;
    if (wantsHunks) setWholeHunk(columns, row);
    if (isAdded && (columns.wants[row]! & want.letters) !== 0) {
      columns.letters[row] = mostLetters(blob.scratch, [0, lines]);
    }
  }

  #compareBoth(columns: ChangeColumns, row: number, oldAt: number, newAt: number, wants: LineDiffWant): void {
    const wantsHunks = wants !== 'counts';
    const newer = this.#blob(columns.oids, newAt);
    const older = this.#blob(columns.oids, oldAt);
    columns.flags[row]! |= older.flags | newer.flags;
    if ((older.flags | newer.flags) !== 0) {
      // git counts no lines when a side is binary; line histories still lose or gain the text side.
      columns.oldLines[row] = this.#linesOf(older);
      columns.newLines[row] = this.#linesOf(newer);
      if (wantsHunks) setWholeHunk(columns, row);
      return;
    }
    const diff = this.#diff;
    diff.run(
      older.scratch.bytes,
      older.scratch.length,
      newer.scratch.bytes,
      newer.scratch.length,
      wants,
      older.lines,
      newer.lines,
    );
    older.lines = diff.oldLineCount;
    newer.lines = diff.newLineCount;
    columns.added[row] = diff.added;
    columns.removed[row] = diff.removed;
    columns.changed[row] = diff.changed;
    columns.oldLines[row] = older.lines;
    columns.newLines[row] = newer.lines;
    if (diff.isCapped) columns.flags[row]! |= changeFlag.capped;
    if (!wantsHunks) return;
    if (diff.isCoarse) columns.flags[row]! |= changeFlag.coarse;
    columns.setHunks(row, diff.hunks, diff.hunkCount);
    if ((columns.wants[row]! & (want.ignored | want.moves | want.letters)) === 0) return;
    const passer = (this.#passer ??= new LinePasser(this.#store.allowance));
    if (passer.pass(columns, row, older.scratch, newer.scratch, diff)) columns.flags[row]! |= passesCutFlag;
  }

  #linesOf(blob: KeptBlob): number {
    if (blob.lines < 0) blob.lines = lineCountOf(blob.scratch.bytes, blob.scratch.length);
    return blob.lines;
  }

  /** The blob of an id, at hand or read into a place that is not needed any more. */
  #blob(oids: Uint8Array, at: number): KeptBlob {
    this.#clock += 1;
    for (const blob of this.#kept) {
      if (!blob.isFilled || !this.#matches(blob, oids, at)) continue;
      blob.usedAt = this.#clock;
      return blob;
    }
    const place = this.#store.allowance.isTight ? this.#largestIdle() : this.#usedLongestAgo();
    place.usedAt = this.#clock;
    this.#fill(place, oids, at);
    return place;
  }

  #usedLongestAgo(): KeptBlob {
    let oldest = this.#kept[0]!;
    for (const blob of this.#kept) if (blob.usedAt < oldest.usedAt) oldest = blob;
    return oldest;
  }

  /**
   * Large files are compared with just two versions at hand, the one used last and the one read next: it takes
   * over the largest buffer, the others give theirs back.
   */
  #largestIdle(): KeptBlob {
    let largest = this.#usedLongestAgo();
    for (const blob of this.#kept) {
      if (blob.usedAt < this.#clock - 1 && capacityOf(blob) > capacityOf(largest)) largest = blob;
    }
    for (const blob of this.#kept) if (blob.usedAt < this.#clock - 1 && blob !== largest) releaseBlob(blob);
    this.#collect(garbageBytesMax);
    return largest;
  }

  #fill(blob: KeptBlob, oids: Uint8Array, at: number): void {
    blob.isFilled = false;
    const kind = this.#store.read(oids, at, blob.scratch, 'base');
    for (let i = 0; i < this.#oidBytes; i += 1) blob.oid[i] = oids[at + i]!;
    blob.flags = flagsOf(kind, blob.scratch, oids, at, this.#oidBytes);
    blob.lines = blob.flags === 0 ? -1 : 0;
    blob.isFilled = true;
  }

  #matches(blob: KeptBlob, oids: Uint8Array, at: number): boolean {
    for (let i = 0; i < this.#oidBytes; i += 1) if (blob.oid[i] !== oids[at + i]) return false;
    return true;
  }

  #sameOid(oids: Uint8Array, a: number, b: number): boolean {
    for (let i = 0; i < this.#oidBytes; i += 1) if (oids[a + i] !== oids[b + i]) return false;
    return true;
  }

  /** Other threads may wait for the memory that large versions of a file took. */
  #releaseLarge(): void {
    const { allowance } = this.#store;
    if (allowance.isOverdrawn) {
      this.#diff.release();
      this.#passer?.release();
      this.#store.releaseBuffers();
      for (const blob of this.#kept) releaseBlob(blob);
      // Others may hold what is overdrawn; collecting for every small file would take for ever.
      this.#collect(collectedBytesMin);
      allowance.settle();
    }
    this.#collect(garbageBytesMax);
  }

  /** V8 by itself waits until some 50 MiB of dead buffers lie about, and slabs that come and go mislead a meter. */
  #collect(deadBytesMax: number): void {
    const { allowance } = this.#store;
    if (allowance.deadBytes <= deadBytesMax) return;
    collectGarbage();
    allowance.collected();
  }
}

function flagsOf(kind: string, scratch: ObjectScratch, oids: Uint8Array, at: number, oidBytes: number): number {
  if (kind === 'blob') return isBinary(scratch.bytes, scratch.length) ? changeFlag.binary : 0;
  if (kind === 'missing') return changeFlag.binary | changeFlag.missing;
  if (kind === 'oversize') return changeFlag.binary | changeFlag.oversize;
  throw new CodefangError(
    'CORRUPT',
    `Cannot read blob ${oidToHex(oids, at, oidBytes)}: found ${kind}, expected a blob`,
  );
}

function capacityOf({ scratch }: KeptBlob): number {
  return scratch.bytes.length;
}

function releaseBlob(blob: KeptBlob): void {
  if (capacityOf(blob) <= keptBytesMax) return;
  blob.scratch.release();
  blob.isFilled = false;
}

function emptyBlob(oidBytes: number, store: ObjectStore): KeptBlob {
  return {
    scratch: new ObjectScratch(undefined, store.allowance),
    oid: new Uint8Array(oidBytes),
    isFilled: false,
    usedAt: 0,
    lines: -1,
    flags: 0,
  };
}

/** Whether there is nothing to compare with: the lines of the new side are counted. */
function hasNewSideOnly(kind: number): boolean {
  return kind === changeKind.added || kind === lineKind.born || kind === lineKind.taken;
}

/** One hunk that replaces all lines by all lines; none when there are no lines at all. */
function setWholeHunk(columns: ChangeColumns, row: number): void {
  const oldLines = columns.oldLines[row]!;
  const newLines = columns.newLines[row]!;
  if (oldLines === 0 && newLines === 0) return;
  wholeHunk[1] = oldLines;
  wholeHunk[3] = newLines;
  columns.setHunks(row, wholeHunk, 1);
}

const wholeHunk = new Int32Array(4);

/**
 * What an answer for another row must agree in: whether and how lines are passed on, and that only lines are counted, and whether it says
 * that equal content is binary.
 */
function wishesOf({ wants }: ChangeColumns, row: number): number {
  return wants[row]! & (want.ignored | want.moves | want.letters | want.oldLines | want.binary);
}

/** Marks that say what a row is for, not what its blobs are like. */
const rowMarks = changeFlag.linesOnly | changeFlag.linesElsewhere;

/** Gives a row the answer of another one and marks it as answered. */
function copyAnswer(columns: ChangeColumns, from: number, to: number): void {
  columns.flags[to] = (columns.flags[to]! & rowMarks) | (columns.flags[from]! & ~rowMarks);
  columns.added[to] = columns.added[from]!;
  columns.removed[to] = columns.removed[from]!;
  columns.changed[to] = columns.changed[from]!;
  columns.oldLines[to] = columns.oldLines[from]!;
  columns.newLines[to] = columns.newLines[from]!;
  columns.hunkStart[to] = columns.hunkStart[from]!;
  columns.hunkCount[to] = (columns.wants[to]! & want.hunks) === 0 ? 0 : columns.hunkCount[from]!;
  columns.passCount[to] = columns.passCount[from]!;
  columns.letters[to] = columns.letters[from]!;
  columns.isAnswered[to] = 1;
}
