import { availableParallelism } from 'node:os';
import {
  AnalyzerSlot,
  type AnalyzerCost,
  type AnalyzerNeed,
  collectGarbage,
  type History,
  largestComparisonBytes,
  LineSlot,
  NoteColumns,
  OwnedState,
  ownersOf,
  packSizes,
  compileInTurn,
  preferSmallHeap,
  resolveBudget,
  type RunPlan,
  type SelectedAnalyzer,
  stoppedBy,
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
export async function prepareAnalysis(
  order: AnalysisOrder,
  host: Pick<AnalysisHost, 'memory' | 'childBytes' | 'instead' | 'stopRequested'>,
  onSurvey: (commits: number) => void,
): Promise<PreparedAnalysis> {
  const { rules, means } = order;
  const budgetBytes = resolveBudget(means.memoryBudget);
  if (isThriftyBudget(budgetBytes)) {
    compileInTurn();
    preferSmallHeap();
  }
  const { garbage, plan: makePlan = planRun } = host.instead ?? {};
  const collect = (): void => (garbage === undefined ? collectGarbage() : garbage.collect());
  const planOf = (sizes: HistorySizes): Pick<PreparedAnalysis, 'planRequest' | 'plan'> => {
    const planRequest = planRequestOf(order, host, sizes, budgetBytes);
    return { planRequest, plan: planned(() => makePlan(planRequest)) };
  };
  const residentBytes = host.memory.rssBytes();
  const request = { repository: order.repository, ...rules, budgetBytes, residentBytes, ...surveyState(means) };
  const history = await surveyWithinBudget(request, {
    onSurvey,
    turn: () => surveyTurn(host),
    plan: (found) => {
      collect();
      return planOf(sizesOf(found, host));
    },
    // Its history is gone, and what it would take comes on top of what was there before.
    planUnheld: ({ location, commits, bytes, files }) => {
      const sizes = { location, sharedIndexes: undefined, files, commits, surveyedCommits: commits, bytes };
      return planOf({ ...sizes, residentBytes: residentBytes + bytes });
    },
  });
  // What the survey dropped is not part of what the run stands on.
  collect();
  const { planRequest, plan } = planOf(sizesOf(history, host));
  return { rules, history: withIndexesIfPlanned(history, plan), planRequest, plan };
}

/**
 * Signals are delivered between turns of the event loop. A limit of time waits for the walk: of half a survey nothing
 * is kept, so the next run would come no further.
 */
async function surveyTurn({ stopRequested }: Pick<AnalysisHost, 'stopRequested'>): Promise<void> {
  await new Promise(setImmediate);
  const stop = stopRequested();
  const stopped = stop === undefined ? undefined : stoppedBy(stop, 'the survey');
  if (stopped?.code === 'ABORTED') throw stopped;
}

/** What a plan knows of a history. */
interface HistorySizes extends Pick<History, 'location' | 'sharedIndexes' | 'files'> {
  readonly commits: number;
  /** Those outside of the walk too. */
  readonly surveyedCommits: number;
  readonly bytes: number;
  /** Of the whole process, the history and the shared indexes among it. */
  readonly residentBytes: number;
}

function sizesOf(history: History, { memory }: Pick<AnalysisHost, 'memory'>): HistorySizes {
  const { location, sharedIndexes, files, order, table, bytes } = history;
  const commits = order.length;
  const residentBytes = memory.rssBytes();
  return { location, sharedIndexes, files, commits, surveyedCommits: table.count, bytes, residentBytes };
}

/** Where earlier surveys kept what they read. */
function surveyState(means: AnalysisMeans): { readonly stateDirectory?: string; readonly stateBytesMax?: number } {
  const { stateDirectory, stateBytesMax, incremental, resume } = means;
  if (stateDirectory === undefined || !incremental || resume === 'never') return {};
  return { stateDirectory, stateBytesMax };
}

function planRequestOf(
  { rules, means }: AnalysisOrder,
  { childBytes }: Pick<AnalysisHost, 'childBytes'>,
  sizes: HistorySizes,
  budgetBytes: number,
): PlanRequest {
  const { analyzers, isPerCommit, blobBytesMax } = rules;
  return {
    budgetBytes,
    workers: means.workers,
    cpuCount: availableParallelism(),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    // What the survey has loaded of the indexes already is planned as indexes, not as what is resident.
    residentBytes: sizes.residentBytes - (sizes.sharedIndexes?.bytes ?? 0),
    childBytes,
    historyBytes: sizes.bytes,
    ...packSizes(sizes.location),
    comparisonBytes: largestComparisonBytes(sizes, blobBytesMax),
    files: sizes.files.files,
    filePathBytes: sizes.files.pathBytes,
    commits: sizes.commits,
    factBytesMin: factBytesMin(analyzers, isPerCommit),
    lineBytes: needsLines(analyzers) ? LineSlot.bytesOf(sizes.commits, sizes.surveyedCommits) : 0,
    noteBytes: needs(analyzers, 'messages') ? NoteColumns.bytesOf(sizes.commits) : 0,
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

function factBytesMin(analyzers: readonly SelectedAnalyzer[], isPerCommit: boolean): number {
  const slots = analyzers.map((selected) => new AnalyzerSlot(selected, isPerCommit));
  const ofLines = needsLines(analyzers) ? LineSlot.factBytesMin() : 0;
  return OwnedState.factBytesMin(ownersOf(slots, undefined)) + ofLines;
}

function needsLines(analyzers: readonly SelectedAnalyzer[]): boolean {
  return needs(analyzers, 'lines');
}

function needs(analyzers: readonly SelectedAnalyzer[], need: AnalyzerNeed): boolean {
  return analyzers.some(({ definition }) => definition.needs.includes(need));
}
