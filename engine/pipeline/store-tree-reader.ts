import { CodefangError } from '../base/index.ts';
import type { TreeReader } from '../diff/index.ts';
import { type ObjectScratch, type ObjectStore, oidToHex } from '../git/index.ts';

/** Trees out of an object store, for the tree diff. */
export class StoreTreeReader implements TreeReader {
  readonly #store: ObjectStore;
  readonly #oidBytes: number;

  constructor(store: ObjectStore, oidBytes: number) {
    this.#store = store;
    this.#oidBytes = oidBytes;
  }

  readTree(oid: Uint8Array, at: number, scratch: ObjectScratch): void {
    const kind = this.#store.read(oid, at, scratch);
    if (kind === 'tree') return;
    const name = oidToHex(oid, at, this.#oidBytes);
    if (kind === 'missing') {
      throw new CodefangError(
        'INCOMPLETE',
        `Cannot read tree ${name}: it is not in this repository, fetch it or analyse a complete clone`,
      );
    }
    throw new CodefangError('CORRUPT', `Cannot read tree ${name}: found ${kind}, expected a tree`);
  }
}
