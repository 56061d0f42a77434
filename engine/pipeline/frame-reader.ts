import { assert, type ByteInterner } from '../base/index.ts';
import { changeKind, type FileChanges } from '../contract.ts';
import type { FileIdentity } from '../history/index.ts';
import { changeInts, commitInts, frameTag, sliceFlag } from './frame-layout.ts';

/** One slice of a commit as it lies in a frame. */
export interface Slice {
  /** Place in the walk. */
  readonly index: number;
  readonly changeCount: number;
  readonly gitlinks: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly changes: FileChanges;
}

/** Hears the slices of a frame, in walk order. */
export interface SliceSink {
  slice(slice: Slice): void;
}

/**
 * Reads frames on the main thread: local path ids become those of the run, and the rows of a slice are
 * indexed so that an analyzer can read them in any order. Hunks are read where they lie in the slab.
 * BOUNDED BY: the rows of one frame, and the paths of one group of commits.
 */
export class FrameReader implements Slice, FileChanges {
  readonly #paths: ByteInterner;
  readonly #languageOfPath: (pathId: number) => number;
  #identity: FileIdentity | undefined;
  #pathIds: Int32Array = new Int32Array(1024);
  #pathCount = 0;
  #rows: Int32Array = new Int32Array(1024);
  #fileIds: Int32Array = new Int32Array(1024);
  #ints: Int32Array = new Int32Array(0);
  #flags = 0;
  index = 0;
  changeCount = 0;
  gitlinks = 0;
  count = 0;

  constructor(paths: ByteInterner, languageOfPath: (pathId: number) => number) {
    this.#paths = paths;
    this.#languageOfPath = languageOfPath;
  }

  /** Bytes of the look-ups. */
  get bytes(): number {
    return this.#pathIds.byteLength + this.#rows.byteLength + this.#fileIds.byteLength;
  }

  get changes(): FileChanges {
    return this;
  }

  get isFirst(): boolean {
    return (this.#flags & sliceFlag.first) !== 0;
  }

  get isLast(): boolean {
    return (this.#flags & sliceFlag.last) !== 0;
  }

  get hunks(): Int32Array {
    return this.#ints;
  }

  /**
   * Gives every change of the current slice its file, renames followed. The owner calls it once for each
   * slice whose changes count towards files; without it file ids are -1.
   */
  identify(identity: FileIdentity): void {
    this.#identity = identity;
    for (let at = 0; at < this.count; at += 1) {
      this.#fileIds[at] = identity.observe(this.kind(at), this.pathId(at), this.oldPathId(at));
    }
  }

  /** Hands each slice of a frame to `sink`; returns whether the batch ends with it. */
  read(slab: Int32Array, end: number, sink: SliceSink): boolean {
    this.#ints = slab;
    let at = 0;
    while (at < end) {
      const tag = slab[at]!;
      if (tag === frameTag.commit) at = this.#readSlice(at, end, sink);
      else if (tag === frameTag.path) at = this.#readPath(at);
      else if (tag === frameTag.done) return true;
      else at = this.#readReset(at, tag);
    }
    return false;
  }

  kind(at: number): number {
    return this.#ints[this.#rows[at]! + 3]!;
  }

  pathId(at: number): number {
    return this.#pathIds[this.#ints[this.#rows[at]! + 1]!]!;
  }

  oldPathId(at: number): number {
    const local = this.#ints[this.#rows[at]! + 2]!;
    return local < 0 ? -1 : this.#pathIds[local]!;
  }

  fileId(at: number): number {
    return this.#identity === undefined ? -1 : this.#fileIds[at]!;
  }

  languageId(at: number): number {
    return this.#languageOfPath(this.pathId(at));
  }

  /** Marks of a change: see `changeFlag`. */
  flags(at: number): number {
    return this.#ints[this.#rows[at]! + 4]!;
  }

  added(at: number): number {
    return this.#ints[this.#rows[at]! + 5]!;
  }

  removed(at: number): number {
    return this.#ints[this.#rows[at]! + 6]!;
  }

  changed(at: number): number {
    return this.#ints[this.#rows[at]! + 7]!;
  }

  oldLines(at: number): number {
    return this.#ints[this.#rows[at]! + 8]!;
  }

  newLines(at: number): number {
    return this.#ints[this.#rows[at]! + 9]!;
  }

  hunkCount(at: number): number {
    return this.#ints[this.#rows[at]! + 10]!;
  }

  hunkStart(at: number): number {
    return this.#rows[at]! + changeInts;
  }

  #readSlice(start: number, end: number, sink: SliceSink): number {
    const ints = this.#ints;
    this.index = ints[start + 1]!;
    this.#flags = ints[start + 2]!;
    this.changeCount = ints[start + 3]!;
    this.gitlinks = ints[start + 4]!;
    this.count = 0;
    this.#identity = undefined;
    let at = start + commitInts;
    for (; at < end; ) {
      if (ints[at] === frameTag.change) at = this.#readChange(at);
      else if (ints[at] === frameTag.path) at = this.#readPath(at);
      else break;
    }
    sink.slice(this);
    return at;
  }

  #readChange(at: number): number {
    if (this.count === this.#rows.length) {
      this.#rows = grown(this.#rows);
      this.#fileIds = new Int32Array(this.#rows.length);
    }
    this.#rows[this.count] = at;
    this.count += 1;
    assert(this.#ints[at + 3]! <= changeKind.renamed, 'a frame holds kinds of change only');
    return at + changeInts + this.#ints[at + 10]! * 4;
  }

  #readPath(at: number): number {
    const length = this.#ints[at + 1]!;
    if (this.#pathCount === this.#pathIds.length) this.#pathIds = grown(this.#pathIds);
    // A view over shared memory: the interner reads it byte by byte and copies what is new.
    const bytes = new Uint8Array(this.#ints.buffer, this.#ints.byteOffset + (at + 2) * 4, length);
    this.#pathIds[this.#pathCount] = this.#paths.intern(bytes, 0, length);
    this.#pathCount += 1;
    return at + 2 + ((length + 3) >> 2);
  }

  #readReset(at: number, tag: number): number {
    assert(tag === frameTag.reset, 'a frame holds known records only');
    this.#pathCount = 0;
    return at + 1;
  }
}

function grown(old: Int32Array): Int32Array {
  const bigger = new Int32Array(old.length * 2);
  bigger.set(old);
  return bigger;
}
