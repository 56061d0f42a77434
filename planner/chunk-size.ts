import { plannerConstants } from './planner-constants.ts';

/** A rate with the safety margin on top, as whole bytes: 3 becomes 4. */
export function withSafetyMargin(rate: bigint): bigint {
  return rate + (rate * BigInt(plannerConstants.safetyMarginPercent)) / 100n;
}

/** A number of commits brought between the smallest and the largest chunk. */
export function clampChunk(commits: bigint): number {
  const { chunkCommitsMin, chunkCommitsMax } = plannerConstants;
  if (commits >= BigInt(chunkCommitsMax)) return chunkCommitsMax;
  return Math.max(Number(commits), chunkCommitsMin);
}
