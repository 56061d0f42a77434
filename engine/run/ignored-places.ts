import { createHash } from 'node:crypto';
import { ObjectScratch, type ObjectStore } from '../git/index.ts';
import { type CommitTable, ignoreRevsName, parseIgnoredCommits } from '../history/index.ts';
import { readRootFile } from './read-root-file.ts';

/** A list of commits that blame is to ignore, read already: its bytes are what is hashed and what is used. */
export interface IgnoreRevsFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Commits of the walk whose changes pass lines on, see `LinePasser`. */
export interface IgnoredPlaces {
  readonly places: ReadonlySet<number>;
  /** Hash of all ids that were listed; `null` when none was. */
  readonly hash: string | null;
  /** Ids that no commit of the walk has. */
  readonly unknownCount: number;
}

/**
 * The commits to ignore: those that the analysed revision lists itself, and those of files that are named.
 * @throws {CodefangError} USAGE when a list cannot be read
 */
export function findIgnoredPlaces(
  store: ObjectStore,
  table: CommitTable,
  order: Int32Array,
  files: readonly IgnoreRevsFile[],
): IgnoredPlaces {
  const scratch = new ObjectScratch(undefined, store.allowance);
  const own = readRootFile(store, table, 0, ignoreRevsName, scratch);
  const lists = own === undefined ? files : [{ name: `${ignoreRevsName} of the revision`, bytes: own }, ...files];
  const oids = new Set<string>();
  for (const { name, bytes } of lists) {
    for (const oid of parseIgnoredCommits(bytes, table.oidBytes, name)) oids.add(oid);
  }
  const places = new Set<number>();
  if (oids.size > 0) {
    for (let place = 0; place < order.length; place += 1) if (oids.has(table.oidHex(order[place]!))) places.add(place);
  }
  const hash = oids.size === 0 ? null : createHash('sha256').update([...oids].sort().join('\n')).digest('hex');
  return { places, hash: hash === null ? null : `sha256:${hash}`, unknownCount: oids.size - places.size };
}
