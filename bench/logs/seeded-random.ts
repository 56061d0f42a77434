/** Whole numbers in [0, limit), the same for the same seed (xorshift, Marsaglia 2003). `limit` is at most 2^31. */
export function seededRandom(seed: number): (limit: number) => number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
