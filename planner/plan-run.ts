import type { RunPlan } from '../engine/index.ts';
import { engineCosts } from './engine-costs.ts';
import { PlanError } from './plan-error.ts';
import { plannerConstants } from './planner-constants.ts';
import { splitRegions } from './split-regions.ts';

/** What is known when a run is planned, in bytes where the name says so. */
export interface PlanRequest {
  /** 0 means unlimited. */
  readonly budgetBytes: number;
  /** -1 leaves it to the plan. */
  readonly workers: number;
  readonly cpuCount: number;
  /** Resident bytes of the process now: code, libraries and the surveyed history. */
  readonly residentBytes: number;
  /** Bytes of all pack indexes, as they would be shared in memory. */
  readonly indexBytes: number;
  /** Commits of the walk. */
  readonly commits: number;
  /** Smallest bytes of all fact tables together. */
  readonly factBytesMin: number;
}

/**
 * Decides how many threads, how large each cache and how the budget is split.
 *
 *   pipeline   what is resident now, what the main thread grows by, and each store with its caches
 *   the rest   working state 60, aggregate state 30, in flight 10, after 5 % of the budget are held back
 *
 * Threads are given up before the run is: with `workers: -1` the most that fit are taken.
 *
 * @throws {PlanError} BUDGET, naming the smallest budget that works
 */
export function planRun(request: PlanRequest): RunPlan {
  const wanted = request.workers >= 0 ? request.workers : Math.min(engineCosts.workersMax, request.cpuCount);
  const fewest = request.workers >= 0 ? wanted : 0;
  if (request.budgetBytes <= 0) return unlimitedPlan(request, wanted);
  for (let workers = wanted; workers >= fewest; workers -= 1) {
    if (request.budgetBytes >= smallestBudgetBytes(request, workers)) return planWith(request, workers);
  }
  const smallest = smallestBudgetBytes(request, fewest);
  throw new PlanError(
    'BUDGET',
    `Cannot plan a run in ${request.budgetBytes} bytes: ${request.commits} commits with ${fewest} workers ` +
      `need at least ${smallest / MiB} MiB, use --memory-budget ${smallest / MiB}MiB or more`,
    smallest,
  );
}

const MiB = 1024 * 1024;

/** Smallest budget that plans, rounded up to whole MiB. */
export function smallestBudgetBytes(request: PlanRequest, workers: number): number {
  const state = request.factBytesMin / engineCosts.tableShare / (plannerConstants.aggregateStatePercent / 100);
  const pipeline = fixedBytes(request, workers) + stores(workers) * engineCosts.deltaBaseBytesMin;
  const needed = (pipeline + state) / (plannerConstants.usablePercent / 100);
  return Math.ceil(needed / MiB) * MiB;
}

function planWith(request: PlanRequest, workers: number): RunPlan {
  const { budgetBytes, indexBytes } = request;
  const usable = (budgetBytes * plannerConstants.usablePercent) / 100;
  const free = usable - fixedBytes(request, workers);
  const sharesIndexes = indexBytes <= free * engineCosts.indexShare;
  const cacheBytes = free - (sharesIndexes ? indexBytes : 0);
  const deltaBaseBytes = clampToMiB(
    (cacheBytes * engineCosts.cacheShare) / stores(workers),
    engineCosts.deltaBaseBytesMin,
    engineCosts.deltaBaseBytesMax,
  );
  const pipeline =
    fixedBytes(request, workers) + (sharesIndexes ? indexBytes : 0) + stores(workers) * deltaBaseBytes;
  return Object.freeze({
    ...commonPlan(workers, deltaBaseBytes),
    budgetBytes,
    indexBytesMax: sharesIndexes ? indexBytes : 0,
    regions: splitRegions(budgetBytes, Math.ceil(pipeline)),
    batchCommits: batchCommits(request.commits, workers),
  });
}

function unlimitedPlan(request: PlanRequest, workers: number): RunPlan {
  return Object.freeze({
    ...commonPlan(workers, engineCosts.deltaBaseBytesMax),
    budgetBytes: 0,
    indexBytesMax: Number.MAX_SAFE_INTEGER,
    regions: {
      pipelineBytes: 0,
      workingStateBytes: engineCosts.unlimitedStateBytes,
      aggregateStateBytes: engineCosts.unlimitedStateBytes,
      inFlightBytes: 0,
      slackBytes: 0,
    },
    batchCommits: batchCommits(request.commits, workers),
  });
}

function commonPlan(
  workerCount: number,
  deltaBaseBytes: number,
): Pick<RunPlan, 'workerCount' | 'storeLimits' | 'workerHeapMiB' | 'workerYoungHeapMiB'> {
  return {
    workerCount,
    storeLimits: {
      windowBytes: engineCosts.windowBytes,
      windowCountMax: engineCosts.windowsBytes / engineCosts.windowBytes,
      deltaBaseBytes,
      objectBytesMax: engineCosts.blobBytesMax,
      verifyOid: 'metadata',
    },
    workerHeapMiB: engineCosts.workerHeapMiB,
    workerYoungHeapMiB: engineCosts.workerYoungHeapMiB,
  };
}

/** Pipeline bytes that do not depend on how large caches are. */
function fixedBytes(request: PlanRequest, workers: number): number {
  const perStore = engineCosts.windowsBytes + engineCosts.compareBytes;
  const threads = workers * engineCosts.workerBytes;
  return request.residentBytes + engineCosts.mainGrowthBytes + threads + stores(workers) * perStore;
}

/** Object stores that read at the same time. */
function stores(workers: number): number {
  return Math.max(1, workers);
}

/** Large batches meet a file's versions together; small histories still give every worker some. */
function batchCommits(commits: number, workers: number): number {
  const fair = Math.ceil(commits / (stores(workers) * 4));
  return Math.min(engineCosts.batchCommitsMax, Math.max(engineCosts.batchCommitsMin, fair));
}

function clampToMiB(bytes: number, min: number, max: number): number {
  return Math.floor(Math.min(max, Math.max(min, bytes)) / MiB) * MiB;
}
