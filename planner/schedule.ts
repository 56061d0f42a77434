import { checkedCommits, checkedSize } from './checked-input.ts';
import { type ChunkBounds, cutChunks } from './chunk-bounds.ts';
import { clampChunk, withSafetyMargin } from './chunk-size.ts';
import { plannerConstants } from './planner-constants.ts';
import { splitExactly } from './split-regions.ts';

/** What the scheduler needs. Sizes that are absent, zero or negative mean the default. */
export interface SchedulerConfig {
  readonly totalCommits: number;
  /** Default: no budget, the largest chunks, nothing spills. */
  readonly memoryBudgetBytes?: number | undefined;
  /** Resident before any state; default 400 MiB. */
  readonly pipelineOverheadBytes?: number | undefined;
  /** Working state that a commit adds; default 400 KiB. */
  readonly workStatePerCommitBytes?: number | undefined;
  /**
   * Payload a commit sends between threads; default 100 KiB. It does not move the chunk size: the
   * in-flight region bounds payload by back-pressure, whatever the chunk.
   */
  readonly avgPayloadBytes?: number | undefined;
  /** Most chunks that may be in memory at once; default 1. */
  readonly maxBuffering?: number | undefined;
}

/** A plan of a whole run. */
export interface Schedule {
  readonly chunks: ChunkBounds[];
  /** Commits a chunk; the last one may hold fewer. 0 without commits. */
  readonly chunkSize: number;
  /** Chunks that fit in the working-state region at once. */
  readonly bufferingFactor: number;
  /** Bytes of aggregate state before it spills; 0 means never, and only without a budget. */
  readonly aggSpillBudgetBytes: number;
}

/**
 * Cuts history into chunks by the regions of the budget: as many chunks are buffered as keep at
 * least 50 commits each, and each is as large as the working-state region then allows (at most
 * 3,000).
 *
 * @throws {PlanError} USAGE when a field is not an integer, BUDGET when the budget does not cover
 * the overhead
 * @example computeSchedule({ totalCommits: 100 }).chunks // [{ start: 0, end: 100 }]
 */
export function computeSchedule(config: SchedulerConfig): Schedule {
  const totalCommits = checkedCommits('totalCommits', config.totalCommits);
  const budget = checkedSize('memoryBudgetBytes', config.memoryBudgetBytes);
  const overhead = checkedSize('pipelineOverheadBytes', config.pipelineOverheadBytes);
  const declared = checkedSize('workStatePerCommitBytes', config.workStatePerCommitBytes);
  const buffering = checkedSize('maxBuffering', config.maxBuffering);
  checkedSize('avgPayloadBytes', config.avgPayloadBytes);
  if (totalCommits <= 0) {
    return { chunks: [], chunkSize: 0, bufferingFactor: 1, aggSpillBudgetBytes: 0 };
  }
  const bufferingMax = buffering > 0n ? buffering : 1n;
  if (budget <= 0n) return unlimitedSchedule(totalCommits, Number(bufferingMax));
  const regions = splitExactly(budget, overhead);
  const work = declared > 0n ? declared : BigInt(plannerConstants.workStatePerCommitBytes);
  const rate = withSafetyMargin(work);
  const factor = bufferingFactor(regions.workingState, rate, bufferingMax);
  const chunkSize = clampChunk(regions.workingState / (factor * rate));
  return {
    chunks: cutChunks(0, totalCommits, chunkSize),
    chunkSize,
    bufferingFactor: Number(factor),
    aggSpillBudgetBytes: Number(regions.aggregateState),
  };
}

function unlimitedSchedule(totalCommits: number, factor: number): Schedule {
  const chunkSize = Math.min(totalCommits, plannerConstants.chunkCommitsMax);
  return {
    chunks: cutChunks(0, totalCommits, chunkSize),
    chunkSize,
    bufferingFactor: factor,
    aggSpillBudgetBytes: 0,
  };
}

/** The highest factor whose chunk keeps the minimum of commits; 1 when none does. */
function bufferingFactor(workingState: bigint, rate: bigint, max: bigint): bigint {
  const fitting = workingState / (BigInt(plannerConstants.chunkCommitsMin) * rate);
  if (fitting >= max) return max;
  return fitting > 1n ? fitting : 1n;
}
