import type { AnalysisRules, History, RunPlan } from '../engine/index.ts';
import type { PlanRequest } from '../planner/index.ts';

/** An analysis that is surveyed and planned; nothing is analysed yet. */
export interface PreparedAnalysis {
  readonly rules: AnalysisRules;
  readonly history: History;
  readonly planRequest: PlanRequest;
  readonly plan: RunPlan;
}
