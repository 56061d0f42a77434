import { lnFactorial } from './ln-factorial.ts';

/** Terms smaller than this part of the sum no longer count. */
const smallestPart = 1e-18;

/** Two files in the commits of a history. */
export interface CommonCommits {
  /** Commits that could change both. */
  readonly total: number;
  /** Those that change the one, and the other. */
  readonly first: number;
  readonly second: number;
  /** Those that change both. */
  readonly together: number;
}

/**
 * The natural logarithm of the p of Fisher's exact test, one-sided: how likely two files that change independently of
 * each other have at least as many commits together. It is a logarithm since p may be smaller than any double.
 */
export function lnFisher(counts: CommonCommits): number {
  const { total, first, second, together } = counts;
  const most = Math.min(first, second);
  let term = 1;
  let sum = 1;
  for (let k = together; k < most; k += 1) {
    term *= ((first - k) * (second - k)) / ((k + 1) * (total - first - second + k + 1));
    sum += term;
    if (term < smallestPart * sum) break;
  }
  return Math.min(0, lnHypergeometric(counts) + Math.log(sum));
}

/** The logarithm of the probability of exactly so many together. */
function lnHypergeometric({ total, first, second, together }: CommonCommits): number {
  const neither = total - first - second + together;
  const ways = lnFactorial(first) + lnFactorial(second) + lnFactorial(total - first) + lnFactorial(total - second);
  const [onlyFirst, onlySecond] = [first - together, second - together];
  const cells = lnFactorial(together) + lnFactorial(onlyFirst) + lnFactorial(onlySecond) + lnFactorial(neither);
  return ways - lnFactorial(total) - cells;
}
