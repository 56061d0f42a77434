import type { Account, AccountSizes } from './account.ts';
import { engineCosts as costs } from './engine-costs.ts';
import { grownByHistory } from './history-growth.ts';
import type { PlanRequest } from './plan-request.ts';
import { inlineReach } from './thread-accounts.ts';

const MiB = 1024 * 1024;

/** Columns of a group of changes and line tables of usual texts, for each store in use. */
const compare = { least: 2 * MiB, most: 4 * MiB } as const;
/** What threads take of the buffers for single objects: their large files seldom come at the same time. */
const likelyScratchBytes = 12 * MiB;
const likelyLargeBytes = 14 * MiB;
/** Of what comparing the largest text takes, what is met on the way. */
const likelyComparisonShare = 0.9;
/** Smaller packs hold fewer large files, and some hold none. */
const wholeScratchPackBytes = 64 * MiB;
const wholeComparisonBytes = 12 * MiB;
/** Bytes of objects for each byte of the packs: caches hold no more of them than there are. */
const inflation = 5;

/** Object stores: one per worker, one of the main thread without workers. */
export const storeAccounts: readonly Account[] = [
  {
    name: 'pack indexes',
    isWhole: true,
    bound: (_, sizes) => sizes.indexBytes + stores(sizes) * sizes.indexPagesBytes,
    likely: (_, sizes) => sizes.indexBytes + stores(sizes) * sizes.indexPagesBytes,
    why: 'The files themselves, shared by all stores, or as many pages of them as the plan grants',
    measuredBy: 'bench/costs/stores.ts',
  },
  {
    name: 'pack windows',
    isWhole: false,
    bound: (_, sizes) => stores(sizes) * sizes.windowsBytes,
    likely: ({ packBytes }, sizes) => stores(sizes) * packBytes,
    why: 'A cache of fixed size per store, and no larger than the packs',
    measuredBy: 'bench/costs/stores.ts',
  },
  {
    name: 'delta bases',
    isWhole: false,
    bound: (_, sizes) => stores(sizes) * sizes.deltaBaseBytes,
    // Each store keeps some bases that the others keep as well, and some of its own.
    likely: (request, sizes) => (inflatedBytes(request) * (stores(sizes) + 1)) / 2,
    why: 'A ring of fixed size per store, and no larger than all objects',
    measuredBy: 'bench/costs/stores.ts',
  },
  {
    name: 'comparing',
    isWhole: true,
    bound: (request, sizes) => stores(sizes) * (compareBytes(request) + sizes.scratchBytes),
    likely: (request, sizes) =>
      Math.min(inflatedBytes(request), likelyScratch(request, sizes)) * stores(sizes) + compareBytes(request),
    why: 'Buffers for single objects and the tables of one comparison, for each store',
    measuredBy: 'bench/costs/stores.ts',
  },
  {
    name: 'large objects',
    isWhole: false,
    bound: (_, sizes) => sizes.largeBytes,
    likely: (request) => largeTextShare(request) * likelyLargeBytes,
    why: 'Two versions, a base and a delta of the largest text and their lines, for one store at a time',
    measuredBy: 'bench/costs/stores.ts',
  },
];

function stores({ workers }: AccountSizes): number {
  return Math.max(1, workers);
}

function inflatedBytes({ packBytes }: PlanRequest): number {
  return Math.ceil(packBytes * inflation);
}

function compareBytes(request: PlanRequest): number {
  return grownByHistory(request, compare.least, compare.most);
}

/** How much of the room for large texts this history makes use of, in [0, 1]. */
function largeTextShare({ packBytes, comparisonBytes }: PlanRequest): number {
  return Math.min(1, packBytes / wholeScratchPackBytes, comparisonBytes / wholeComparisonBytes);
}

/** Buffers for single objects of one store; without workers the main thread's grow with the budget, up to a size. */
function likelyScratch(request: PlanRequest, { workers, scratchBytes }: AccountSizes): number {
  const beyond = workers === 0 ? Math.max(0, scratchBytes - likelyScratchBytes) * inlineReach(request) : 0;
  const usual = Math.max(0, likelyScratchBytes + beyond - costs.scratchBytesMin);
  return Math.max(
    costs.scratchBytesMin + largeTextShare(request) * usual,
    Math.min(scratchBytes, request.comparisonBytes * likelyComparisonShare),
  );
}
