import { type PathCount, PathCounter } from '../diff/index.ts';
import type { ObjectScratch, ObjectStore } from '../git/index.ts';

/**
 * Counts the files of a tree, so that a plan knows what their names will take. A tree that cannot be read counts
 * for nothing here: the walk says what is wrong with it.
 *
 * @throws {CodefangError} CORRUPT when there are more than can be read
 */
export function countFiles(store: ObjectStore, oidBytes: number, tree: Uint8Array): PathCount {
  const reader = {
    allowance: store.allowance,
    readTree: (oid: Uint8Array, at: number, scratch: ObjectScratch): void => {
      if (store.read(oid, at, scratch) !== 'tree') scratch.length = 0;
    },
  };
  using counter = new PathCounter(reader, oidBytes);
  return counter.check(tree, 0);
}
