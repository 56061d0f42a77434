import { ByteInterner } from '../base/index.ts';

const initialRows = 1024;

/**
 * The file changes of a group of commits as columns: about 60 bytes a change and two object ids.
 * Reused from group to group. BOUNDED BY: the group (see `Extractor`), plus one commit of any size.
 */
export class ChangeColumns {
  readonly oidBytes: number;
  readonly paths: ByteInterner = new ByteInterner();
  count = 0;
  path: Int32Array = new Int32Array(initialRows);
  oldPath: Int32Array = new Int32Array(initialRows);
  kind: Uint8Array = new Uint8Array(initialRows);
  flags: Uint8Array = new Uint8Array(initialRows);
  /** Mode of the new side, of the old one when it was deleted. */
  mode: Int32Array = new Int32Array(initialRows);
  wantsHunks: Uint8Array = new Uint8Array(initialRows);
  /** Set once the numbers of a row are final. */
  isAnswered: Uint8Array = new Uint8Array(initialRows);
  added: Int32Array = new Int32Array(initialRows);
  removed: Int32Array = new Int32Array(initialRows);
  changed: Int32Array = new Int32Array(initialRows);
  oldLines: Int32Array = new Int32Array(initialRows);
  newLines: Int32Array = new Int32Array(initialRows);
  hunkStart: Int32Array = new Int32Array(initialRows);
  hunkCount: Int32Array = new Int32Array(initialRows);
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
  add(path: number, kind: number, mode: number, wantsHunks: boolean): number {
    if (this.count === this.path.length) this.#grow();
    const row = this.count;
    this.count += 1;
    this.path[row] = path;
    this.oldPath[row] = -1;
    this.kind[row] = kind;
    this.mode[row] = mode;
    this.flags[row] = 0;
    this.wantsHunks[row] = wantsHunks ? 1 : 0;
    this.isAnswered[row] = 0;
    this.added[row] = 0;
    this.removed[row] = 0;
    this.changed[row] = 0;
    this.oldLines[row] = 0;
    this.newLines[row] = 0;
    this.hunkStart[row] = 0;
    this.hunkCount[row] = 0;
    return row;
  }

  /** Copies a row over another one within the group; used when a rename joins two rows. */
  copyRow(from: number, to: number): void {
    this.path[to] = this.path[from]!;
    this.oldPath[to] = this.oldPath[from]!;
    this.kind[to] = this.kind[from]!;
    this.mode[to] = this.mode[from]!;
    this.flags[to] = this.flags[from]!;
    this.wantsHunks[to] = this.wantsHunks[from]!;
    const width = 2 * this.oidBytes;
    this.oids.copyWithin(to * width, from * width, (from + 1) * width);
  }

  /** Appends hunks to the arena and points the row at them. */
  setHunks(row: number, hunks: Int32Array, count: number): void {
    const ints = count * 4;
    if (this.hunksEnd + ints > this.hunks.length) {
      const bigger = new Int32Array(Math.max(this.hunks.length * 2, this.hunksEnd + ints));
      bigger.set(this.hunks.subarray(0, this.hunksEnd));
      this.hunks = bigger;
    }
    this.hunks.set(hunks.subarray(0, ints), this.hunksEnd);
    this.hunkStart[row] = this.hunksEnd;
    this.hunkCount[row] = count;
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
    this.kind = grownBytes(this.kind, rows);
    this.flags = grownBytes(this.flags, rows);
    this.wantsHunks = grownBytes(this.wantsHunks, rows);
    this.isAnswered = grownBytes(this.isAnswered, rows);
    this.oids = grownBytes(this.oids, rows * 2 * this.oidBytes);
  }
}

function grown(old: Int32Array, length: number): Int32Array {
  const bigger = new Int32Array(length);
  bigger.set(old);
  return bigger;
}

function grownBytes(old: Uint8Array, length: number): Uint8Array {
  const bigger = new Uint8Array(length);
  bigger.set(old);
  return bigger;
}
