import type { ObjectScratch } from '../git/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';

export interface TreeReader {
  /**
   * Puts the raw bytes of the tree whose id lies at `oid[at, …)` into `scratch`. They are only read,
   * so `scratch.bytes` may be set to memory of the reader's own that stays as it is during the run.
   *
   * @throws {CodefangError} CORRUPT, NOT_FOUND or INCOMPLETE when there is no such tree
   */
  readTree(oid: Uint8Array, at: number, scratch: ObjectScratch): void;
  /** The account that scratch is charged to, if there is one. */
  readonly allowance?: ScratchAllowance;
}
