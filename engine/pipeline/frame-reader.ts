import { assert, type ByteInterner } from '../base/index.ts';
import { ChangeRows } from './change-rows.ts';
import { changeFlag, changeInts, commitInts, frameTag, lineKind, sliceFlag } from './frame-layout.ts';

/** One slice of a commit as it lies in a frame. */
export interface Slice {
  /** Place in the walk. */
  readonly index: number;
  /** Changes over all slices of the commit. */
  readonly changeCount: number;
  readonly gitlinks: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** What analyzers see. */
  readonly changes: ChangeRows;
  /** All rows: the changes, and what else is said of where lines come from. */
  readonly lines: ChangeRows;
}

/** Takes the slices of a frame, in walk order. */
export interface SliceSink {
  slice(slice: Slice): void;
}

/**
 * Reads frames on the main thread: local path ids become those of the run, and the rows of a slice are
 * indexed so that an analyzer can read them in any order. Hunks are read where they lie in the slab.
 * BOUNDED BY: the rows of one frame, and the paths of one group of commits.
 */
export class FrameReader implements Slice {
  readonly changes: ChangeRows;
  readonly lines: ChangeRows;
  readonly #paths: ByteInterner;
  readonly #pathIds: { of: Int32Array } = { of: new Int32Array(1024) };
  #pathCount = 0;
  #ints: Int32Array = new Int32Array(0);
  #flags = 0;
  index = 0;
  changeCount = 0;
  gitlinks = 0;

  constructor(paths: ByteInterner, languageOfPath: (pathId: number) => number) {
    this.#paths = paths;
    this.changes = new ChangeRows(this.#pathIds, languageOfPath);
    this.lines = new ChangeRows(this.#pathIds, languageOfPath);
  }

  /** Bytes of the look-ups. */
  get bytes(): number {
    return this.#pathIds.of.byteLength + this.changes.bytes + this.lines.bytes;
  }

  get isFirst(): boolean {
    return (this.#flags & sliceFlag.first) !== 0;
  }

  get isLast(): boolean {
    return (this.#flags & sliceFlag.last) !== 0;
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

  #readSlice(start: number, end: number, sink: SliceSink): number {
    const ints = this.#ints;
    this.index = ints[start + 1]!;
    this.#flags = ints[start + 2]!;
    this.changeCount = ints[start + 3]!;
    this.gitlinks = ints[start + 4]!;
    this.changes.clear(ints);
    this.lines.clear(ints);
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
    const ints = this.#ints;
    assert(ints[at + 3]! <= lineKind.born, 'a frame holds kinds of rows only');
    this.lines.add(at);
    if ((ints[at + 4]! & changeFlag.linesOnly) === 0) this.changes.add(at);
    return at + changeInts + (ints[at + 10]! + ints[at + 11]!) * 4;
  }

  #readPath(at: number): number {
    const length = this.#ints[at + 1]!;
    if (this.#pathCount === this.#pathIds.of.length) this.#pathIds.of = grown(this.#pathIds.of);
    // A view over shared memory: the interner reads it byte by byte and copies what is new.
    const bytes = new Uint8Array(this.#ints.buffer, this.#ints.byteOffset + (at + 2) * 4, length);
    this.#pathIds.of[this.#pathCount] = this.#paths.intern(bytes, 0, length);
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
