/** Seeded integers in `[0, bound)`: the LCG of Numerical Recipes, high bits first. */
export function seededBelow(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Ranks in `[0, bound)`, rank r about 1 / (r + 1) as likely as rank 0: Zipf's law of exponent 1. */
export function seededRank(below: (bound: number) => number): (bound: number) => number {
  const steps = 2 ** 30;
  return (bound) => {
    const share = below(steps) / steps;
    return Math.min(bound - 1, Math.floor(Math.exp(share * Math.log(bound + 1))) - 1);
  };
}
