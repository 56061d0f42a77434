import { MiB } from '../base/index.ts';
import { ObjectScratch, ObjectStore, type ObjectStoreLimits, TreeCursor } from '../git/index.ts';
import type { History } from './open-history.ts';

/** Larger files are not read. */
const fileBytesMax = 4 * MiB;

/** For single files: a window or two, and one object at a time, each of them hashed. */
const limits: ObjectStoreLimits = {
  windowBytes: 32 * 1024,
  windowCountMax: 16,
  deltaBaseBytes: MiB,
  objectBytesMax: fileBytesMax,
  verifyOid: 'all',
};

/**
 * The content of a file of the tree at the end of a history: undefined where the tree has no such file, or has it in a
 * folder or blob that is missing or too large. Opens the repository anew, so it is for a few files.
 *
 * @throws {CodefangError} CORRUPT
 */
export function readFinalFile(history: History, path: string): Uint8Array | undefined {
  const { location, table, order, lastMainlinePlace, sharedIndexes } = history;
  if (lastMainlinePlace < 0) return undefined;
  const oid = new Uint8Array(location.oidBytes);
  table.copyTree(order[lastMainlinePlace]!, oid, 0);
  const store = new ObjectStore(location, limits, sharedIndexes);
  try {
    const scratch = new ObjectScratch(undefined, store.allowance);
    const isThere = path.split('/').every((name) => enter(store, oid, name, scratch));
    if (!isThere || store.read(oid, 0, scratch) !== 'blob') return undefined;
    return Uint8Array.from(scratch.bytes.subarray(0, scratch.length));
  } finally {
    store.close();
  }
}

/** Puts the id of what a tree has under a name in the place of the tree's; whether there is one. */
function enter(store: ObjectStore, tree: Uint8Array, wanted: string, scratch: ObjectScratch): boolean {
  if (store.read(tree, 0, scratch) !== 'tree') return false;
  const cursor = new TreeCursor(tree.length);
  cursor.open(scratch.bytes, scratch.length);
  while (cursor.next()) {
    if (scratch.bytes.toString('utf8', cursor.nameStart, cursor.nameEnd) !== wanted) continue;
    tree.set(scratch.bytes.subarray(cursor.oidStart, cursor.oidStart + tree.length));
    return true;
  }
  return false;
}
