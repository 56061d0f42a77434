const MiB = 1024 * 1024;

/**
 * Numbers that sizes of the pipeline follow from; what one account alone needs stands beside that account. Bytes
 * unless the name says otherwise. `node dist/bench/costs/all.js` measures them on the Node and machine at hand.
 */
export const engineCosts = {
  /** In smaller budgets heaps are kept small, which takes a quarter more time. */
  thriftyBudgetBytes: (256 * MiB) as number,
  /** By how much two processes differ that have done the same. */
  residentNoiseBytes: (8 * MiB) as number,
  /** The process of `--dashboard`, with a browser that watches; it has no children itself. */
  dashboardBytes: (80 * MiB) as number,
  /** Commits between threads; the `slabBytes` of the engine. */
  slabBytes: MiB as number,
  /** Batches that a worker may be ahead of the fold: at most, and at most where heaps are kept small. */
  bufferingMax: 3,
  thriftyBufferingMax: 2,
  /** Buffers for single objects of a store. */
  scratchBytesMin: (4 * MiB) as number,
  scratchBytes: (6 * MiB) as number,
  /** They grow with the budget, so that threads seldom wait for each other: by a share of what is free. */
  scratchBytesMax: (32 * MiB) as number,
  scratchShare: 0.15,
  /** In less state than this a large history hibernates so often that two threads are slower than none. */
  roomyStateBytes: (12 * MiB) as number,
  /** Beyond `scratchBytes`, for one store at a time: by the size of the packs, as small ones have no large files. */
  largeBytesFloor: (2 * MiB) as number,
  largeBytesMin: (8 * MiB) as number,
  largePackShare: (1 / 8) as number,
  largeBytesMax: (84 * MiB) as number,
  /** Of what is free beside the fixed costs: the most that large objects may take. */
  largeShare: 0.15,
  /** Pack windows of one store. */
  windowBytes: (16 * 1024) as number,
  windowsBytesMin: MiB as number,
  windowsBytesMax: (4 * MiB) as number,
  deltaBaseBytesMin: (2 * MiB) as number,
  deltaBaseBytesMax: (96 * MiB) as number,
  /** Of what is free: the most that shared pack indexes may take. */
  indexShare: 0.25,
  /** Where they do not fit: what pages of them may take of a store's part, and at most. */
  indexPagesShare: 0.06,
  indexPagesBytesMax: (8 * MiB) as number,
  /** Of what is free then: windows and delta bases. */
  cacheShare: 0.4,
  /** Of the aggregate region: fact tables; the rest is for re-sorting in reports. */
  tableShare: 0.7,
  /** Of what is free: names of files and what is known of them. */
  pathShare: 0.05,
  pathBytesMin: (2 * MiB) as number,
  /** Parts go on with this much; it is what a plan grants at least. */
  partBytesMin: MiB as number,
  workersMax: 8,
  workerHeapMiB: 64,
  workerYoungHeapMiB: 3,
  batchCommitsMin: 16,
  batchCommitsMax: 2048,
  /** State bounds of a run without a budget. */
  unlimitedStateBytes: (512 * MiB) as number,
  /**
   * Microseconds of one core per commit of a usual history, on the machine of BENCHMARKS.md; for the predicted time
   * only. `node dist/bench/costs/time.js REPO` prints that of another machine.
   */
  commitMicros: 460,
} as const;
