import { checkedCommits, checkedSize } from './checked-input.ts';
import { type ChunkBounds, cutChunks } from './chunk-bounds.ts';
import { clampChunk, withSafetyMargin } from './chunk-size.ts';
import { budgetTooSmall, PlanError } from './plan-error.ts';
import { plannerConstants } from './planner-constants.ts';

/**
 * What is known before the first commit. Sizes that are absent, zero or negative mean the default.
 */
export interface PlannerConfig {
  readonly totalCommits: number;
  /** Default: no budget, the largest chunks. */
  readonly memoryBudgetBytes?: number | undefined;
  /** State and payload that a commit adds; default 500 KiB. */
  readonly growthPerCommitBytes?: number | undefined;
  /** Resident before any state; default 400 MiB. */
  readonly pipelineOverheadBytes?: number | undefined;
}

/**
 * Cuts history into chunks of equal size, such that the state of one chunk fits beside the
 * overhead:
 *
 *   commits a chunk = (budget − overhead) / (growth + 50 %), between 50 and 3,000
 *
 * The plain estimate; `computeSchedule` is the finer one, with regions and buffering.
 */
export class Planner {
  readonly #totalCommits: number;
  readonly #budget: bigint;
  readonly #growth: bigint;
  readonly #overhead: bigint;

  /** @throws {PlanError} USAGE when a field is not an integer */
  constructor(config: PlannerConfig) {
    const growth = checkedSize('growthPerCommitBytes', config.growthPerCommitBytes);
    const overhead = checkedSize('pipelineOverheadBytes', config.pipelineOverheadBytes);
    this.#totalCommits = checkedCommits('totalCommits', config.totalCommits);
    this.#budget = checkedSize('memoryBudgetBytes', config.memoryBudgetBytes);
    this.#growth = growth > 0n ? growth : BigInt(plannerConstants.growthPerCommitBytes);
    this.#overhead = overhead > 0n ? overhead : BigInt(plannerConstants.baseOverheadBytes);
  }

  /**
   * Chunks that cover `[0, totalCommits)`; none without commits.
   *
   * @throws {PlanError} BUDGET when the budget does not cover the overhead
   * @example new Planner({ totalCommits: 70 }).plan() // [{ start: 0, end: 70 }]
   */
  plan(): ChunkBounds[] {
    return this.planFrom(0);
  }

  /**
   * Chunks that cover `[start, totalCommits)`; none at or beyond the end.
   *
   * @throws {PlanError} USAGE when `start` is not an integer from 0, BUDGET as `plan` does
   */
  planFrom(start: number): ChunkBounds[] {
    if (checkedCommits('start', start) < 0) {
      throw new PlanError('USAGE', `Cannot plan from commit ${start}: the first commit is 0`);
    }
    if (start >= this.#totalCommits) return [];
    return cutChunks(start, this.#totalCommits, this.#chunkCommits());
  }

  #chunkCommits(): number {
    if (this.#budget <= 0n) return plannerConstants.chunkCommitsMax;
    const available = this.#budget - this.#overhead;
    if (available <= 0n) {
      throw budgetTooSmall(this.#budget, this.#overhead, this.#overhead + 1n);
    }
    return clampChunk(available / withSafetyMargin(this.#growth));
  }
}
