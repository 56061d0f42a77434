import type { CoupledPair } from '../../../analyzers/index.ts';

export interface Cluster {
  /** Places of the files, the one with most weight first. */
  readonly files: readonly number[];
  readonly pairs: readonly CoupledPair[];
  readonly weight: number;
}

/** Pairs below are too loose to make a group. */
const strengthMin = 0.4;
const commitsMin = 5;
const commitsToBelieve = 40;
export const clusterFileCountMax = 8;

/**
 * Files that change together as groups, the heaviest first: pairs of strength 0.4 or more join files, the
 * heaviest pairs first, as long as a group has at most 8 files. A weight is that of the pairs: strength ×
 * commits / (commits + 40).
 */
export function couplingClusters(pairs: readonly CoupledPair[]): Cluster[] {
  const strong = pairs
    .filter(({ strength, commits }) => strength >= strengthMin && commits >= commitsMin)
    .toSorted((a, b) => weightOf(b) - weightOf(a));
  const groups = new Map<number, { readonly files: number[]; readonly pairs: CoupledPair[] }>();
  for (const pair of strong) {
    const one = groups.get(pair.a) ?? { files: [pair.a], pairs: [] };
    const other = groups.get(pair.b) ?? { files: [pair.b], pairs: [] };
    if (one !== other) {
      if (one.files.length + other.files.length > clusterFileCountMax) continue;
      one.files.push(...other.files);
      one.pairs.push(...other.pairs);
    }
    one.pairs.push(pair);
    for (const file of one.files) groups.set(file, one);
  }
  const found = Array.from(new Set(groups.values()), (group) => clusterOf(group.pairs));
  return found.sort((one, other) => other.weight - one.weight);
}

function weightOf({ strength, commits }: CoupledPair): number {
  return (strength * commits) / (commits + commitsToBelieve);
}

function clusterOf(pairs: readonly CoupledPair[]): Cluster {
  const weights = new Map<number, number>();
  let weight = 0;
  for (const pair of pairs) {
    const own = weightOf(pair);
    weight += own;
    for (const file of [pair.a, pair.b]) weights.set(file, (weights.get(file) ?? 0) + own);
  }
  const files = [...weights].sort((one, other) => other[1] - one[1]).map(([file]) => file);
  return { files, pairs, weight };
}
