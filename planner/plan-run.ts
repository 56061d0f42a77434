import type { PlannedAccount, RunPlan } from '../engine/index.ts';
import { engineCosts as costs } from './engine-costs.ts';
import { factTableBytes } from './fact-table-bytes.ts';
import { grownByHistory } from './history-growth.ts';
import { planAccounts } from './plan-accounts.ts';
import { PlanError, sizeText } from './plan-error.ts';
import type { PipelineSizes, PlanRequest } from './plan-request.ts';
import { plannerConstants } from './planner-constants.ts';
import { computeSchedule } from './schedule.ts';
import { scheduleConfig } from './schedule-config.ts';
import { type Regions, splitRegions } from './split-regions.ts';
import { expectedPathBytes } from './state-accounts.ts';
import { processNoiseBytes } from './thread-accounts.ts';
import { isThriftyBudget } from './thrifty-budget.ts';

/**
 * Decides how many threads, how large each cache and how the budget is split.
 *
 *   pipeline   what is resident now, what the main thread grows by, and each store with its buffers and caches
 *   the rest   working state 60, aggregate state 30, in flight 10, after 5 % of the budget are held back
 *
 * Threads are given up before the run is: with `workers: -1` the most are taken that leave room for state. In a state
 * of few MiB, a chunk ends every few hundred commits, and two threads are slower than none. For the same reason heaps
 * are kept small where large ones leave too little. Workers run ahead as far as the schedule buffers chunks: the
 * highest factor whose chunks keep their minimum of commits.
 *
 * @throws {PlanError} BUDGET, naming the smallest budget that works
 */
export function planRun(request: PlanRequest): RunPlan {
  const wanted = request.workers >= 0 ? request.workers : Math.min(costs.workersMax, request.cpuCount);
  const fewest = request.workers >= 0 ? wanted : 0;
  if (request.budgetBytes <= 0) return unlimitedPlan(request, wanted);
  const roomyBytes = request.budgetBytes - roomyStateBytes(request);
  for (let workers = wanted; workers >= fewest; workers -= 1) {
    if (!isThriftyBudget(request.budgetBytes) && roomyBytes >= neededBytes(request, workers, false)) {
      return bufferedPlan(request, workers, false);
    }
    const bytes = workers > fewest ? roomyBytes : request.budgetBytes;
    if (bytes >= neededBytes(request, workers, true)) return bufferedPlan(request, workers, true);
  }
  const smallest = smallestBudgetBytes(request, fewest);
  throw new PlanError(
    'BUDGET',
    `Cannot plan a run in ${sizeText(request.budgetBytes)}: ${request.commits} commits with ${fewest} workers ` +
      `need at least ${smallest / MiB} MiB, use --memory-budget ${smallest / MiB}MiB or more`,
    smallest,
  );
}

const MiB = 1024 * 1024;

/**
 * The smallest budget to name, in whole MiB. What is resident differs by some MiB from one process to the next, so
 * that a budget that just plans here might be refused when it is tried; the one that is named has room for that.
 */
export function smallestBudgetBytes(request: PlanRequest, workers: number): number {
  return neededBytes(request, workers, true) + processNoiseBytes(request);
}

/** What plans, rounded up to whole MiB. */
function neededBytes(request: PlanRequest, workers: number, isThrifty: boolean): number {
  const { aggregateStatePercent, workStatePercent, usablePercent } = plannerConstants;
  const facts = request.factBytesMin / costs.tableShare / (aggregateStatePercent / 100);
  const parts = costs.partBytesMin / (workStatePercent / 100);
  const pipeline = fixedBytes(request, smallestSizes(request, workers, isThrifty));
  const needed = (pipeline + Math.max(facts, parts)) / (usablePercent / 100);
  return Math.ceil(needed / MiB) * MiB;
}

/** The plan with the highest factor that its own schedule keeps to. */
function bufferedPlan(request: PlanRequest, workers: number, isThrifty: boolean): RunPlan {
  for (let factor = bufferingMax(workers, isThrifty); factor > 1; factor -= 1) {
    const smallest = { ...smallestSizes(request, workers, isThrifty), bufferingFactor: factor };
    if (usableBytes(request) <= fixedBytes(request, smallest)) continue;
    const plan = planWith(request, smallest);
    if (computeSchedule(scheduleConfig(request, plan, factor)).bufferingFactor === factor) return plan;
  }
  return planWith(request, smallestSizes(request, workers, isThrifty));
}

