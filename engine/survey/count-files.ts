import { TreeDiff } from '../diff/index.ts';
import type { ObjectScratch, ObjectStore } from '../git/index.ts';

/** How many files a tree has, and the bytes of their paths. */
export interface FileCount {
  readonly files: number;
  readonly pathBytes: number;
}

/**
 * Counts the files of a tree, so that a plan knows what their names will take. A tree that cannot be read counts
 * for nothing here: the walk says what is wrong with it.
 */
export function countFiles(store: ObjectStore, oidBytes: number, tree: Uint8Array): FileCount {
  let files = 0;
  let pathBytes = 0;
  const reader = {
    allowance: store.allowance,
    readTree: (oid: Uint8Array, at: number, scratch: ObjectScratch): void => {
      if (store.read(oid, at, scratch) !== 'tree') scratch.length = 0;
    },
  };
  const sink = {
    change: (_path: Uint8Array, pathLength: number): void => {
      files += 1;
      pathBytes += pathLength;
    },
  };
  new TreeDiff(reader, oidBytes).run(undefined, 0, tree, 0, sink);
  return { files, pathBytes };
}
