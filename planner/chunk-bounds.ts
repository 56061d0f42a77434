import { PlanError } from './plan-error.ts';
import { plannerConstants } from './planner-constants.ts';

/** Commits `[start, end)` of the walk, 0-based. */
export interface ChunkBounds {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts commits `[start, end)` into chunks of `chunkCommits`; the last one holds what is left.
 *
 * @throws {PlanError} USAGE when there would be more than `chunkCountMax` chunks
 */
export function cutChunks(start: number, end: number, chunkCommits: number): ChunkBounds[] {
  const chunkCount = Math.ceil((end - start) / chunkCommits);
  if (chunkCount > plannerConstants.chunkCountMax) {
    throw new PlanError(
      'USAGE',
      `Cannot plan ${end - start} commits: ${chunkCount} chunks, ` +
        `at most ${plannerConstants.chunkCountMax} are allowed`,
    );
  }
  const chunks: ChunkBounds[] = [];
  for (let at = start; at < end; at += chunkCommits) {
    chunks.push({ start: at, end: Math.min(at + chunkCommits, end) });
  }
  return chunks;
}