/** Without workers nobody extracts ahead. */
function bufferingMax(workers: number, isThrifty: boolean): number {
  if (workers === 0) return 1;
  return isThrifty ? costs.thriftyBufferingMax : costs.bufferingMax;
}

function planWith(request: PlanRequest, smallest: PipelineSizes): RunPlan {
  const { budgetBytes } = request;
  const sizes = sizesWithin(request, smallest);
  const regions = splitRegions(budgetBytes, Math.ceil(fixedBytes(request, sizes)));
  return Object.freeze({
    ...commonPlan(request, sizes, regions),
    budgetBytes,
    indexBytesMax: sizes.indexBytes,
    accounts: planAccounts(request, { ...sizes, regions }),
  });
}

function usableBytes({ budgetBytes }: PlanRequest): number {
  return (budgetBytes * plannerConstants.usablePercent) / 100;
}

/** What is free beside the fixed costs and the smallest state is shared among what makes a run faster. */
function sizesWithin(request: PlanRequest, smallest: PipelineSizes): PipelineSizes {
  const { workers } = smallest;
  const whole = usableBytes(request) - fixedBytes(request, smallest);
  const indexBytes = request.indexBytes <= whole * costs.indexShare ? request.indexBytes : 0;
  const indexPagesBytes = indexBytes > 0 ? 0 : pagesOf(request.indexBytes / stores(workers), whole / stores(workers));
  const free = whole - indexBytes - indexPagesBytes * stores(workers);
  const largeMin = largeBytesMin(request);
  const largeBytes = Math.min(costs.largeBytesMax, largeMin + Math.floor(free * costs.largeShare));
  const ownMin = scratchBytesOf(request);
  const ownBytes = Math.min(costs.scratchBytesMax, ownMin + Math.floor((free * costs.scratchShare) / stores(workers)));
  const pathBytes = expectedPathBytes(request) + Math.floor(free * costs.pathShare);
  const taken = largeBytes - largeMin + (ownBytes - ownMin) * stores(workers);
  const cacheBytes = ((free - taken) * costs.cacheShare) / stores(workers);
  const windowsBytes = clampToMiB(cacheBytes / 4, costs.windowsBytesMin, costs.windowsBytesMax);
  const deltaBaseBytes = clampToMiB(
    costs.deltaBaseBytesMin + cacheBytes - (windowsBytes - costs.windowsBytesMin),
    costs.deltaBaseBytesMin,
    costs.deltaBaseBytesMax,
  );
  const caches = { windowsBytes, deltaBaseBytes, indexBytes, indexPagesBytes };
  return { ...smallest, ...caches, largeBytes, scratchBytes: ownBytes, pathBytes };
}

function unlimitedPlan(request: PlanRequest, workers: number): RunPlan {
  const sizes: PipelineSizes = {
    workers,
    isThrifty: false,
    bufferingFactor: bufferingMax(workers, false),
    windowsBytes: costs.windowsBytesMax,
    deltaBaseBytes: costs.deltaBaseBytesMax,
    indexBytes: Number.MAX_SAFE_INTEGER,
    indexPagesBytes: 0,
    largeBytes: Number.MAX_SAFE_INTEGER,
    scratchBytes: Number.MAX_SAFE_INTEGER,
    pathBytes: Number.MAX_SAFE_INTEGER,
  };
  const state = costs.unlimitedStateBytes;
  const accounts: PlannedAccount[] = [];
  return Object.freeze({
    ...commonPlan(request, sizes, { ...noRegions, workingStateBytes: state, aggregateStateBytes: state }),
    budgetBytes: 0,
    indexBytesMax: sizes.indexBytes,
    accounts,
  });
}

