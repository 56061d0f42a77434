/** How something is shared among people. */
export interface Concentration {
  readonly total: number;
  /** With more than nothing. */
  readonly people: number;
  /** Sum of squared shares; null where nobody has anything, like those below. */
  readonly hhi: number | null;
  readonly gini: number | null;
  /** Shannon's entropy of the shares by that of equal ones; 0 for one person. */
  readonly entropyNorm: number | null;
  /** People with less than a twentieth, after Bird et al. 2011, and the others. */
  readonly minor: number;
  readonly major: number;
}

const minorShare = 0.05;

/**
 * Measures of values above 0, largest first. Sums go from the smallest up, so that they depend on the values alone.
 * Gini = Σ (2i − n − 1)·x_i / (n·Σx), x ascending, i from 1.
 */
export function concentrationOf(descending: readonly number[]): Concentration {
  const people = descending.length;
  let total = 0;
  for (const value of descending) total += value;
  if (people === 0) return { total, people, hhi: null, gini: null, entropyNorm: null, minor: 0, major: 0 };
  let squares = 0;
  let ranked = 0;
  let entropy = 0;
  let minor = 0;
  for (let i = 1; i <= people; i += 1) {
    const value = descending[people - i]!;
    const share = value / total;
    squares += value * value;
    ranked += (2 * i - people - 1) * value;
    entropy -= share * Math.log(share);
    if (share < minorShare) minor += 1;
  }
  const entropyNorm = people === 1 ? 0 : Math.min(1, entropy / Math.log(people));
  const hhi = squares / (total * total);
  return { total, people, hhi, gini: ranked / (people * total), entropyNorm, minor, major: people - minor };
}
