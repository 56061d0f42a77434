import type { CommonCommits } from './ln-fisher.ts';

/** Common commits by what they would be if the files changed independently of each other. */
export function liftOf({ total, first, second, together }: CommonCommits): number {
  return (together * total) / (first * second);
}

/** Common commits by the commits that change either. */
export function jaccardOf({ first, second, together }: CommonCommits): number {
  return together / (first + second - together);
}

/**
 * How much a pair is worth a look: its decayed common commits, by how exclusive they are, less the part that chance
 * explains: decayed × jaccard × (1 - 1 / lift). A header that every commit changes has large counts with everything,
 * and so small weights.
 */
export function pairWeight(counts: CommonCommits, decayed: number): number {
  return decayed * jaccardOf(counts) * Math.max(0, 1 - 1 / liftOf(counts));
}
