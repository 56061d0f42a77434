/**
 * Places that are looked at, ascending: `count` of them, or all where there are no more. The same for the same seed, so
 * that a difference can be found again.
 */
export function samplePlaces(candidates: readonly number[], count: number, seed: string): number[] {
  if (candidates.length <= count) return [...candidates];
  const next = randomFrom(seed);
  const drawn = [...candidates];
  for (let at = 0; at < count; at += 1) {
    const from = at + Math.floor(next() * (drawn.length - at));
    [drawn[at], drawn[from]] = [drawn[from]!, drawn[at]!];
  }
  return drawn.slice(0, count).sort((a, b) => a - b);
}

/** Numbers in [0, 1), by the first digits of a commit id (mulberry32). */
function randomFrom(seed: string): () => number {
  let state = Number.parseInt(seed.slice(0, 8), 16) >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
