import type { Facts, ReportContext } from '../../engine/index.ts';
import { type CommonCommits, lnFisher } from './ln-fisher.ts';
import type { TestedPairs } from './tested-pairs.ts';

/** Resolution of the order by p, whose logarithm is far above -2^21. */
const steps = 2 ** 32;

/** Under the number of a pair in the order of `TestedPairs`, each with its sign changed: -ln p. */
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
  const byP = context.scratch({ name: 'coupling_by_p', keys: ['order', 'pair'], columns: { p: 'max' }, isWide: true });
  let count = 0;
  for (const { first, second, together } of pairs) {
    const negative = Math.abs(lnFisher(countsOf(first, second, together)));
    byP.add(Math.round(negative * steps), count, 0, negative);
    count += 1;
  }
  const columns = { p: 'max', adjusted: 'max' } as const;
  const adjusted = context.scratch({ name: 'coupling_adjusted', keys: ['pair'], columns });
  let left = count;
  let largest = 0;
  // From the largest p on: the adjusted one is the smallest of p × tests / rank so far, and so -ln is the largest.
  for (const { pair, p } of byP) {
    largest = Math.max(largest, p - Math.log(count / left));
    adjusted.add(pair, 0, 0, p, largest);
    left -= 1;
  }
  return adjusted;
}
