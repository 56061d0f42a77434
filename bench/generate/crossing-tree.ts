import { editLines } from './edit-lines.ts';
import { mergeLines } from './merge-lines.ts';

/** A version of a file. Versions are never changed, so that trees share them. */
export interface FileVersion {
  readonly path: string;
  readonly lines: readonly number[];
  /** Whether its last line has no end. */
  readonly isOpen: boolean;
}

/** Files by number; a renamed file keeps its number. No path stands twice. */
export type Tree = ReadonlyMap<number, FileVersion>;

const deletedKept = 40;
const fewFiles = 5;
const lineCountFirst = 40;

/** Makes trees of trees: edits, renames, deletions, files that come again, merges. */
export class TreeEditor {
  readonly #files: number;
  readonly #below: (bound: number) => number;
  readonly #deleted: FileVersion[] = [];
  #fileCount = 0;
  #lineCount = 0;
  #nameCount = 0;

  constructor(files: number, below: (bound: number) => number) {
    this.#files = files;
    this.#below = below;
  }

  /** Up to four changes; at times none. */
  edit(before: Tree): Tree {
    const tree = new Map(before);
    for (let changes = this.#below(5); changes > 0; changes -= 1) this.#change(tree);
    return tree;
  }

  /**
   * A merge without conflicts. Where both sides renamed a file, ours stays; where one deleted what the other
   * edited, it stays edited; of two files that came under one path, ours stays.
   */
  merge(base: Tree, ours: Tree, theirs: Tree): Tree {
    const merged = new Map<number, FileVersion>();
    const paths = new Set<string>();
    for (const file of new Set([...ours.keys(), ...theirs.keys()])) {
      const version = mergeVersions(base.get(file), ours.get(file), theirs.get(file));
      if (version === undefined || paths.has(version.path)) continue;
      if (ours.get(file)?.path !== version.path && isTaken(ours, version.path, file)) continue;
      paths.add(version.path);
      merged.set(file, version);
    }
    return merged;
  }

  #change(tree: Map<number, FileVersion>): void {
    const turn = this.#below(100);
    const file = this.#anyOf(tree);
    if (file === undefined || turn < 8 || tree.size < fewFiles) this.#add(tree, this.#newVersion());
    else if (turn < 12) this.#delete(tree, file);
    else if (turn < 16) this.#addAgain(tree);
    else if (turn < 26) this.#rename(tree, file);
    else if (turn < 28) this.#addTwin(tree, file);
    else tree.set(file, this.#edited(tree.get(file)!));
    if (tree.size > this.#files) this.#delete(tree, this.#anyOf(tree)!);
  }

  #edited({ path, lines, isOpen }: FileVersion): FileVersion {
    const edited = editLines(lines, this.#below, () => this.#newLine());
    return { path, lines: edited, isOpen: this.#below(20) === 0 ? !isOpen : isOpen };
  }

  #add(tree: Map<number, FileVersion>, version: FileVersion): void {
    if (isTaken(tree, version.path, undefined)) return;
    tree.set(this.#fileCount, version);
    this.#fileCount += 1;
  }

  #delete(tree: Map<number, FileVersion>, file: number): void {
    this.#deleted.push(tree.get(file)!);
    if (this.#deleted.length > deletedKept) this.#deleted.shift();
    tree.delete(file);
  }

  /** What was deleted on whatever branch, as it was or with an edit, under its path. */
  #addAgain(tree: Map<number, FileVersion>): void {
    const version = this.#deleted[this.#below(deletedKept)];
    if (version !== undefined) this.#add(tree, this.#below(2) === 0 ? version : this.#edited(version));
  }

  /** As it is, with a small edit, or with one too large for the same file. */
  #rename(tree: Map<number, FileVersion>, file: number): void {
    const version = tree.get(file)!;
    const path = this.#newPath();
    if (isTaken(tree, path, undefined)) return;
    const how = this.#below(4);
    let { lines } = version;
    for (let edits = how === 3 ? 9 : how === 2 ? 1 : 0; edits > 0; edits -= 1) {
      lines = editLines(lines, this.#below, () => this.#newLine());
    }
    tree.set(file, { ...version, path, lines });
  }

  /** Two files of one content, so that a rename of either has two sources; sometimes both are gone at once. */
  #addTwin(tree: Map<number, FileVersion>, file: number): void {
    const version = tree.get(file)!;
    this.#add(tree, { ...version, path: this.#newPath() });
    if (this.#below(3) > 0) return;
    tree.delete(file);
    this.#add(tree, { ...version, path: this.#newPath() });
  }

  #newVersion(): FileVersion {
    const lines = Array.from({ length: this.#below(lineCountFirst * 2) }, () => this.#newLine());
    return { path: this.#newPath(), lines, isOpen: lines.length > 0 && this.#below(8) === 0 };
  }

  /** A new name, or one of few, which several branches take by themselves. */
  #newPath(): string {
    const isCommon = this.#below(4) === 0;
    this.#nameCount += 1;
    const name = isCommon ? commonNames[this.#below(commonNames.length)] : `file${this.#nameCount}.c`;
    return `${folders[this.#below(folders.length)]}${name}`;
  }

  #newLine(): number {
    this.#lineCount += 1;
    return this.#lineCount;
  }

  #anyOf(tree: Tree): number | undefined {
    return Array.from(tree.keys())[this.#below(tree.size)];
  }
}

function mergeVersions(
  base: FileVersion | undefined,
  ours: FileVersion | undefined,
  theirs: FileVersion | undefined,
): FileVersion | undefined {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  const { path } = ours.path === base?.path ? theirs : ours;
  return { path, lines: mergeLines(base?.lines ?? [], ours.lines, theirs.lines), isOpen: ours.isOpen };
}

function isTaken(tree: Tree, path: string, except: number | undefined): boolean {
  for (const [file, version] of tree) if (file !== except && version.path === path) return true;
  return false;
}

const folders = ['', 'src/', 'src/deep/', 'lib/', 'lib/more/', 'doc/', 'test/'];
const commonNames = ['index.js', 'main.c', 'Makefile', 'README'];
