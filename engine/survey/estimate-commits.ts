import { join } from 'node:path';
import { namesIn } from '../base/index.ts';
import { type ObjectStore, type RepositoryLocation, sampleOids } from '../git/index.ts';

/** Ids are hashes: every so-manieth is as good as a random one. */
const samplesMax = 4096;
/** Standard deviations that the estimate lies above the share that was found: one in 30,000 is missed. */
const deviations = 4;

/**
 * About how many commits a repository has, reachable or not: rather more than there are. A share of the packed
 * objects is looked at; all others count as commits. Memory: a few pages of indexes.
 */
export function estimateCommits(location: RepositoryLocation, store: ObjectStore): number {
  let samples = 0;
  let commits = 0;
  const packed = sampleOids(location, samplesMax, (oid) => {
    samples += 1;
    if (store.header(oid, 0)?.kind === 'commit') commits += 1;
  });
  const share = commits / Math.max(1, samples);
  const error = deviations * (Math.sqrt((share * (1 - share)) / Math.max(1, samples)) + 1 / Math.max(1, samples));
  return Math.ceil(Math.min(1, share + error) * packed) + looseCount(location);
}

function looseCount({ objectDirs }: RepositoryLocation): number {
  let count = 0;
  for (const objectDir of objectDirs) {
    for (const prefix of namesIn(objectDir).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
      count += namesIn(join(objectDir, prefix)).length;
    }
  }
  return count;
}
