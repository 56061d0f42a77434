import type { ChunkObservation, ChunkPolicy, ReplanNote } from '../engine/index.ts';
import { AdaptivePlanner, type AdaptivePlannerConfig } from './adaptive-planner.ts';
import type { ChunkBounds } from './chunk-bounds.ts';
import { checkMemoryPressure } from './memory-pressure.ts';

/**
 * Cuts the part of a walk from `startPlace` on into chunks, and cuts the rest anew as chunks are observed.
 * A run that resumes plans what is left; its chunks are numbered on from `startChunk`.
 */
export function makeChunkPolicy(config: AdaptivePlannerConfig, startPlace: number, startChunk: number): ChunkPolicy {
  const planner = new AdaptivePlanner({ ...config, totalCommits: config.totalCommits - startPlace });
  return new PlannedChunks(planner, startPlace, startChunk);
}

class PlannedChunks implements ChunkPolicy {
  readonly #planner: AdaptivePlanner;
  readonly #startPlace: number;
  readonly #startChunk: number;
  #chunks: readonly ChunkBounds[];
  /** The first chunk that is not finished. */
  #current = 0;

  constructor(planner: AdaptivePlanner, startPlace: number, startChunk: number) {
    this.#planner = planner;
    this.#startPlace = startPlace;
    this.#startChunk = startChunk;
    this.#chunks = planner.initialPlan();
  }

  get chunkCount(): number {
    return this.#startChunk + this.#chunks.length;
  }

  get smoothedGrowthBytes(): number {
    return this.#planner.stats().finalGrowthBytes;
  }

  chunkEnd(start: number): number {
    const chunk = this.#chunks[this.#current];
    return chunk === undefined ? start : chunk.end + this.#startPlace;
  }

  observe(seen: ChunkObservation): ReplanNote | undefined {
    if (seen.end <= seen.start || this.#current >= this.#chunks.length) return undefined;
    const before = this.#planner.stats().replanCount;
    this.#chunks = this.#planner.replan({
      chunkIndex: this.#current,
      chunk: { start: seen.start - this.#startPlace, end: seen.end - this.#startPlace },
      workGrowthPerCommitBytes: seen.workGrowthPerCommitBytes,
      payloadPerCommitBytes: seen.payloadPerCommitBytes,
      aggregateGrowthPerCommitBytes: seen.aggregateGrowthPerCommitBytes,
      currentChunks: this.#chunks,
    });
    this.#current += 1;
    const { replanCount, lastReplan } = this.#planner.stats();
    return replanCount === before ? undefined : lastReplan;
  }

  pressure(usedBytes: number, budgetBytes: number): 'none' | 'warning' | 'critical' {
    return checkMemoryPressure(usedBytes, budgetBytes);
  }
}
