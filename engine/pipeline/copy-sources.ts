import { changeKind } from '../contract.ts';
import { gitlinkMode, TreeDiff, type TreeChangeSink } from '../diff/index.ts';
import { type Batch, itemInts } from './batch.ts';
import type { ChangeColumns } from './change-columns.ts';
import type { StoreTreeReader } from './store-tree-reader.ts';

/** Files of one parent that are looked through; with more of them none is. */
const fileCountMax = 4096;

export interface CopySourcesSetup {
  readonly trees: StoreTreeReader;
  readonly oidBytes: number;
  readonly accepts: (path: Uint8Array, length: number) => boolean;
}

/** A file as a parent has it. */
export interface SourceFile {
  readonly oid: Uint8Array;
  /** -1 when it is not among those of the columns. */
  readonly pathId: number;
  readonly path: Uint8Array;
}

/**
 * The files that a commit changed or deleted, as a parent has them, in path order: with one parent they are in the
 * rows, of a merge the trees are compared. Undefined when they are too many.
 */
export class CopySources {
  readonly #setup: CopySourcesSetup;
  readonly #treeDiff: TreeDiff;

  constructor(setup: CopySourcesSetup) {
    this.#setup = setup;
    this.#treeDiff = new TreeDiff(setup.trees, setup.oidBytes);
  }

  release(): void {
    this.#treeDiff.release();
  }

  ofCommit(columns: ChangeColumns, start: number, end: number): readonly SourceFile[] | undefined {
    const files: SourceFile[] = [];
    const { oidBytes } = this.#setup;
    for (let row = start; row < end; row += 1) {
      const kind = columns.kind[row]!;
      if (kind === changeKind.added || kind > changeKind.renamed) continue;
      if (files.length === fileCountMax) return undefined;
      const pathId = kind === changeKind.renamed ? columns.oldPath[row]! : columns.path[row]!;
      const at = row * 2 * oidBytes;
      files.push({ oid: columns.oids.slice(at, at + oidBytes), pathId, path: columns.paths.bytesOf(pathId) });
    }
    return files.sort((a, b) => columns.paths.compare(a.pathId, b.pathId));
  }

  ofMerge(columns: ChangeColumns, batch: Batch, item: number, parent: number): readonly SourceFile[] | undefined {
    const { oidBytes, accepts } = this.#setup;
    const oidsAt = batch.heads[item * itemInts + 3]!;
    const changed = new ChangedFiles(columns, oidBytes, accepts);
    this.#treeDiff.run(batch.oids, oidsAt + (1 + parent) * oidBytes, batch.oids, oidsAt, changed);
    return changed.isCut ? undefined : changed.files;
  }

  /** The id of a file's path among those of the columns, which may be made. */
  internPath(columns: ChangeColumns, { path, pathId }: SourceFile): number {
    return pathId < 0 ? columns.paths.intern(path, 0, path.length) : pathId;
  }
}

class ChangedFiles implements TreeChangeSink {
  readonly files: SourceFile[] = [];
  isCut = false;
  readonly #columns: ChangeColumns;
  readonly #oidBytes: number;
  readonly #accepts: (path: Uint8Array, length: number) => boolean;

  constructor(columns: ChangeColumns, oidBytes: number, accepts: (path: Uint8Array, length: number) => boolean) {
    this.#columns = columns;
    this.#oidBytes = oidBytes;
    this.#accepts = accepts;
  }

  change(...[path, pathLength, oldMode, oldOid, oldAt]: Parameters<TreeChangeSink['change']>): void {
    if (oldMode === 0 || oldMode === gitlinkMode || !this.#accepts(path, pathLength)) return;
    this.isCut ||= this.files.length === fileCountMax;
    if (this.isCut) return;
    // Copies: `slice` of a Buffer would be a view.
    const oid = new Uint8Array(oldOid.subarray(oldAt, oldAt + this.#oidBytes));
    const pathId = this.#columns.paths.find(path, 0, pathLength);
    this.files.push({ oid, pathId, path: new Uint8Array(path.subarray(0, pathLength)) });
  }
}