function commonPlan(
  request: PlanRequest,
  sizes: PipelineSizes,
  regions: Regions,
): Omit<RunPlan, 'budgetBytes' | 'indexBytesMax' | 'accounts'> {
  return {
    workerCount: sizes.workers,
    isThrifty: sizes.isThrifty,
    bufferingFactor: sizes.bufferingFactor,
    storeLimits: {
      windowBytes: costs.windowBytes,
      windowCountMax: sizes.windowsBytes / costs.windowBytes,
      deltaBaseBytes: sizes.deltaBaseBytes,
      indexPagesBytes: sizes.indexPagesBytes,
      ...(request.budgetBytes === 0 ? {} : { scratch: scratchLimits(request, sizes) }),
    },
    workerHeapMiB: costs.workerHeapMiB,
    workerYoungHeapMiB: costs.workerYoungHeapMiB,
    regions,
    factBytes: factTableBytes(request, regions),
    reportBytes: regions.aggregateStateBytes * (1 - costs.tableShare),
    partBytesMin: costs.partBytesMin,
    chunkCommitsMin: plannerConstants.chunkCommitsMin,
    criticalShare: plannerConstants.pressureCriticalRatio,
    batchCommits: batchCommits(request.commits, sizes.workers),
  };
}

function scratchLimits(
  { budgetBytes }: PlanRequest,
  { scratchBytes: ownBytes, largeBytes: sharedBytes }: PipelineSizes,
): RunPlan['storeLimits']['scratch'] & object {
  const budgetPerByte = 1 / (costs.largeShare * (plannerConstants.usablePercent / 100));
  return { ownBytes, sharedBytes, purpose: 'compare the next file', budgetBytes, budgetPerByte };
}

/** The smallest caches, and workers that are no batch ahead. */
function smallestSizes(request: PlanRequest, workers: number, isThrifty: boolean): PipelineSizes {
  return {
    workers,
    isThrifty,
    bufferingFactor: 1,
    windowsBytes: costs.windowsBytesMin,
    deltaBaseBytes: costs.deltaBaseBytesMin,
    indexBytes: 0,
    indexPagesBytes: 0,
    largeBytes: largeBytesMin(request),
    scratchBytes: scratchBytesOf(request),
    pathBytes: expectedPathBytes(request),
  };
}

const noRegions = { pipelineBytes: 0, workingStateBytes: 0, aggregateStateBytes: 0, inFlightBytes: 0, slackBytes: 0 };

/** What the accounts of the pipeline add up to. */
function fixedBytes(request: PlanRequest, sizes: PipelineSizes): number {
  const accounts = planAccounts(request, { ...sizes, regions: noRegions });
  return accounts.reduce((sum, account) => sum + account.boundBytes, 0);
}

/** Buffers of a store for single objects that are not large, in the smallest budget. */
function scratchBytesOf(request: PlanRequest): number {
  return grownByHistory(request, costs.scratchBytesMin, costs.scratchBytes);
}

/** State beyond the least that a thread more must leave room for. */
function roomyStateBytes(request: PlanRequest): number {
  return grownByHistory(request, 0, costs.roomyStateBytes);
}

/** The index of the pack that is read, or as much of it as there is room for. */
function pagesOf(indexBytes: number, freeBytes: number): number {
  return Math.floor(Math.min(indexBytes, costs.indexPagesBytesMax, freeBytes * costs.indexPagesShare));
}

/** Room for the largest text that was seen, and for some that was not. */
function largeBytesMin(request: PlanRequest): number {
  const share = Math.floor(request.packBytes * costs.largePackShare);
  const unseen = Math.max(costs.largeBytesFloor, Math.min(costs.largeBytesMin, share));
  const seen = request.comparisonBytes - scratchBytesOf(request);
  return Math.min(costs.largeBytesMax, Math.max(unseen, seen));
}

/** Object stores that read at the same time. */
function stores(workers: number): number {
  return Math.max(1, workers);
}

/** Large batches meet a file's versions together; small histories still give every worker some. */
function batchCommits(commits: number, workers: number): number {
  const fair = Math.ceil(commits / (stores(workers) * 4));
  return Math.min(costs.batchCommitsMax, Math.max(costs.batchCommitsMin, fair));
}

function clampToMiB(bytes: number, min: number, max: number): number {
  return Math.floor(Math.min(max, Math.max(min, bytes)) / MiB) * MiB;
}
