import { changeKind } from '../contract.ts';
import { type RenameSide, TreeDiff, TreePathLookup } from '../diff/index.ts';
import type { ObjectStore } from '../git/index.ts';
import { type Batch, itemInts } from './batch.ts';
import { ChangeColumns, want } from './change-columns.ts';
import { changeFlag, lineKind, parentCountMax } from './slab-layout.ts';
import { DeletedFiles, LineSources } from './line-sources.ts';
import type { RenamePolicy } from './rename-joiner.ts';
import type { StoreTreeReader } from './store-tree-reader.ts';

const typeMask = 0o170000;

export interface LineRowsSetup {
  readonly store: ObjectStore;
  readonly trees: StoreTreeReader;
  readonly oidBytes: number;
  readonly renames: RenamePolicy;
  readonly accepts: (path: Uint8Array, length: number) => boolean;
}

/** A version of a file that a parent has: lines may come from it. */
interface Source {
  readonly parent: number;
  /** -1 when it has the same path there. */
  readonly oldPath: number;
  readonly oid: Uint8Array;
}

/**
 * Says where the lines of the changed paths of a commit come from, by the rules of `git blame` (blame.c, pass_blame).
 * Most rows say so by themselves: the file at the same path of the first parent. Otherwise rows of a `lineKind` are
 * put behind the row of the path:
 *
 *   a merge    for each path that its first parent has otherwise: the first parent with equal content, by the same
 *              path and then by a rename; else all parents that have it, in order, for their lines
 *   a commit   where a file changed its type, or a rename pairs otherwise for blame than for `git diff -M`
 *
 * Of a merge the changes themselves count for nothing, they name what is gone and what is renamed for the mainline.
 */
export class LineRows {
  readonly #setup: LineRowsSetup;
  readonly #finder: LineSources;
  readonly #treeDiff: TreeDiff;
  /** Trees of the parents behind the first. */
  readonly #lookups: TreePathLookup[] = [];
  /** What those parents have that the commit has not, as far as it was asked for. */
  #deletedOf: (readonly RenameSide[] | undefined)[] = [];
  readonly #raw: ChangeColumns;
  #batch: Batch | undefined;
  #wants = 0;
  #oidsAt = 0;

  constructor(setup: LineRowsSetup) {
    this.#setup = setup;
    this.#finder = new LineSources(setup.store, setup.renames);
    this.#treeDiff = new TreeDiff(setup.trees, setup.oidBytes);
    this.#raw = new ChangeColumns(setup.oidBytes);
  }

