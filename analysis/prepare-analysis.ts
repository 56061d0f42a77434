import { availableParallelism } from 'node:os';
import {
  AnalyzerSlot,
  type AnalyzerCost,
  collectGarbage,
  type History,
  largestComparisonBytes,
  LineSlot,
  OwnedState,
  ownersOf,
  packSizes,
  compileInTurn,
  preferSmallHeap,
  resolveBudget,
  type RunPlan,
  type SelectedAnalyzer,
} from '../engine/index.ts';
import { isThriftyBudget, planRun, type PlanRequest } from '../planner/index.ts';
import type { AnalysisHost } from './analysis-host.ts';
import type { AnalysisMeans, AnalysisOrder } from './analysis-order.ts';
import { planned } from './budget-error.ts';
import type { PreparedAnalysis } from './prepared-analysis.ts';
import { surveyWithinBudget } from './survey-within-budget.ts';

/**
 * Resolves the budget, surveys the history and plans the run.
 *
 * @throws {CodefangError} with the reason why it cannot be
 */
export function prepareAnalysis(
  order: AnalysisOrder,
  host: Pick<AnalysisHost, 'memory' | 'childBytes' | 'instead'>,
  onSurvey: (commits: number) => void,
): PreparedAnalysis {
  const { rules, means } = order;
  const budgetBytes = resolveBudget(means.memoryBudget);
  if (isThriftyBudget(budgetBytes)) {
    compileInTurn();
    preferSmallHeap();
  }
  const { garbage, plan: makePlan = planRun } = host.instead ?? {};
  const planOf = (history: History): Pick<PreparedAnalysis, 'planRequest' | 'plan'> => {
    // What the survey dropped is not part of what the run stands on.
    if (garbage === undefined) collectGarbage();
    else garbage.collect();
    const planRequest = planRequestOf(order, host, history, budgetBytes);
    return { planRequest, plan: planned(() => makePlan(planRequest)) };
  };
  const request = { repository: order.repository, ...rules, budgetBytes, ...surveyState(means) };
  const history = surveyWithinBudget(request, onSurvey, planOf);
  const { planRequest, plan } = planOf(history);
  return { rules, history: withIndexesIfPlanned(history, plan), planRequest, plan };
}

/** Where earlier surveys kept what they read. */
function surveyState(means: AnalysisMeans): { readonly stateDirectory?: string; readonly stateBytesMax?: number } {
  const { stateDirectory, stateBytesMax, incremental, resume } = means;
  if (stateDirectory === undefined || !incremental || resume === 'never') return {};
  return { stateDirectory, stateBytesMax };
}

function planRequestOf(
  { rules, means }: AnalysisOrder,
  { memory, childBytes }: Pick<AnalysisHost, 'memory' | 'childBytes'>,
  history: History,
  budgetBytes: number,
): PlanRequest {
  const { analyzers, isPerCommit, blobBytesMax } = rules;
  return {
    budgetBytes,
    workers: means.workers,
    cpuCount: availableParallelism(),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    // What the survey has loaded of the indexes already is planned as indexes, not as what is resident.
    residentBytes: memory.rssBytes() - (history.sharedIndexes?.bytes ?? 0),
    childBytes,
    historyBytes: history.bytes,
    ...packSizes(history.location),
    comparisonBytes: largestComparisonBytes(history, blobBytesMax),
    files: history.files.files,
    filePathBytes: history.files.pathBytes,
    commits: history.order.length,
    factBytesMin: factBytesMin(analyzers, isPerCommit, history),
    lineBytes: needsLines(analyzers) ? LineSlot.bytesOf(history) : 0,
    ...declaredCosts(analyzers),
  };
}

/** The indexes that the survey has loaded serve on where the plan has room for them; else they go. */
function withIndexesIfPlanned(history: History, plan: RunPlan): History {
  const bytes = history.sharedIndexes?.bytes ?? 0;
  return bytes <= plan.indexBytesMax ? history : { ...history, sharedIndexes: undefined };
}

/** What the selected analyzers declare, in all; lines count once, however many read them. */
function declaredCosts(
  analyzers: readonly SelectedAnalyzer[],
): Pick<PlanRequest, 'workingBytesPerCommit' | 'aggregateBytesPerCommit' | 'payloadBytesPerCommit'> {
  const costs = analyzers.map(({ definition }) => definition.cost);
  if (needsLines(analyzers)) costs.push(LineSlot.cost);
  const sumOf = (of: (cost: AnalyzerCost) => number): number => costs.reduce((total, cost) => total + of(cost), 0);
  return {
    workingBytesPerCommit: sumOf((cost) => cost.workingStateBytesPerCommit),
    aggregateBytesPerCommit: sumOf((cost) => cost.aggregateBytesPerCommit),
    payloadBytesPerCommit: sumOf((cost) => cost.payloadBytesPerCommit),
  };
}

function factBytesMin(analyzers: readonly SelectedAnalyzer[], isPerCommit: boolean, history: History): number {
  const slots = analyzers.map((selected) => new AnalyzerSlot(selected, isPerCommit));
  const lines = needsLines(analyzers) ? new LineSlot(history) : undefined;
  return OwnedState.factBytesMin(ownersOf(slots, lines));
}

function needsLines(analyzers: readonly SelectedAnalyzer[]): boolean {
  return analyzers.some(({ definition }) => definition.needs.includes('lines'));
}
