import { assert } from '../base/index.ts';
import { ChangeRows } from './change-rows.ts';
import { changeFlag, changeInts, commitInts, lineKind, sliceFlag, submoduleKind } from './slab-layout.ts';

/**
 * One slice of a commit where it lies in a slab; its rows are indexed, so that an analyzer can read them in any order.
 * Hunks are read where they lie in the slab.
 * BOUNDED BY: the rows of one slab.
 */
export class Slice {
  /** What analyzers see. */
  readonly changes: ChangeRows;
  /** All rows: the changes, and what else is said of where lines come from. */
  readonly lines: ChangeRows;
  /** Submodules, of a commit for which they were asked. */
  readonly submodules: ChangeRows;
  /** Place in the walk. */
  place = 0;
  /** Changes over all slices of the commit. */
  changeCount = 0;
  gitlinks = 0;
  #flags = 0;

  constructor(pathIds: { readonly of: Int32Array }, languageOfPath: (pathId: number) => number) {
    this.changes = new ChangeRows(pathIds, languageOfPath);
    this.lines = new ChangeRows(pathIds, languageOfPath);
    this.submodules = new ChangeRows(pathIds, languageOfPath);
  }

  /** Bytes of the look-ups. */
  get bytes(): number {
    return this.changes.bytes + this.lines.bytes + this.submodules.bytes;
  }

  get isFirst(): boolean {
    return (this.#flags & sliceFlag.first) !== 0;
  }

  get isLast(): boolean {
    return (this.#flags & sliceFlag.last) !== 0;
  }

  /** Begins the slice that lies at `at`; returns where its rows begin. */
  open(ints: Int32Array, at: number): number {
    this.place = ints[at + 1]!;
    this.#flags = ints[at + 2]!;
    this.changeCount = ints[at + 3]!;
    this.gitlinks = ints[at + 4]!;
    this.changes.clear(ints);
    this.lines.clear(ints);
    this.submodules.clear(ints);
    return at + commitInts;
  }

  /** Adds the row that lies at `at`; returns where it ends. */
  add(ints: Int32Array, at: number): number {
    const kind = ints[at + 3]!;
    assert(kind <= lineKind.copied || kind === submoduleKind, 'a slab holds kinds of rows only');
    if (kind === submoduleKind) this.submodules.add(at);
    else {
      this.lines.add(at);
      if ((ints[at + 4]! & changeFlag.linesOnly) === 0) this.changes.add(at);
    }
    return at + changeInts + (ints[at + 10]! + ints[at + 11]!) * 4;
  }
}
