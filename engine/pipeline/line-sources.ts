import { type BlobReader, gitlinkMode, RenameDetector, type RenameSide, type TreeChangeSink } from '../diff/index.ts';
import type { ObjectStore } from '../git/index.ts';
import { renameCandidateCountMax, type RenamePolicy, sketchBytesMax } from './rename-joiner.ts';

/**
 * Which deleted file a new one was before, as `git blame` asks: for one new path alone, so that a source serves any
 * number of them, where `git diff -M` uses it once.
 * BOUNDED BY: a million comparisons of contents in a commit; equal contents are found by their ids, however many.
 */
export class LineSources {
  readonly #exact: RenameDetector | undefined;
  readonly #similar: RenameDetector | undefined;
  readonly #reader: BlobReader;
  /** The files of a list by their ids. */
  readonly #byId = new WeakMap<readonly RenameSide[], ReadonlyMap<string, readonly RenameSide[]>>();
  #candidatesLeft = 0;

  constructor(store: ObjectStore, policy: RenamePolicy) {
    this.#reader = {
      readBlob: (oid: Uint8Array, scratch) => store.read(oid, 0, scratch) === 'blob',
    };
    if (policy === 'off') return;
    const { allowance } = store;
    const limits = { candidateCountMax: renameCandidateCountMax, sketchBytesMax, allowance };
    this.#exact = new RenameDetector('exact', limits);
    if (policy !== 'exact') this.#similar = new RenameDetector({ similar: policy.similarPercent }, limits);
  }

  /** Whether renames are followed at all. */
  get isOn(): boolean {
    return this.#exact !== undefined;
  }

  /** Begins another commit. */
  start(): void {
    this.#candidatesLeft = renameCandidateCountMax ** 2;
  }

  /**
   * The deleted file that the new one was, undefined when there is none, `unknown` past the bound. Deletes are in path
   * order; a list does not change while it is asked about.
   */
  find(deletes: readonly RenameSide[], added: RenameSide): RenameSide | undefined | 'unknown' {
    if (this.#exact === undefined || deletes.length === 0) return undefined;
    const equal = this.#byIdOf(deletes).get(idKey(added)) ?? [];
    const same = this.#firstPair(this.#exact, equal, added);
    if (same !== undefined || this.#similar === undefined) return same;
    this.#candidatesLeft -= deletes.length;
    return this.#candidatesLeft < 0 ? 'unknown' : this.#firstPair(this.#similar, deletes, added);
  }

  #firstPair(detector: RenameDetector, deletes: readonly RenameSide[], added: RenameSide): RenameSide | undefined {
    const pair = detector.detect(deletes, [added], this.#reader)[0];
    return pair === undefined ? undefined : deletes[pair.deleteIndex];
  }

  #byIdOf(deletes: readonly RenameSide[]): ReadonlyMap<string, readonly RenameSide[]> {
    const known = this.#byId.get(deletes);
    if (known !== undefined) return known;
    const made = new Map<string, RenameSide[]>();
    for (const side of deletes) {
      const key = idKey(side);
      const equal = made.get(key);
      if (equal === undefined) made.set(key, [side]);
      else equal.push(side);
    }
    this.#byId.set(deletes, made);
    return made;
  }
}

/** An id as a map key, one character per byte. */
function idKey({ oid }: RenameSide): string {
  return Buffer.from(oid.buffer, oid.byteOffset, oid.byteLength).toString('latin1');
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
