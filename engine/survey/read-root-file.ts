import { type ObjectScratch, type ObjectStore, TreeCursor } from '../git/index.ts';
import type { CommitTable } from '../history/index.ts';

/** The content of a file at the root of a commit's tree, undefined when there is none. A view of `scratch`. */
export function readRootFile(
  store: ObjectStore,
  table: CommitTable,
  index: number,
  wanted: string,
  scratch: ObjectScratch,
): Uint8Array | undefined {
  const tree = new Uint8Array(table.oidBytes);
  table.copyTree(index, tree, 0);
  if (store.read(tree, 0, scratch) !== 'tree') return undefined;
  const cursor = new TreeCursor(table.oidBytes);
  cursor.open(scratch.bytes, scratch.length);
  while (cursor.next()) {
    const name = Buffer.from(scratch.bytes.subarray(cursor.nameStart, cursor.nameEnd));
    if (name.toString('latin1') !== wanted) continue;
    // A copy: the file is read over the tree.
    const oid = Uint8Array.from(scratch.bytes.subarray(cursor.oidStart, cursor.oidStart + table.oidBytes));
    return store.read(oid, 0, scratch) === 'blob' ? scratch.bytes.subarray(0, scratch.length) : undefined;
  }
  return undefined;
}
