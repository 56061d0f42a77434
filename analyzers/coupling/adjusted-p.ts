import type { Facts, ReportContext } from '../../engine/index.ts';
import { type CommonCommits, lnFisher } from './ln-fisher.ts';
import type { TestedPairs } from './tested-pairs.ts';

/** Facts are integers: logarithms, which are far above -2^21, are kept to 2^-32. */
const steps = 2 ** 32;

/** What `AdjustedP` has of a p. */
export function pOf(fact: number): number {
  return Math.exp(-fact / steps);
}

/** By the number of a pair in the order of `TestedPairs`; see `pOf`. */
export type AdjustedP = Facts<'pair' | 'p' | 'adjusted'>;

/**
 * Tests each pair and adjusts for the number of tests, by Benjamini and Hochberg: of the pairs with an adjusted p of at
 * most q, a share q is expected to be chance.
 */
export function adjustedP(
  pairs: TestedPairs,
  countsOf: (first: number, second: number, together: number) => CommonCommits,
  context: ReportContext,
): AdjustedP {
  const byP = context.scratch({ name: 'coupling_by_p', keys: ['p', 'pair'], columns: { pairs: 'max' }, isWide: true });
  let count = 0;
  for (const { first, second, together } of pairs) {
    byP.add(Math.round(Math.abs(lnFisher(countsOf(first, second, together))) * steps), count, 0, 1);
    count += 1;
  }
  const columns = { p: 'max', adjusted: 'max' } as const;
  const adjusted = context.scratch({ name: 'coupling_adjusted', keys: ['pair'], columns });
  let left = count;
  let largest = 0;
  // From the largest p on: the adjusted one is the smallest of p × tests / rank so far, and so -ln is the largest.
  for (const { pair, p } of byP) {
    largest = Math.max(largest, p - Math.round(Math.log(count / left) * steps));
    adjusted.add(pair, 0, 0, p, largest);
    left -= 1;
  }
  return adjusted;
}
