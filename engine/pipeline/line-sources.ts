import { type BlobReader, gitlinkMode, RenameDetector, type RenameSide, type TreeChangeSink } from '../diff/index.ts';
import type { ObjectStore } from '../git/index.ts';
import { renameCandidateCountMax, type RenamePolicy, sketchBytesMax } from './rename-joiner.ts';

/**
 * Which deleted file a new one was before, as `git blame` asks: for one new path alone, so that a source serves any
 * number of them, where `git diff -M` uses it once.
 * BOUNDED BY: a million candidates a commit; past them nothing is found any more.
 */
export class LineSources {
  readonly #detector: RenameDetector | undefined;
  readonly #reader: BlobReader;
  #candidatesLeft = 0;

  constructor(store: ObjectStore, policy: RenamePolicy) {
    this.#reader = {
      readBlob: (oid: Uint8Array, scratch) => store.read(oid, 0, scratch) === 'blob',
    };
    if (policy === 'off') return;
    this.#detector = new RenameDetector(policy === 'exact' ? policy : { similar: policy.similarPercent }, {
      candidateCountMax: renameCandidateCountMax,
      sketchBytesMax,
      allowance: store.allowance,
    });
  }

  /** Whether renames are followed at all. */
  get isOn(): boolean {
    return this.#detector !== undefined;
  }

  /** Begins another commit. */
  start(): void {
    this.#candidatesLeft = renameCandidateCountMax ** 2;
  }

  /** The deleted file that the new one was, undefined when there is none. Deletes are in path order. */
  find(deletes: readonly RenameSide[], added: RenameSide): RenameSide | undefined {
    if (this.#detector === undefined || deletes.length === 0) return undefined;
    this.#candidatesLeft -= deletes.length;
    if (this.#candidatesLeft < 0) return undefined;
    const pair = this.#detector.detect(deletes, [added], this.#reader)[0];
    return pair === undefined ? undefined : deletes[pair.deleteIndex];
  }
}

/** Collects the files that a tree diff says are gone. */
export class DeletedFiles implements TreeChangeSink {
  readonly sides: RenameSide[] = [];
  readonly #oidBytes: number;
  readonly #accepts: (path: Uint8Array, length: number) => boolean;

  constructor(oidBytes: number, accepts: (path: Uint8Array, length: number) => boolean) {
    this.#oidBytes = oidBytes;
    this.#accepts = accepts;
  }

  change(...[path, pathLength, oldMode, oldOid, oldAt, newMode]: Parameters<TreeChangeSink['change']>): void {
    if (newMode !== 0 || oldMode === gitlinkMode || !this.#accepts(path, pathLength)) return;
    // Copies: `slice` of a Buffer would be a view.
    const oid = new Uint8Array(oldOid.subarray(oldAt, oldAt + this.#oidBytes));
    this.sides.push({ path: new Uint8Array(path.subarray(0, pathLength)), mode: oldMode, oid });
  }
}
