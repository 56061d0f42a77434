import { checkedSize } from './checked-input.ts';
import { budgetTooSmall } from './plan-error.ts';
import { plannerConstants } from './planner-constants.ts';

/** Bytes of the budget by region. They add up to the budget; all are 0 without one. */
export interface Regions {
  /** The process before any state. */
  readonly pipelineBytes: number;
  /** State that grows within a chunk and hibernates after it. */
  readonly workingStateBytes: number;
  /** Facts, folded in memory until they spill. */
  readonly aggregateStateBytes: number;
  /** Payload between threads. */
  readonly inFlightBytes: number;
  /** Never planned: the 5 % held back, and what rounding leaves. */
  readonly slackBytes: number;
}

/**
 * Splits a budget: 95 % is usable, the overhead comes off, the rest goes 60 : 30 : 10.
 * An overhead of 0 or less means 400 MiB, a budget of 0 or less means none.
 *
 * @throws {PlanError} USAGE when a size is not an integer, BUDGET when nothing is left beside the
 * overhead
 */
export function splitRegions(budgetBytes: number, overheadBytes?: number): Regions {
  const split = splitExactly(checkedSize('budgetBytes', budgetBytes), checkedSize('overheadBytes', overheadBytes));
  return {
    pipelineBytes: Number(split.pipeline),
    workingStateBytes: Number(split.workingState),
    aggregateStateBytes: Number(split.aggregateState),
    inFlightBytes: Number(split.inFlight),
    slackBytes: Number(split.slack),
  };
}

export interface ExactRegions {
  readonly pipeline: bigint;
  readonly workingState: bigint;
  readonly aggregateState: bigint;
  readonly inFlight: bigint;
  readonly slack: bigint;
}

/** The same in exact integers; the scheduler sizes chunks by it. */
export function splitExactly(budget: bigint, statedOverhead: bigint): ExactRegions {
  if (budget <= 0n) return noRegions;
  const { baseOverheadBytes } = plannerConstants;
  const overhead = statedOverhead > 0n ? statedOverhead : BigInt(baseOverheadBytes);
  const usablePercent = BigInt(plannerConstants.usablePercent);
  const remaining = (budget * usablePercent) / 100n - overhead;
  if (remaining <= 0n) {
    // The smallest budget whose usable part, rounded down, holds one byte more than the overhead.
    const smallest = ((overhead + 1n) * 100n + usablePercent - 1n) / usablePercent;
    throw budgetTooSmall(budget, overhead, smallest);
  }
  const workingState = percentOf(remaining, plannerConstants.workStatePercent);
  const aggregateState = percentOf(remaining, plannerConstants.aggregateStatePercent);
  const inFlight = percentOf(remaining, plannerConstants.inFlightPercent);
  const slack = budget - overhead - workingState - aggregateState - inFlight;
  return { pipeline: overhead, workingState, aggregateState, inFlight, slack };
}

const noRegions: ExactRegions = {
  pipeline: 0n,
  workingState: 0n,
  aggregateState: 0n,
  inFlight: 0n,
  slack: 0n,
};

function percentOf(whole: bigint, percent: number): bigint {
  return (whole * BigInt(percent)) / 100n;
}
