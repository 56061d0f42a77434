import type { FileChanges } from '../contract.ts';
import type { FileIdentity } from '../history/index.ts';
import { changeFlag, changeInts, parentShift, sameBinaryFlag } from './slab-layout.ts';

const marksMask = (1 << parentShift) - 1;

/**
 * Rows of a slice, where they lie in a slab; `hunks` is the slab itself. Path ids are those of the run.
 * BOUNDED BY: the rows of one slab.
 */
export class ChangeRows implements FileChanges {
  /** Path ids of the run by local path id; shared by the rows of one reader. */
  readonly #pathIds: { readonly of: Int32Array };
  readonly #languageOfPath: (pathId: number) => number;
  #rows: Int32Array = new Int32Array(1024);
  #fileIds: Int32Array = new Int32Array(1024);
  #isIdentified = false;
  hunks: Int32Array = new Int32Array(0);
  count = 0;

  constructor(pathIds: { readonly of: Int32Array }, languageOfPath: (pathId: number) => number) {
    this.#pathIds = pathIds;
    this.#languageOfPath = languageOfPath;
  }

  /** Bytes of the look-ups. */
  get bytes(): number {
    return this.#rows.byteLength + this.#fileIds.byteLength;
  }

  /** Begins the rows of another slice. */
  clear(ints: Int32Array): void {
    this.hunks = ints;
    this.count = 0;
    this.#isIdentified = false;
  }

  /** Adds the row that lies at `offset` of the slab. */
  add(offset: number): void {
    if (this.count === this.#rows.length) this.#grow();
    this.#rows[this.count] = offset;
    this.count += 1;
  }

  /**
   * Gives every change its file, renames followed. The owner calls it once for each slice whose changes count towards
   * files; without it file ids are -1.
   */
  identify(identity: FileIdentity): void {
    this.#isIdentified = true;
    for (let at = 0; at < this.count; at += 1) {
      this.#fileIds[at] = identity.observe(this.kind(at), this.pathId(at), this.oldPathId(at));
    }
  }

  pathId(at: number): number {
    return this.#pathIds.of[this.hunks[this.#rows[at]! + 1]!]!;
  }

  oldPathId(at: number): number {
    const local = this.hunks[this.#rows[at]! + 2]!;
    return local < 0 ? -1 : this.#pathIds.of[local]!;
  }

  fileId(at: number): number {
    return this.#isIdentified ? this.#fileIds[at]! : -1;
  }

  languageId(at: number): number {
    return this.#languageOfPath(this.pathId(at));
  }

  /** One of `changeKind` or `lineKind`. */
  kind(at: number): number {
    return this.hunks[this.#rows[at]! + 3]!;
  }

  /** Marks of a change: see `changeFlag`. */
  flags(at: number): number {
    return this.hunks[this.#rows[at]! + 4]! & marksMask;
  }

  /** Of a row of a `lineKind`: the number of the parent that lines come from. */
  parent(at: number): number {
    return this.hunks[this.#rows[at]! + 4]! >>> parentShift;
  }

  added(at: number): number {
    return this.hunks[this.#rows[at]! + 5]!;
  }

  removed(at: number): number {
    return this.hunks[this.#rows[at]! + 6]!;
  }

  isBinary(at: number): boolean {
    return (this.flags(at) & (changeFlag.binary | sameBinaryFlag)) !== 0;
  }

  changed(at: number): number {
    return this.hunks[this.#rows[at]! + 7]!;
  }

  oldLines(at: number): number {
    return this.hunks[this.#rows[at]! + 8]!;
  }

  newLines(at: number): number {
    return this.hunks[this.#rows[at]! + 9]!;
  }

  hunkCount(at: number): number {
    return this.hunks[this.#rows[at]! + 10]!;
  }

  hunkStart(at: number): number {
    return this.#rows[at]! + changeInts;
  }

  /** Runs of added lines that go on to lines of the old text: new start, count, old start, 0 from `passStart`. */
  passCount(at: number): number {
    return this.hunks[this.#rows[at]! + 11]!;
  }

  passStart(at: number): number {
    return this.hunkStart(at) + this.hunkCount(at) * 4;
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
    this.#fileIds = new Int32Array(rows.length);
  }
}
