import type { ByteInterner } from '../base/index.ts';
import { changeFlag, changeInts, commitInts, slabTag, parentShift, sliceFlag, submoduleKind } from './slab-layout.ts';
import type { ChangeColumns } from './change-columns.ts';
import type { SubmoduleRow } from './submodule-row.ts';

/**
 * Writes commits into slabs. A generator: it yields the number of integers filled each time a slab is
 * full and goes on in the slab it is handed back, so the same code serves a worker (which posts and waits)
 * and the main thread (which folds at once).
 */
export class SlabWriter {
  #slab: Int32Array;
  #bytes: Uint8Array;
  #end = 0;
  #commitHead = -1;
  #pathsWritten = 0;

  constructor(slab: Int32Array) {
    this.#slab = slab;
    this.#bytes = bytesOf(slab);
  }

  /** Begins a group of commits with path ids of its own. */
  *reset(): Generator<number, void, Int32Array> {
    yield* this.#room(1);
    this.#slab[this.#end] = slabTag.reset;
    this.#end += 1;
    this.#pathsWritten = 0;
  }

  /** Writes one commit: the rows `[start, end)` of the columns, those that are linked behind them, and submodules. */
  *commit(
    place: number,
    gitlinks: number,
    columns: ChangeColumns,
    start: number,
    end: number,
    submodules: readonly SubmoduleRow[] = [],
  ): Generator<number, void, Int32Array> {
    const changes = changesAmong(columns, start, end);
    yield* this.#room(commitInts);
    this.#openSlice(place, sliceFlag.first, changes, gitlinks);
    for (let row = start; row < end; row += 1) {
      for (let at = row; at >= 0; at = columns.next[at]!) {
        yield* this.#writePaths(columns.paths, Math.max(columns.path[at]!, columns.oldPath[at]!));
        yield* this.#room(commitInts + changeInts + (columns.hunkCount[at]! + columns.passCount[at]!) * 4);
        if (this.#commitHead < 0) this.#openSlice(place, 0, changes, 0);
        this.#writeChange(columns, at);
      }
    }
    for (const submodule of submodules) {
      yield* this.#writePaths(columns.paths, submodule.path);
      yield* this.#room(commitInts + changeInts);
      if (this.#commitHead < 0) this.#openSlice(place, 0, changes, 0);
      this.#writeSubmodule(submodule);
    }
    if (this.#commitHead < 0) this.#openSlice(place, 0, changes, 0);
    this.#slab[this.#commitHead + 2]! |= sliceFlag.last;
    this.#commitHead = -1;
  }

  /** Ends the batch; returns the integers filled of its last slab. */
  *done(): Generator<number, number, Int32Array> {
    yield* this.#room(1);
    this.#slab[this.#end] = slabTag.done;
    return this.#end + 1;
  }

  *#room(ints: number): Generator<number, void, Int32Array> {
    if (this.#end + ints > this.#slab.length) yield* this.#flush();
  }

  *#flush(): Generator<number, void, Int32Array> {
    this.#slab = yield this.#end;
    this.#bytes = bytesOf(this.#slab);
    this.#end = 0;
    this.#commitHead = -1;
  }

  #openSlice(place: number, flags: number, changes: number, gitlinks: number): void {
    this.#commitHead = this.#end;
    this.#slab[this.#end] = slabTag.commit;
    this.#slab[this.#end + 1] = place;
    this.#slab[this.#end + 2] = flags;
    this.#slab[this.#end + 3] = changes;
    this.#slab[this.#end + 4] = gitlinks;
    this.#end += commitInts;
  }

  *#writePaths(paths: ByteInterner, highest: number): Generator<number, void, Int32Array> {
    for (; this.#pathsWritten <= highest; this.#pathsWritten += 1) {
      const bytes = paths.bytesOf(this.#pathsWritten);
      const ints = 2 + ((bytes.length + 3) >> 2);
      // A slice may have to be opened behind a path: its head must fit as well.
      yield* this.#room(ints + commitInts);
      this.#slab[this.#end] = slabTag.path;
      this.#slab[this.#end + 1] = bytes.length;
      this.#bytes.set(bytes, (this.#end + 2) * 4);
      this.#end += ints;
    }
  }

  #writeSubmodule({ path, added, removed }: SubmoduleRow): void {
    const row = [slabTag.change, path, -1, submoduleKind, 0, added, removed, 0, 0, 0, 0, 0];
    this.#slab.set(row, this.#end);
    this.#end += changeInts;
  }

  #writeChange(columns: ChangeColumns, at: number): void {
    const slab = this.#slab;
    const end = this.#end;
    slab[end] = slabTag.change;
    slab[end + 1] = columns.path[at]!;
    slab[end + 2] = columns.oldPath[at]!;
    slab[end + 3] = columns.kind[at]!;
    slab[end + 4] = columns.flags[at]! | (columns.parent[at]! << parentShift);
    slab[end + 5] = columns.added[at]!;
    slab[end + 6] = columns.removed[at]!;
    slab[end + 7] = columns.changed[at]!;
    slab[end + 8] = columns.oldLines[at]!;
    slab[end + 9] = columns.newLines[at]!;
    const ints = (columns.hunkCount[at]! + columns.passCount[at]!) * 4;
    slab[end + 10] = columns.hunkCount[at]!;
    slab[end + 11] = columns.passCount[at]!;
    const from = columns.hunkStart[at]!;
    if (ints > 0) slab.set(columns.hunks.subarray(from, from + ints), end + changeInts);
    this.#end = end + changeInts + ints;
  }
}

/** The rows that are changes of the commit, as analyzers see it. */
function changesAmong({ flags }: ChangeColumns, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if ((flags[at]! & changeFlag.linesOnly) === 0) count += 1;
  return count;
}

function bytesOf(slab: Int32Array): Uint8Array {
  return new Uint8Array(slab.buffer, slab.byteOffset, slab.byteLength);
}
