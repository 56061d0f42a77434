import { CodefangError } from '../base/index.ts';
import type { TreeReader } from '../diff/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { type ObjectScratch, type ObjectStore, oidToHex, TreeCache } from '../git/index.ts';

/** Trees out of an object store, for the tree diff; those read of late come out of a cache. */
export class StoreTreeReader implements TreeReader {
  readonly allowance: ScratchAllowance;
  readonly #store: ObjectStore;
  readonly #oidBytes: number;
  readonly #cache: TreeCache;

  constructor(store: ObjectStore, oidBytes: number, cacheBytes: number) {
    this.allowance = store.allowance;
    this.#store = store;
    this.#oidBytes = oidBytes;
    this.#cache = new TreeCache(cacheBytes, oidBytes);
  }

  readTree(oid: Uint8Array, at: number, scratch: ObjectScratch): void {
    if (this.#cache.read(oid, at, scratch)) return;
    const kind = this.#store.read(oid, at, scratch);
    if (kind === 'missing') {
      const state = 'it is not in this repository, fetch it or analyse a complete clone';
      throw new CodefangError('INCOMPLETE', `Cannot read tree ${this.#name(oid, at)}: ${state}`);
    }
    if (kind !== 'tree') {
      throw new CodefangError('CORRUPT', `Cannot read tree ${this.#name(oid, at)}: found ${kind}, expected a tree`);
    }
    this.#cache.put(oid, at, scratch);
  }

  #name(oid: Uint8Array, at: number): string {
    return oidToHex(oid, at, this.#oidBytes);
  }

  /** Keeps only that share of the cache, in [0, 1]. */
  shrink(keep: number): void {
    this.#cache.shrinkTo(Math.floor(this.#cache.usedBytes * keep));
  }
}
