import { ByteInterner } from '../base/index.ts';

const initialRows = 1024;

/** What is wanted of a row beside the lines added and removed. */
export const want = {
  hunks: 1,
  /** Line counts, too, of content that did not change. */
  counts: 2,
  /** Added lines are passed on to lines of the old text: the commit is to be ignored. */
  ignored: 4,
  /** Lines that moved within the file keep their origin. */
  moves: 8,
  /** Nothing but how many lines there were before. */
  oldLines: 16,
  /** How many letters there are in added lines, which may come from elsewhere. */
  letters: 32,
  /** Whether content that did not change is binary. */
  binary: 64,
} as const;

/**
 * The file changes of a group of commits as columns: about 70 bytes a change and two object ids.
 * Reused from group to group. BOUNDED BY: the group (see `Extractor`), plus one commit of any size.
 */
export class ChangeColumns {
  readonly oidBytes: number;
  readonly paths: ByteInterner = new ByteInterner();
  count = 0;
  path: Int32Array = new Int32Array(initialRows);
  oldPath: Int32Array = new Int32Array(initialRows);
  kind: Uint8Array = new Uint8Array(initialRows);
  flags: Uint16Array = new Uint16Array(initialRows);
  /** Mode of the new side, of the old one when it was deleted. */
  mode: Int32Array = new Int32Array(initialRows);
  /**
   * Set where a file became a symlink or the reverse, for blame another file, and where a submodule stands on the other
   * side: git pairs neither with a rename.
   */
  isRetyped: Uint8Array = new Uint8Array(initialRows);
  /** Of a row of a `lineKind`: the number of the parent that lines come from. */
  parent: Uint16Array = new Uint16Array(initialRows);
  /** Bits of `want`. */
  wants: Uint8Array = new Uint8Array(initialRows);
  /** Set once the numbers of a row are final. */
  isAnswered: Uint8Array = new Uint8Array(initialRows);
  added: Int32Array = new Int32Array(initialRows);
  removed: Int32Array = new Int32Array(initialRows);
  changed: Int32Array = new Int32Array(initialRows);
  oldLines: Int32Array = new Int32Array(initialRows);
  newLines: Int32Array = new Int32Array(initialRows);
  hunkStart: Int32Array = new Int32Array(initialRows);
  hunkCount: Int32Array = new Int32Array(initialRows);
  /** Runs of lines that are passed on lie behind the hunks of a row; see `LinePasser`. */
  passCount: Int32Array = new Int32Array(initialRows);
  /** The most letters and digits of added lines that follow each other and are not passed on; 255 stands for more. */
  letters: Uint8Array = new Uint8Array(initialRows);
  /** The next of the rows that lie elsewhere and are to be read behind a row, or -1; see `CopiedRows`. */
  next: Int32Array = new Int32Array(initialRows);
  /** Old id, then new id, of each change. */
  oids: Uint8Array;
  hunks: Int32Array = new Int32Array(16_384);
  hunksEnd = 0;

  constructor(oidBytes: number) {
    this.oidBytes = oidBytes;
    this.oids = new Uint8Array(initialRows * 2 * oidBytes);
  }

  clear(): void {
    this.count = 0;
    this.hunksEnd = 0;
    this.paths.clear();
  }

  /** Opens a row and returns its number; numbers are zero, the old path is none. */
  add(path: number, kind: number, mode: number, wants: number): number {
    if (this.count === this.path.length) this.#grow();
    const row = this.count;
    this.count += 1;
    this.path[row] = path;
    this.oldPath[row] = -1;
    this.kind[row] = kind;
    this.mode[row] = mode;
    this.flags[row] = 0;
    this.isRetyped[row] = 0;
    this.parent[row] = 0;
    this.wants[row] = wants;
    this.isAnswered[row] = 0;
    this.added[row] = 0;
    this.removed[row] = 0;
    this.changed[row] = 0;
    this.oldLines[row] = 0;
    this.newLines[row] = 0;
    this.hunkStart[row] = 0;
    this.hunkCount[row] = 0;
    this.passCount[row] = 0;
    this.letters[row] = 0;
    this.next[row] = -1;
    return row;
  }

