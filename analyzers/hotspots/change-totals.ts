import { commitFlag } from '../../engine/index.ts';
import type { CodeFiles } from './code-files.ts';
import type { FileCommits } from './file-commits.ts';

const daySeconds = 86_400;
/** After this time a change counts for half as much. */
const halfLifeSeconds = 180 * daySeconds;
/** How long before the last commit the ranks are that trends compare with. */
const trendSeconds = 180 * daySeconds;
const recentSeconds = 90 * daySeconds;

/** How much files change, by number. BOUNDED BY: 33 bytes a file. */
export interface ChangeTotals {
  /** Commits that change the file. */
  readonly changes: Uint32Array;
  /** Those of the last 90 days. */
  readonly recent: Uint32Array;
  /** Those that are fixes by their messages. */
  readonly fixes: Uint32Array;
  /** Place of the last of them; -1 for none. */
  readonly last: Int32Array;
  /** The commits, each worth half as much for every 180 days before the last commit. */
  readonly decayed: Float64Array;
  /** The same at a time 180 days before the last commit. */
  readonly decayedBefore: Float64Array;
  /** 1 where the file was there then. */
  readonly isOlder: Uint8Array;
}

/** Sums up in the order of the walk, so that a sum is always the same. */
export function changeTotals(facts: FileCommits, files: CodeFiles): ChangeTotals {
  const { context, count } = files;
  const totals: ChangeTotals = {
    changes: new Uint32Array(count),
    recent: new Uint32Array(count),
    fixes: new Uint32Array(count),
    last: new Int32Array(count).fill(-1),
    decayed: new Float64Array(count),
    decayedBefore: new Float64Array(count),
    isOlder: new Uint8Array(count).fill(1),
  };
  for (const file of facts.groups()) {
    let [changes, recent, fixes, last, decayed, decayedBefore] = [0, 0, 0, -1, 0, 0];
    let isOlder: boolean | undefined;
    for (const { place, is_new: isNew } of file) {
      const age = context.history.lastCommitSeconds - context.commitSeconds(place);
      // A file that the walk meets before it is added is older than the walk.
      isOlder ??= isNew === 0 || age >= trendSeconds;
      changes += 1;
      last = place;
      decayed += 2 ** (-age / halfLifeSeconds);
      if (age < recentSeconds) recent += 1;
      if ((context.notes.flags(place) & commitFlag.fix) !== 0) fixes += 1;
      if (age >= trendSeconds) decayedBefore += 2 ** ((trendSeconds - age) / halfLifeSeconds);
    }
    files.eachOfFile(file.key, (at) => {
      totals.changes[at] = changes;
      totals.recent[at] = recent;
      totals.fixes[at] = fixes;
      totals.last[at] = last;
      totals.decayed[at] = decayed;
      totals.decayedBefore[at] = decayedBefore;
      totals.isOlder[at] = isOlder === false ? 0 : 1;
    });
  }
  return totals;
}
