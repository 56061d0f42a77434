import { type PathCount, PathCounter } from '../diff/index.ts';
import {
  decodeHexOid,
  hexToOid,
  ObjectScratch,
  type ObjectStore,
  parseCommit,
  ParsedCommit,
  type RepositoryLocation,
} from '../git/index.ts';

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

/** Counts the files of a commit that is in no table. @throws {CodefangError} CORRUPT */
export function filesOfCommit({ oidBytes }: RepositoryLocation, store: ObjectStore, hex: string): PathCount {
  const scratch = new ObjectScratch(undefined, store.allowance);
  const tree = new Uint8Array(oidBytes);
  if (store.read(hexToOid(hex), 0, scratch) === 'commit') {
    const parsed = new ParsedCommit();
    parseCommit(scratch.bytes, scratch.length, oidBytes, parsed);
    decodeHexOid(scratch.bytes, parsed.treeHexStart, tree, 0, oidBytes);
  }
  return countFiles(store, oidBytes, tree);
}
