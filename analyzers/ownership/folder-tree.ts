import type { FinalFiles } from '../../engine/index.ts';

/** The folder of the files that lie in no folder. */
const root = '.';

/**
 * The folders of the tree down to some depth: 0 is the root's own files, then each folder before those in it, in path
 * order. Files of a folder follow each other in path order, so that a folder is a range of ranks.
 * BOUNDED BY: 4 bytes a file, and about 100 bytes a folder.
 */
export class FolderTree {
  readonly names: string[] = [root];
  /** The folder that a folder is in; -1 at the top. */
  readonly parents: number[] = [-1];
  /** From 1; of the root's own files 0. */
  readonly depths: number[] = [0];
  readonly starts: number[] = [0];
  /** Behind the last rank. */
  readonly ends: number[] = [0];
  readonly #folderOfRank: Int32Array;

  constructor(files: FinalFiles, depthMax: number) {
    this.#folderOfRank = new Int32Array(files.count);
    /** The folders that the last file was in, outermost first. */
    const open: number[] = [];
    for (let rank = 0; rank < files.count; rank += 1) {
      const parts = files.path(rank).split('/', depthMax + 1);
      const depth = Math.min(parts.length - 1, depthMax);
      let name = '';
      for (let level = 0; level < depth; level += 1) {
        name = level === 0 ? parts[0]! : `${name}/${parts[level]}`;
        if (open[level] !== undefined && this.names[open[level]!] === name) continue;
        open.length = level;
        open.push(this.#add(name, level, open[level - 1] ?? -1, rank));
      }
      open.length = depth;
      this.#folderOfRank[rank] = open.at(-1) ?? 0;
      for (const folder of open) this.ends[folder] = rank + 1;
    }
  }

  get count(): number {
    return this.names.length;
  }

  /** Calls back with each folder that a file is in, innermost first. */
  eachFolder(rank: number, visit: (folder: number) => void): void {
    for (let folder = this.#folderOfRank[rank]!; folder >= 0; folder = this.parents[folder]!) visit(folder);
  }

  #add(name: string, level: number, parent: number, rank: number): number {
    this.names.push(name);
    this.parents.push(parent);
    this.depths.push(level + 1);
    this.starts.push(rank);
    this.ends.push(rank);
    return this.names.length - 1;
  }
}
