import type { PlannedAccount } from '../engine/index.ts';
import { engineCosts as costs } from './engine-costs.ts';
import type { PipelineSizes, PlanRequest } from './plan-request.ts';
import type { Regions } from './split-regions.ts';

/**
 * Who may hold how much: the accounts of a run. Their bounds add up to the budget without its slack, and those
 * before `in flight` to the pipeline. `predictedBytes` is what this history is likely to need of a bound.
 */
export function planAccounts(request: PlanRequest, sizes: PipelineSizes, regions: Regions): PlannedAccount[] {
  const { workers, windowsBytes, deltaBaseBytes } = sizes;
  const stores = Math.max(1, workers);
  const history = Math.min(request.historyBytes, request.residentBytes);
  const frames = workers === 0 ? costs.frameBytes : workers * costs.framesPerWorker * costs.frameBytes;
  const tables = Math.floor(regions.aggregateStateBytes * costs.tableShare);
  const cached = Math.ceil(request.packBytes * costs.inflation);
  const isThrifty = isThriftyBudget(request.budgetBytes);
  const accounts: PlannedAccount[] = [
    fixed('process', request.residentBytes - history),
    fixed('history', history),
    fixed('main thread', isThrifty ? costs.thriftyMainGrowthBytes : costs.mainGrowthBytes),
    fixed('worker threads', workers * (isThrifty ? costs.thriftyWorkerBytes : costs.workerBytes)),
    fixed('frames', frames),
    fixed('pack indexes', sizes.indexBytes),
    likely('pack windows', stores * windowsBytes, request.packBytes * stores),
    likely('delta bases', stores * deltaBaseBytes, cached * stores),
    likely('comparing', stores * (costs.compareBytes + costs.scratchBytes), cached * stores + costs.compareBytes),
    likely('large objects', sizes.largeBytes, 0),
    likely('paths', sizes.pathBytes, sizes.pathBytes),
    likely('in flight', regions.inFlightBytes, 0),
    likely('parts', regions.workingStateBytes, request.workingBytesPerCommit * request.commits),
    likely('facts', tables, request.aggregateBytesPerCommit * request.commits),
    likely('report', regions.aggregateStateBytes - tables, request.aggregateBytesPerCommit * request.commits),
  ];
  return accounts.filter(({ boundBytes }) => boundBytes > 0);
}

/** Whether heaps are kept small in this budget. 0 means unlimited. */
export function isThriftyBudget(budgetBytes: number): boolean {
  return budgetBytes > 0 && budgetBytes < costs.thriftyBudgetBytes;
}

function fixed(name: string, bytes: number): PlannedAccount {
  return { name, boundBytes: bytes, predictedBytes: bytes };
}

function likely(name: string, boundBytes: number, bytes: number): PlannedAccount {
  return { name, boundBytes, predictedBytes: Math.min(boundBytes, Math.ceil(bytes)) };
}
