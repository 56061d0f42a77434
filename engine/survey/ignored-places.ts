import { createHash } from 'node:crypto';
import { CodefangError } from '../base/index.ts';
import { ObjectScratch, type ObjectStore } from '../git/index.ts';
import { type CommitTable, ignoreRevsName, parseIgnoredCommits } from '../history/index.ts';
import { readRootFile } from './read-root-file.ts';
import type { RuleFile } from '../contract.ts';

/** Commits of the walk whose changes pass lines on, see `LinePasser`. */
export interface IgnoredPlaces {
  readonly places: ReadonlySet<number>;
  /** Hash of all ids that were listed; `null` when none was. */
  readonly hash: string | null;
  /** Ids that no commit of the walk has, and lines of the revision's own list that are no ids. */
  readonly unknownCount: number;
}

/**
 * The commits to ignore: those that the analysed revision lists itself, and those of files that are named.
 * A bad line of the revision's own list is counted: nobody asked for that list, and a history must not refuse itself.
 * @throws {CodefangError} USAGE when a list that was named has a line that is no full id
 */
export function findIgnoredPlaces(
  store: ObjectStore,
  table: CommitTable,
  order: Int32Array,
  files: readonly RuleFile[],
): IgnoredPlaces {
  const scratch = new ObjectScratch(undefined, store.allowance);
  const own = readRootFile(store, table, 0, ignoreRevsName, scratch);
  let badLines = 0;
  const oids = parseIgnoredCommits(own ?? new Uint8Array(0), table.oidBytes, () => (badLines += 1));
  for (const { name, bytes } of files) {
    for (const oid of parseIgnoredCommits(bytes, table.oidBytes, refuse(name, table.oidBytes))) oids.add(oid);
  }
  const places = new Set<number>();
  if (oids.size > 0) {
    for (let place = 0; place < order.length; place += 1) if (oids.has(table.oidHex(order[place]!))) places.add(place);
  }
  const hash =
    oids.size === 0
      ? null
      : createHash('sha256')
          .update([...oids].sort().join('\n'))
          .digest('hex');
  return { places, hash: hash === null ? null : `sha256:${hash}`, unknownCount: oids.size - places.size + badLines };
}

function refuse(name: string, oidBytes: number): (line: number) => never {
  // What the line says may be anything, the name of a person too.
  return (line) => {
    const state = `line ${line} is no commit id, expected a full one of ${oidBytes * 2} hex digits`;
    throw new CodefangError('USAGE', `Cannot read commits to ignore from "${name}": ${state}`);
  };
}
