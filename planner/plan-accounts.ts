import type { PlannedAccount } from '../engine/index.ts';
import { engineCosts as costs } from './engine-costs.ts';
import type { PipelineSizes, PlanRequest } from './plan-request.ts';
import type { Regions } from './split-regions.ts';

/**
 * Who may hold how much: the accounts of a run. Their bounds add up to the budget without its slack, and those
 * before `in flight` to the pipeline. `predictedBytes` is what this history is likely to need of a bound.
 */
export function planAccounts(request: PlanRequest, sizes: PipelineSizes, regions: Regions): PlannedAccount[] {
  const { workers, isThrifty, windowsBytes, deltaBaseBytes } = sizes;
  const stores = Math.max(1, workers);
  const dashboard = request.childBytes ?? 0;
  const history = Math.min(request.historyBytes, request.residentBytes - dashboard);
  const frames = workers === 0 ? costs.frameBytes : workers * framesPerWorker(isThrifty) * costs.frameBytes;
  const tables = Math.floor(regions.aggregateStateBytes * costs.tableShare);
  const cached = Math.ceil(request.packBytes * costs.inflation);
  const mainBytes = isThrifty ? costs.thriftyMainGrowthBytes : costs.mainGrowthBytes;
  const workerBytes = isThrifty ? costs.thriftyWorkerBytes : costs.workerBytes;
  const main = grown(request, costs.growthBytesMin, mainBytes);
  const worker = grown(request, costs.workerBytesMin, workerBytes);
  const inline = workers === 0 && !isThrifty ? grown(request, 0, costs.inlineGrowthBytes) : 0;
  const heapShare = isThrifty ? 1 : costs.usualHeapShare;
  const compare = grown(request, costs.compareBytesMin, costs.compareBytes);
  // Without workers the main thread's share of what is used grows with the budget, up to a size.
  const inlineShare = Math.min(1, request.budgetBytes / costs.fullInlineBudgetBytes) ** 2;
  const likelyMain = main * heapShare + inline * inlineShare * costs.likelyInlineShare + costs.residentNoiseBytes / 4;
  const inlineScratch = (sizes.scratchBytes - costs.likelyScratchBytes) * inlineShare;
  const fullScratch = costs.likelyScratchBytes + (workers === 0 ? Math.max(0, inlineScratch) : 0);
  const seenShare = request.comparisonBytes / costs.fullComparisonBytes;
  const largeShare = Math.min(1, request.packBytes / costs.fullScratchPackBytes, seenShare);
  const likelyScratch = Math.max(
    costs.scratchBytesMin + largeShare * Math.max(0, fullScratch - costs.scratchBytesMin),
    Math.min(sizes.scratchBytes, request.comparisonBytes * costs.likelyComparisonShare),
  );
  const accounts: PlannedAccount[] = [
    fixed('process', request.residentBytes - history - dashboard),
    fixed('dashboard', dashboard),
    fixed('history', history),
    likely('main thread', main + inline, likelyMain),
    likely('worker threads', workers * worker, workers * worker * heapShare),
    fixed('frames', frames),
    fixed('pack indexes', sizes.indexBytes + stores * sizes.indexPagesBytes),
    likely('pack windows', stores * windowsBytes, request.packBytes * stores),
    // Threads keep some bases each, and some that the others keep as well.
    likely('delta bases', stores * deltaBaseBytes, (cached * (stores + 1)) / 2),
    likely('comparing', stores * (compare + sizes.scratchBytes), Math.min(cached, likelyScratch) * stores + compare),
    likely('large objects', sizes.largeBytes, largeShare * costs.likelyLargeBytes),
    likely('paths', sizes.pathBytes, expectedPathBytes(request)),
    likely('in flight', regions.inFlightBytes, 0),
    likely('parts', regions.workingStateBytes, expectedPartBytes(request)),
    likely('facts', tables, request.commits * costs.factBytesPerCommit),
    likely('report', regions.aggregateStateBytes - tables, request.commits * costs.reportBytesPerCommit),
  ];
  return accounts.filter(({ boundBytes }) => boundBytes > 0);
}

/** Without analyzers in parts there are none, and facts may have their memory. */
function expectedPartBytes({ workingBytesPerCommit, commits, files }: PlanRequest): number {
  if (workingBytesPerCommit === 0) return commits * costs.factBytesPerCommit;
  return commits * costs.partBytesPerCommit + files * costs.partBytesPerFile;
}

/** Whether heaps are kept small from the start in this budget. 0 means unlimited. */
export function isThriftyBudget(budgetBytes: number): boolean {
  return budgetBytes > 0 && budgetBytes < costs.thriftyBudgetBytes;
}

/** How far a worker may run ahead. */
export function framesPerWorker(isThrifty: boolean): number {
  return isThrifty ? costs.thriftyFramesPerWorker : costs.framesPerWorker;
}

/** What the names of files are likely to take. */
export function expectedPathBytes({ files, filePathBytes }: PlanRequest): number {
  const named = (filePathBytes + files * costs.fileBytes) * costs.pathsPerFile;
  return costs.pathBytesMin + Math.ceil(named);
}

/** Buffers of a store for single objects that are not large, in the smallest budget. */
export function scratchBytes(request: PlanRequest): number {
  return grown(request, costs.scratchBytesMin, costs.scratchBytes);
}

/** State beyond the least that a thread more must leave room for. */
export function roomyStateBytes(request: PlanRequest): number {
  return grown(request, 0, costs.roomyStateBytes);
}

/** Heaps and tables of a small history stay small: between `min` and `max` by the size of the history. */
function grown(request: PlanRequest, min: number, max: number): number {
  const size = Math.max(
    request.commits / costs.fullGrowthCommits,
    request.files / costs.fullGrowthFiles,
    request.packBytes / costs.fullGrowthPackBytes,
  );
  return Math.ceil(min + (max - min) * Math.min(1, size));
}

function fixed(name: string, bytes: number): PlannedAccount {
  return { name, boundBytes: bytes, predictedBytes: bytes };
}

function likely(name: string, boundBytes: number, bytes: number): PlannedAccount {
  return { name, boundBytes, predictedBytes: Math.min(boundBytes, Math.ceil(bytes)) };
}
