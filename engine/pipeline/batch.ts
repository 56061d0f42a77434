import { assert } from '../base/index.ts';

export const itemFlag = {
  /** Some analyzer wants the hunks of this commit. */
  hunks: 1,
  /** The item has a base tree; without one everything in the tree is added. */
  base: 2,
  /**
   * Only what is there now matters: a change is told as a file that comes, renames are not looked for, and the
   * gitlinks are by how many their number grew.
   */
  listing: 4,
} as const;

/**
 * Work for one worker: pairs of trees to compare, in walk order; a plain record, so that it can be posted.
 * Item n is `heads[2n]` (place in the walk) and `heads[2n + 1]` (flags), and in `oids` from
 * `2n * oidBytes` the id of the tree, then of its base.
 * BOUNDED BY: the capacity it was made with.
 */
export interface Batch {
  readonly sequence: number;
  readonly heads: Int32Array<ArrayBuffer>;
  readonly oids: Uint8Array<ArrayBuffer>;
  count: number;
}

export function makeBatch(sequence: number, capacity: number, oidBytes: number): Batch {
  return {
    sequence,
    heads: new Int32Array(capacity * 2),
    oids: new Uint8Array(capacity * oidBytes * 2),
    count: 0,
  };
}

/** Opens the next item; the caller copies the ids to the returned offset (tree) and behind it (base). */
export function addItem(batch: Batch, index: number, flags: number, oidBytes: number): number {
  assert(batch.count * 2 < batch.heads.length, 'a batch is closed when it is full');
  const item = batch.count;
  batch.heads[item * 2] = index;
  batch.heads[item * 2 + 1] = flags;
  batch.count += 1;
  return item * 2 * oidBytes;
}