  /** Copies a row that is not compared yet over another one within the group; used when a rename joins two rows. */
  copyRow(from: number, to: number): void {
    this.path[to] = this.path[from]!;
    this.oldPath[to] = this.oldPath[from]!;
    this.kind[to] = this.kind[from]!;
    this.mode[to] = this.mode[from]!;
    this.flags[to] = this.flags[from]!;
    this.isRetyped[to] = this.isRetyped[from]!;
    this.wants[to] = this.wants[from]!;
    const width = 2 * this.oidBytes;
    this.oids.copyWithin(to * width, from * width, (from + 1) * width);
  }

  /** Opens a row like one of other columns, whose path ids are the same, which is not compared yet. */
  addLike(other: ChangeColumns, from: number): number {
    const row = this.add(other.path[from]!, other.kind[from]!, other.mode[from]!, other.wants[from]!);
    this.oldPath[row] = other.oldPath[from]!;
    this.flags[row] = other.flags[from]!;
    this.isRetyped[row] = other.isRetyped[from]!;
    const width = 2 * this.oidBytes;
    for (let at = 0; at < width; at += 1) this.oids[row * width + at] = other.oids[from * width + at]!;
    return row;
  }

  /** Appends hunks to the arena and points the row at them. */
  setHunks(row: number, hunks: Int32Array, count: number): void {
    this.hunkStart[row] = this.hunksEnd;
    this.hunkCount[row] = count;
    this.#append(hunks, count * 4);
  }

  /** Appends runs of lines that are passed on. REQUIRES: hunks that were set for this row, and for no other since. */
  setPasses(row: number, runs: Int32Array, count: number): void {
    this.passCount[row] = count;
    this.#append(runs, count * 4);
  }

  #append(values: Int32Array, ints: number): void {
    if (this.hunksEnd + ints > this.hunks.length) {
      const bigger = new Int32Array(Math.max(this.hunks.length * 2, this.hunksEnd + ints));
      bigger.set(this.hunks.subarray(0, this.hunksEnd));
      this.hunks = bigger;
    }
    this.hunks.set(values.subarray(0, ints), this.hunksEnd);
    this.hunksEnd += ints;
  }

  #grow(): void {
    const rows = this.path.length * 2;
    this.path = grown(this.path, rows);
    this.mode = grown(this.mode, rows);
    this.oldPath = grown(this.oldPath, rows);
    this.added = grown(this.added, rows);
    this.removed = grown(this.removed, rows);
    this.changed = grown(this.changed, rows);
    this.oldLines = grown(this.oldLines, rows);
    this.newLines = grown(this.newLines, rows);
    this.hunkStart = grown(this.hunkStart, rows);
    this.hunkCount = grown(this.hunkCount, rows);
    this.passCount = grown(this.passCount, rows);
    this.next = grown(this.next, rows);
    this.letters = grownBytes(this.letters, rows);
    this.kind = grownBytes(this.kind, rows);
    this.isRetyped = grownBytes(this.isRetyped, rows);
    this.flags = grownWords(this.flags, rows);
    this.parent = grownWords(this.parent, rows);
    this.wants = grownBytes(this.wants, rows);
    this.isAnswered = grownBytes(this.isAnswered, rows);
    this.oids = grownBytes(this.oids, rows * 2 * this.oidBytes);
  }
}

function grown(old: Int32Array, length: number): Int32Array {
  const bigger = new Int32Array(length);
  bigger.set(old);
  return bigger;
}

function grownWords(old: Uint16Array, length: number): Uint16Array {
  const bigger = new Uint16Array(length);
  bigger.set(old);
  return bigger;
}

function grownBytes(old: Uint8Array, length: number): Uint8Array {
  const bigger = new Uint8Array(length);
  bigger.set(old);
  return bigger;
}
