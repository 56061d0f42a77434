import type { Account, AccountSizes } from './account.ts';
import { engineCosts as costs } from './engine-costs.ts';
import { grownByHistory } from './history-growth.ts';
import type { PlanRequest } from './plan-request.ts';

const MiB = 1024 * 1024;

/** The main thread from the survey to the report: compiled code, heap, dead buffers, writers. */
const main = { least: 10 * MiB, usual: 28 * MiB, thrifty: 17 * MiB } as const;
/** A worker thread: isolate, compiled code, heap, dead buffers, stack. */
const worker = { least: 9 * MiB, usual: 26 * MiB, thrifty: 19 * MiB } as const;
/**
 * What threads take more than on Node 20, newest first. On hercules with two workers in 192 MiB Node 20 took 129 to
 * 132 MiB, 22 up to 147, 24 up to 158; in 512 MiB 170 to 176, 191 and 234. Node 26 takes somewhat less than 24. On
 * express in 143 MiB without workers Node 24 took 136, where 131 were predicted with 10 for the main thread.
 * Before the first commit two processes of Node 24 differed by up to 10 MiB on a busy machine.
 */
const newerNodes = [
  {
    fromMajor: 26,
    mainBytes: { usual: 4 * MiB, thrifty: 12 * MiB },
    workerBytes: { usual: 5 * MiB, thrifty: 5 * MiB },
    noiseBytes: 6 * MiB,
  },
  {
    fromMajor: 24,
    mainBytes: { usual: 6 * MiB, thrifty: 15 * MiB },
    workerBytes: { usual: 8 * MiB, thrifty: 5 * MiB },
    noiseBytes: 6 * MiB,
  },
  {
    fromMajor: 22,
    mainBytes: { usual: 2 * MiB, thrifty: 2 * MiB },
    workerBytes: { usual: 5 * MiB, thrifty: 5 * MiB },
    noiseBytes: 0,
  },
  {
    fromMajor: 0,
    mainBytes: { usual: 0, thrifty: 0 },
    workerBytes: { usual: 0, thrifty: 0 },
    noiseBytes: 0,
  },
] as const;
/** What reading and comparing leave behind on the main thread, where no worker does it. */
const inlineBytes = 22 * MiB;
/** Of it, what a run takes in a budget of `inlineWholeBudgetBytes` and more; the share grows with its square. */
const likelyInlineShare = 0.15;
const inlineWholeBudgetBytes = 1024 * MiB;
/** A run takes this much of a heap that may grow freely. A small one is used up. */
const usualHeapShare = 0.85;
/** Two processes that do the same differ by less than `residentNoiseBytes`; a prediction has this much of it. */
const likelyNoiseShare = 0.25;

/** Threads, and what lies between them. */
export const threadAccounts: readonly Account[] = [
  {
    name: 'main thread',
    isWhole: true,
    bound: (request, sizes) =>
      mainBytes(request, sizes) + inlineGrowth(request, sizes) + newerMainBytes(request, sizes),
    likely: (request, sizes) =>
      mainBytes(request, sizes) * heapShare(sizes) +
      inlineGrowth(request, sizes) * inlineReach(request) * likelyInlineShare +
      costs.residentNoiseBytes * likelyNoiseShare +
      newerMainBytes(request, sizes),
    why: 'What a run without workers takes beyond every other account; heaps grow with the history up to a size',
    measuredBy: 'bench/costs/threads.ts',
  },
  {
    name: 'worker threads',
    isWhole: true,
    bound: (request, sizes) => sizes.workers * (workerBytes(request, sizes) + newerWorkerBytes(request, sizes)),
    likely: (request, sizes) =>
      sizes.workers * (workerBytes(request, sizes) * heapShare(sizes) + newerWorkerBytes(request, sizes)),
    why: 'What a run takes more with one worker more, without its slabs, caches and buffers',
    measuredBy: 'bench/costs/threads.ts',
  },
  {
    name: 'slabs',
    isWhole: true,
    bound: slabBytes,
    likely: slabBytes,
    why: 'One slab of shared memory per batch that a worker may be ahead; one of the main thread without workers',
    measuredBy: 'bench/costs/threads.ts',
  },
];

/**
 * Of what a thread leaves behind without workers, the share that a budget lets it keep: collections come later where
 * there is room. Between 0 and 1.
 */
export function inlineReach({ budgetBytes }: PlanRequest): number {
  return Math.min(1, budgetBytes / inlineWholeBudgetBytes) ** 2;
}

function mainBytes(request: PlanRequest, { isThrifty }: AccountSizes): number {
  return grownByHistory(request, main.least, isThrifty ? main.thrifty : main.usual);
}

function workerBytes(request: PlanRequest, { isThrifty }: AccountSizes): number {
  return grownByHistory(request, worker.least, isThrifty ? worker.thrifty : worker.usual);
}

function newerMainBytes({ nodeMajor }: PlanRequest, { isThrifty }: AccountSizes): number {
  return onNode(nodeMajor).mainBytes[isThrifty ? 'thrifty' : 'usual'];
}

function newerWorkerBytes({ nodeMajor }: PlanRequest, { isThrifty }: AccountSizes): number {
  return onNode(nodeMajor).workerBytes[isThrifty ? 'thrifty' : 'usual'];
}

/** By how much two processes differ that have done the same. */
export function processNoiseBytes({ nodeMajor }: PlanRequest): number {
  return costs.residentNoiseBytes + onNode(nodeMajor).noiseBytes;
}

function onNode(nodeMajor: number): (typeof newerNodes)[number] {
  return newerNodes.find(({ fromMajor }) => nodeMajor >= fromMajor)!;
}

function inlineGrowth(request: PlanRequest, { workers, isThrifty }: AccountSizes): number {
  return workers === 0 && !isThrifty ? grownByHistory(request, 0, inlineBytes) : 0;
}

function heapShare({ isThrifty }: AccountSizes): number {
  return isThrifty ? 1 : usualHeapShare;
}

function slabBytes(_: PlanRequest, { workers, bufferingFactor }: AccountSizes): number {
  return Math.max(1, workers) * bufferingFactor * costs.slabBytes;
}
