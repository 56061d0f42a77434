import type { RowTree, TableCell, TableRow } from './table-spec.ts';

interface Folder {
  readonly path: string;
  readonly depth: number;
  readonly folders: Folder[];
  readonly files: TableRow[];
  row: TableCell[];
  isOpen: boolean;
}

/**
 * Rows of files, whose first cell is a path, in their folders. A folder has the sums of its files in the
 * columns `sumsAt` and nothing in the others. Where a folder has nothing but one folder, this one is open as
 * well.
 */
export class FolderTree implements RowTree {
  readonly #root: Folder = { path: '', depth: -1, folders: [], files: [], row: [], isOpen: true };
  readonly #folders = new Map<string, Folder>();
  readonly #depths = new Map<TableRow, number>();

  constructor(rows: readonly TableRow[], sumsAt: readonly number[]) {
    for (const row of rows) this.#folderOf(parentOf(String(row[0]))).files.push(row);
    this.#sum(this.#root, sumsAt);
    openOnly(this.#root);
  }

  arranged(compare: (one: TableRow, other: TableRow) => number): readonly TableRow[] {
    this.#depths.clear();
    const found: TableRow[] = [];
    this.#put(this.#root, 0, compare, found);
    return found;
  }

  depthOf(row: TableRow): number {
    return this.#depths.get(row) ?? 0;
  }

  isOpen(row: TableRow): boolean | undefined {
    return this.#folders.get(String(row[0]))?.isOpen;
  }

  toggle(row: TableRow): void {
    const folder = this.#folders.get(String(row[0]));
    if (folder === undefined) return;
    folder.isOpen = !folder.isOpen;
    if (folder.isOpen) openOnly(folder);
  }

  nameOf(row: TableRow): string {
    const path = String(row[0]);
    return path.endsWith('/') && this.#folders.has(path) ? shortFolder(path) : path.slice(path.lastIndexOf('/') + 1);
  }

  #put(folder: Folder, depth: number, compare: (one: TableRow, other: TableRow) => number, found: TableRow[]): void {
    const entries = [
      ...folder.folders.map((child) => ({ row: child.row as TableRow, child })),
      ...folder.files.map(leaf),
    ];
    entries.sort((one, other) => compare(one.row, other.row));
    for (const { row, child } of entries) {
      this.#depths.set(row, depth);
      found.push(row);
      if (child?.isOpen === true) this.#put(child, depth + 1, compare, found);
    }
  }

  #folderOf(path: string): Folder {
    if (path === '') return this.#root;
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const parent = this.#folderOf(parentOf(path.slice(0, -1)));
    const made: Folder = { path, depth: parent.depth + 1, folders: [], files: [], row: [], isOpen: false };
    this.#folders.set(path, made);
    parent.folders.push(made);
    return made;
  }

  #sum(folder: Folder, sumsAt: readonly number[]): void {
    for (const child of folder.folders) this.#sum(child, sumsAt);
    const rows = [...folder.folders.map(({ row }) => row), ...folder.files];
    folder.row = [folder.path];
    for (const at of sumsAt) folder.row[at] = rows.reduce((sum, row) => sum + Number(row[at] ?? 0), 0);
  }
}

function leaf(row: TableRow): { readonly row: TableRow; readonly child: undefined } {
  return { row, child: undefined };
}

function openOnly(folder: Folder): void {
  for (let at = folder; at.folders.length === 1 && at.files.length === 0; at = at.folders[0]!) {
    at.folders[0]!.isOpen = true;
  }
}

/** With its slash; empty at the top. */
function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function shortFolder(path: string): string {
  return path.slice(path.slice(0, -1).lastIndexOf('/') + 1);
}