  /** Gives back what large trees took. */
  release(): void {
    this.#treeDiff.release();
    for (const lookup of this.#lookups) lookup.release();
  }

  /**
   * The files that rows from `start` on say are gone, in case that lines are looked for in them. Before renames are
   * joined.
   */
  deleted(columns: ChangeColumns, start: number): readonly RenameSide[] {
    if (!this.#finder.isOn) return [];
    const sides: RenameSide[] = [];
    let adds = 0;
    for (let row = start; row < columns.count; row += 1) {
      if (columns.isRetyped[row] === 1) continue;
      if (columns.kind[row] === changeKind.added) adds += 1;
      if (columns.kind[row] === changeKind.deleted) sides.push(this.#oldSide(columns, row));
    }
    return adds === 0 ? [] : sides;
  }

  /** Completes the rows from `start` on, which are a commit's with one parent or none. */
  ofCommit(columns: ChangeColumns, start: number, wants: number, deleted: readonly RenameSide[]): void {
    const hasChoice = deleted.length > 0 && hasSharedSources(columns, start);
    if (!hasChoice && !hasRetyped(columns, start)) return;
    this.#wants = wants;
    this.#finder.start();
    this.#takeRaw(columns, start);
    const raw = this.#raw;
    for (let from = 0; from < raw.count; from += 1) {
      const row = columns.addLike(raw, from);
      const kind = raw.kind[from]!;
      if (raw.isRetyped[from] === 1) {
        if (kind === changeKind.modified) this.#addBorn(columns, row);
      } else if (hasChoice && (kind === changeKind.added || kind === changeKind.renamed)) {
        this.#chooseSource(columns, row, deleted);
      }
    }
  }

  /** Completes the rows from `start` on, which are those of a merge against its first parent. */
  ofMerge(
    columns: ChangeColumns,
    start: number,
    wants: number,
    batch: Batch,
    item: number,
    deleted: readonly RenameSide[],
  ): void {
    this.#wants = wants;
    this.#batch = batch;
    this.#oidsAt = batch.heads[item * itemInts + 3]!;
    this.#finder.start();
    this.#takeRaw(columns, start);
    const parentCount = Math.min(batch.heads[item * itemInts + 2]!, parentCountMax);
    this.#startLookups(parentCount);
    this.#deletedOf = [deleted];
    const raw = this.#raw;
    for (let from = 0; from < raw.count; from += 1) {
      const isModeOnly = raw.kind[from] === changeKind.modified && isSameContent(raw, from);
      if (isModeOnly && raw.isRetyped[from] === 0) continue;
      const row = columns.addLike(raw, from);
      columns.flags[row]! |= changeFlag.linesOnly;
      columns.oldLines[row] = -1;
      columns.newLines[row] = -1;
      // History may not know what was there before.
      const isAsked = (wants & want.counts) !== 0 && raw.kind[from] !== changeKind.added;
      columns.wants[row] = isAsked ? want.oldLines : 0;
      columns.isAnswered[row] = isAsked ? 0 : 1;
      if (raw.kind[from] !== changeKind.deleted) this.#addSources(columns, row, parentCount);
    }
  }

  /** Moves the rows from `start` on aside, so that others can be put between them. */
  #takeRaw(columns: ChangeColumns, start: number): void {
    this.#raw.count = 0;
    for (let row = start; row < columns.count; row += 1) this.#raw.addLike(columns, row);
    columns.count = start;
  }

  #startLookups(parentCount: number): void {
    const { trees, oidBytes } = this.#setup;
    for (let parent = 1; parent < parentCount; parent += 1) {
      this.#lookups[parent - 1] ??= new TreePathLookup(trees, oidBytes);
      this.#lookups[parent - 1]!.start(this.#batch!.oids, this.#baseAt(parent));
    }
  }

  /** First by the same path, then by renames; equal content ends the search. */
  #addSources(columns: ChangeColumns, row: number, parentCount: number): void {
    const path = columns.paths.bytesOf(columns.path[row]!);
    const found: (Source | undefined)[] = [];
    const mayBeRenamed: boolean[] = [];
    for (let parent = 0; parent < parentCount; parent += 1) {
      const source = this.#samePath(columns, row, parent, path, mayBeRenamed);
      if (source !== undefined && this.#isSame(columns, row, source)) return this.#addTaken(columns, row, source);
      found[parent] = source === undefined || isKnown(found, parent, source) ? undefined : source;
      if (source !== undefined) mayBeRenamed[parent] = false;
    }
    for (let parent = 0; parent < parentCount && this.#finder.isOn; parent += 1) {
      if (mayBeRenamed[parent] !== true) continue;
      const source = this.#renamed(columns, row, parent);
      if (source === undefined) continue;
      if (this.#isSame(columns, row, source)) return this.#addTaken(columns, row, source);
      if (!isKnown(found, parent, source)) found[parent] = source;
    }
    const sources = found.filter((source) => source !== undefined);
    if (sources.length === 0) this.#addBorn(columns, row);
    for (const source of sources) this.#addRow(columns, row, lineKind.source, source);
  }

  /** The version at the same path; one of another type is none, and keeps renames from being looked for. */
  #samePath(
    columns: ChangeColumns,
    row: number,
    parent: number,
    path: Uint8Array,
    mayBeRenamed: boolean[],
  ): Source | undefined {
    const { oidBytes } = this.#setup;
    if (parent === 0) {
      mayBeRenamed[0] = columns.kind[row] !== changeKind.modified && columns.isRetyped[row] === 0;
      if (columns.kind[row] !== changeKind.modified || columns.isRetyped[row] === 1) return undefined;
      const at = row * 2 * oidBytes;
      return { parent, oldPath: -1, oid: columns.oids.slice(at, at + oidBytes) };
    }
    const lookup = this.#lookups[parent - 1]!;
    lookup.find(path);
    mayBeRenamed[parent] = lookup.mode === 0;
    if ((lookup.mode & typeMask) !== (columns.mode[row]! & typeMask)) return undefined;
    // A copy: trees are Buffers, whose `slice` is a view, and other trees are read into them.
    const oid = new Uint8Array(lookup.bytes.subarray(lookup.oidAt, lookup.oidAt + oidBytes));
    return { parent, oldPath: -1, oid };
  }

  #renamed(columns: ChangeColumns, row: number, parent: number): Source | undefined {
    this.#deletedOf[parent] ??= this.#deletedAgainst(parent);
    const side = this.#finder.find(this.#deletedOf[parent]!, this.#newSide(columns, row));
    if (side === undefined || side === 'unknown') return undefined;
    return { parent, oldPath: columns.paths.intern(side.path, 0, side.path.length), oid: side.oid };
  }

