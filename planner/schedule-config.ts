import type { RunPlan } from '../engine/index.ts';
import type { AdaptivePlannerConfig } from './adaptive-planner.ts';
import type { PlanRequest } from './plan-request.ts';

/** What chunks of a planned run are cut by: its regions, its buffering, and the declared costs. */
export function scheduleConfig(request: PlanRequest, plan: RunPlan): AdaptivePlannerConfig {
  const { commits, workingBytesPerCommit, aggregateBytesPerCommit, payloadBytesPerCommit } = request;
  return {
    totalCommits: commits,
    memoryBudgetBytes: plan.budgetBytes,
    pipelineOverheadBytes: plan.regions.pipelineBytes,
    workStatePerCommitBytes: workingBytesPerCommit + aggregateBytesPerCommit,
    avgPayloadBytes: payloadBytesPerCommit,
    aggregateGrowthPerCommitBytes: aggregateBytesPerCommit,
    maxBuffering: plan.bufferingFactor,
  };
}
