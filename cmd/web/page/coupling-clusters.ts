import type { CoupledPair } from '../../../analyzers/index.ts';

export interface Cluster {
  /** Places of the files, the one with most weight first. */
  readonly files: readonly number[];
  readonly pairs: readonly CoupledPair[];
  readonly weight: number;
}

/** Pairs below are too loose to make a group of more than their two files. */
const strengthMin = 0.4;
const commitsToBelieve = 40;

/**
 * Files that change together as groups, the heaviest first: files joined by pairs of strength 0.4 or more, directly or by
 * others. A weight is that of the pairs: strength × commits / (commits + 40).
 */
export function couplingClusters(pairs: readonly CoupledPair[]): Cluster[] {
  const strong = pairs.filter(({ strength }) => strength >= strengthMin);
  const leaders = new Map<number, number>();
  const leaderOf = (file: number): number => {
    let at = file;
    while ((leaders.get(at) ?? at) !== at) at = leaders.get(at)!;
    return at;
  };
  for (const { a, b } of strong) leaders.set(leaderOf(a), leaderOf(b));
  const groups = new Map<number, CoupledPair[]>();
  for (const pair of strong) {
    const leader = leaderOf(pair.a);
    groups.set(leader, [...(groups.get(leader) ?? []), pair]);
  }
  return Array.from(groups.values(), clusterOf).sort((one, other) => other.weight - one.weight);
}

function clusterOf(pairs: readonly CoupledPair[]): Cluster {
  const weights = new Map<number, number>();
  let weight = 0;
  for (const { a, b, strength, commits } of pairs) {
    const own = (strength * commits) / (commits + commitsToBelieve);
    weight += own;
    for (const file of [a, b]) weights.set(file, (weights.get(file) ?? 0) + own);
  }
  const files = [...weights].sort((one, other) => other[1] - one[1]).map(([file]) => file);
  return { files, pairs, weight };
}
