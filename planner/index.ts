/** The planner's door: how a run is cut into chunks. Pure arithmetic, no I/O, no clock. */
export {
  AdaptivePlanner,
  type AdaptivePlannerConfig,
  type AdaptiveStats,
  type LastReplan,
  type ReplanObservation,
} from './adaptive-planner.ts';
export type { ChunkBounds } from './chunk-bounds.ts';
export type { GrowthMetricName } from './growth-metric.ts';
export { checkMemoryPressure, type MemoryPressureLevel } from './memory-pressure.ts';
export { PlanError, type PlanErrorCode } from './plan-error.ts';
export { plannerConstants } from './planner-constants.ts';
export { Planner, type PlannerConfig } from './planner.ts';
export { computeSchedule, type Schedule, type SchedulerConfig } from './schedule.ts';
export { type Regions, splitRegions } from './split-regions.ts';
export { makeChunkPolicy } from './chunk-policy.ts';
export { engineCosts } from './engine-costs.ts';
export type { PlanRequest } from './plan-request.ts';
export type { Account, AccountSizes } from './account.ts';
export { accounts, planAccounts } from './plan-accounts.ts';
export { scheduleConfig } from './schedule-config.ts';
export { planRun, smallestBudgetBytes } from './plan-run.ts';
export { predictTime, type PredictedTime } from './predict-time.ts';
export { isThriftyBudget } from './thrifty-budget.ts';
