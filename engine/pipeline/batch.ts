export const itemFlag = {
  /** Lines are attributed: hunks are wanted, and where the lines of each changed path come from. */
  lines: 1,
  /** The commit is on the mainline: a merge says which of its files are renamed ones of its first parent. */
  mainline: 2,
  /**
   * Only what is there now matters: a change is reported as a file that comes, renames are not looked for, and the
   * gitlinks are by how many their number grew.
   */
  listing: 4,
  /** Line counts are wanted, too, of files that are taken over unchanged: history may not know them. */
  counts: 8,
  /** The commit is one that blame ignores. */
  ignored: 16,
  /** What `git log --numstat` lists beside lines is wanted: submodules, and whether what did not change is binary. */
  numstat: 32,
} as const;

/** Integers of an item in `heads`: place in the walk, flags, number of base trees, and where its ids begin. */
export const itemInts = 4;

/**
 * Work for one worker: trees to compare with the trees of their parents, in walk order; a plain record, so that it
 * can be posted. Of an item `oids` has the id of its tree, then those of its bases; an item without a base adds
 * everything in its tree. BOUNDED BY: the items it was made for, and the parents that they have.
 */
export interface Batch {
  readonly sequence: number;
  readonly heads: Int32Array<ArrayBuffer>;
  oids: Uint8Array<ArrayBuffer>;
  oidsEnd: number;
  count: number;
}

export function makeBatch(sequence: number, capacity: number, oidBytes: number): Batch {
  return {
    sequence,
    heads: new Int32Array(capacity * itemInts),
    oids: new Uint8Array(capacity * oidBytes * 2),
    oidsEnd: 0,
    count: 0,
  };
}