  #deletedAgainst(parent: number): readonly RenameSide[] {
    const { oidBytes, accepts } = this.#setup;
    const { oids } = this.#batch!;
    const deleted = new DeletedFiles(oidBytes, accepts);
    this.#treeDiff.run(oids, this.#baseAt(parent), oids, this.#oidsAt, deleted);
    return deleted.sides;
  }

  /** Where blame would find the lines of a new file, unless that is what the row says. */
  #chooseSource(columns: ChangeColumns, row: number, deleted: readonly RenameSide[]): void {
    const side = this.#finder.find(deleted, this.#newSide(columns, row));
    if (side === 'unknown') return;
    const oldPath = side === undefined ? -1 : columns.paths.intern(side.path, 0, side.path.length);
    if (oldPath === columns.oldPath[row]) return;
    if (side === undefined) return this.#addBorn(columns, row);
    const source = { parent: 0, oldPath, oid: side.oid };
    if (this.#isSame(columns, row, source)) this.#addTaken(columns, row, source);
    else this.#addRow(columns, row, lineKind.source, source);
  }

  #addTaken(columns: ChangeColumns, row: number, source: Source): void {
    const taken = this.#addRow(columns, row, lineKind.taken, source);
    columns.wants[taken]! &= want.counts;
    if (columns.wants[taken] !== 0) return;
    columns.isAnswered[taken] = 1;
    columns.newLines[taken] = -1;
  }

  #addBorn(columns: ChangeColumns, row: number): void {
    const none = { parent: 0, oldPath: -1, oid: new Uint8Array(this.#setup.oidBytes) };
    this.#addRow(columns, row, lineKind.born, none);
  }

  /** A row behind that of the path: from the source to the content that the path has now. */
  #addRow(columns: ChangeColumns, of: number, kind: number, { parent, oldPath, oid }: Source): number {
    const wants = this.#wants;
    columns.flags[of]! |= changeFlag.linesElsewhere;
    columns.wants[of]! &= want.oldLines;
    const row = columns.add(columns.path[of]!, kind, columns.mode[of]!, wants);
    const { oidBytes } = this.#setup;
    columns.oldPath[row] = oldPath;
    columns.parent[row] = parent;
    columns.flags[row] = changeFlag.linesOnly;
    columns.oids.set(oid, row * 2 * oidBytes);
    const newAt = (of * 2 + 1) * oidBytes;
    columns.oids.copyWithin((row * 2 + 1) * oidBytes, newAt, newAt + oidBytes);
    return row;
  }

  #isSame(columns: ChangeColumns, row: number, { oid }: Source): boolean {
    const at = (row * 2 + 1) * this.#setup.oidBytes;
    for (let i = 0; i < oid.length; i += 1) if (columns.oids[at + i] !== oid[i]) return false;
    return true;
  }

  #baseAt(parent: number): number {
    return this.#oidsAt + (1 + parent) * this.#setup.oidBytes;
  }

  #oldSide(columns: ChangeColumns, row: number): RenameSide {
    return this.#side(columns, row, row * 2 * this.#setup.oidBytes);
  }

  #newSide(columns: ChangeColumns, row: number): RenameSide {
    return this.#side(columns, row, (row * 2 + 1) * this.#setup.oidBytes);
  }

  /** Copies: rows move while they are completed. */
  #side(columns: ChangeColumns, row: number, at: number): RenameSide {
    const path = Uint8Array.from(columns.paths.bytesOf(columns.path[row]!));
    return { path, mode: columns.mode[row]!, oid: columns.oids.slice(at, at + this.#setup.oidBytes) };
  }
}

/** Whether an earlier parent has the same version: its lines were asked for then. */
function isKnown(found: readonly (Source | undefined)[], parent: number, { oid }: Source): boolean {
  return found.some((other, at) => at < parent && other !== undefined && Buffer.compare(other.oid, oid) === 0);
}

function isSameContent({ oids, oidBytes }: ChangeColumns, row: number): boolean {
  const at = row * 2 * oidBytes;
  for (let i = 0; i < oidBytes; i += 1) if (oids[at + i] !== oids[at + oidBytes + i]) return false;
  return true;
}

/** Whether a source of a rename could serve a second new file too. */
function hasSharedSources({ kind, count }: ChangeColumns, start: number): boolean {
  let renamed = 0;
  let added = 0;
  for (let row = start; row < count; row += 1) {
    if (kind[row] === changeKind.renamed) renamed += 1;
    else if (kind[row] === changeKind.added) added += 1;
  }
  return renamed > 0 && renamed + added > 1;
}

function hasRetyped({ isRetyped, count }: ChangeColumns, start: number): boolean {
  for (let row = start; row < count; row += 1) if (isRetyped[row] === 1) return true;
  return false;
}
