const MiB = 1024 * 1024;

type CostName =
  | 'mainGrowthBytes'
  | 'workerBytes'
  | 'usualHeapShare'
  | 'thriftyMainGrowthBytes'
  | 'thriftyWorkerBytes'
  | 'thriftyBudgetBytes'
  | 'dashboardBytes'
  | 'frameBytes'
  | 'framesPerWorker'
  | 'thriftyFramesPerWorker'
  | 'compareBytesMin'
  | 'compareBytes'
  | 'scratchBytesMin'
  | 'scratchBytes'
  | 'scratchBytesMax'
  | 'scratchShare'
  | 'roomyStateBytes'
  | 'inlineGrowthBytes'
  | 'likelyInlineShare'
  | 'fullInlineBudgetBytes'
  | 'likelyScratchBytes'
  | 'likelyLargeBytes'
  | 'likelyComparisonShare'
  | 'fullScratchPackBytes'
  | 'fullComparisonBytes'
  | 'residentNoiseBytes'
  | 'growthBytesMin'
  | 'workerBytesMin'
  | 'fullGrowthCommits'
  | 'fullGrowthFiles'
  | 'fullGrowthPackBytes'
  | 'largeBytesFloor'
  | 'largeBytesMin'
  | 'largePackShare'
  | 'largeBytesMax'
  | 'largeShare'
  | 'windowBytes'
  | 'windowsBytesMin'
  | 'windowsBytesMax'
  | 'deltaBaseBytesMin'
  | 'deltaBaseBytesMax'
  | 'indexShare'
  | 'indexPagesShare'
  | 'indexPagesBytesMax'
  | 'cacheShare'
  | 'tableShare'
  | 'pathShare'
  | 'pathBytesMin'
  | 'fileBytes'
  | 'pathsPerFile'
  | 'partBytesMin'
  | 'partBytesPerCommit'
  | 'partBytesPerFile'
  | 'factBytesPerCommit'
  | 'reportBytesPerCommit'
  | 'inflation'
  | 'workersMax'
  | 'workerHeapMiB'
  | 'workerYoungHeapMiB'
  | 'batchCommitsMin'
  | 'batchCommitsMax'
  | 'unlimitedStateBytes'
  | 'commitMicros';

/**
 * What the engine costs beside the states of analyzers, measured on Node 20 (SPEC.md says how), rounded up.
 * Bytes unless the name says otherwise.
 */
export const engineCosts: Readonly<Record<CostName, number>> = {
  /** The main thread from the survey to the report: compiled code, heap, dead buffers, writers. */
  mainGrowthBytes: 28 * MiB,
  /** A worker thread: isolate, compiled code, heap, dead buffers, stack. */
  workerBytes: 26 * MiB,
  /** Of these two: what a usual run takes. Small heaps are used up. */
  usualHeapShare: 0.85,
  /** The same where heaps are kept small, which takes a quarter more time: in budgets below this one. */
  thriftyMainGrowthBytes: 17 * MiB,
  thriftyWorkerBytes: 19 * MiB,
  thriftyBudgetBytes: 256 * MiB,
  /** By how much two processes differ that have done the same. */
  residentNoiseBytes: 8 * MiB,
  /** What a small history costs of these; it grows to the whole at one of the sizes below. */
  growthBytesMin: 10 * MiB,
  workerBytesMin: 9 * MiB,
  fullGrowthCommits: 40_000,
  fullGrowthFiles: 40_000,
  fullGrowthPackBytes: 200 * MiB,
  /** The process of `--dashboard`, with a browser that watches; its own children are none. */
  dashboardBytes: 80 * MiB,
  /** A frame between threads, and how many a worker may fill ahead. */
  frameBytes: MiB,
  framesPerWorker: 4,
  thriftyFramesPerWorker: 2,
  /** Columns of a group of changes, and the line tables of usual texts, for each store in use. */
  compareBytesMin: 2 * MiB,
  compareBytes: 4 * MiB,
  /** Buffers for single objects of a store. */
  scratchBytesMin: 4 * MiB,
  scratchBytes: 6 * MiB,
  /** They grow with the budget, so that threads seldom wait for each other: by a share of what is free. */
  scratchBytesMax: 32 * MiB,
  scratchShare: 0.15,
  /** What threads were seen to take of them: the large files of both seldom come at the same time. */
  likelyScratchBytes: 12 * MiB,
  likelyLargeBytes: 14 * MiB,
  /** Of what comparing the largest text takes: what is met on the way. */
  likelyComparisonShare: 0.9,
  /** Smaller packs hold fewer large files, and some hold none. */
  fullScratchPackBytes: 64 * MiB,
  fullComparisonBytes: 12 * MiB,
  /** What reading and comparing leave behind on the main thread, where no worker does it. */
  inlineGrowthBytes: 22 * MiB,
  /** Of that: what was seen since line histories are encoded in place. */
  likelyInlineShare: 0.15,
  fullInlineBudgetBytes: 1024 * MiB,
  /** In less state than this a large history hibernates so often that two threads are slower than none. */
  roomyStateBytes: 12 * MiB,
  /** Beyond that, for one store at a time: two versions, a base and a delta of the largest text, and their lines. */
  /** A share of the packs, at least and at most: small repositories have no large files. */
  largeBytesFloor: 2 * MiB,
  largeBytesMin: 8 * MiB,
  largePackShare: 1 / 8,
  largeBytesMax: 84 * MiB,
  /** Of what is free beside the fixed costs: the most that large objects may take. */
  largeShare: 0.15,
  /** Pack windows of one store. */
  windowBytes: 16 * 1024,
  windowsBytesMin: MiB,
  windowsBytesMax: 4 * MiB,
  deltaBaseBytesMin: 2 * MiB,
  deltaBaseBytesMax: 96 * MiB,
  /** Of what is free: the most that shared pack indexes may take. */
  indexShare: 0.25,
  /** Where they do not fit: what pages of them may take of a store's part, and at most. */
  indexPagesShare: 0.06,
  indexPagesBytesMax: 8 * MiB,
  /** Of what is free then: windows and delta bases. */
  cacheShare: 0.4,
  /** Of the aggregate region: fact tables; the rest is for re-sorting in reports. */
  tableShare: 0.7,
  /** Of what is free: names of files and what is known of them. */
  pathShare: 0.05,
  pathBytesMin: 2 * MiB,
  /** A file's place in the tables of names, beside the name itself. */
  fileBytes: 72,
  /** Paths of a history for each one at its end. */
  pathsPerFile: 1.2,
  partBytesMin: MiB,
  /** What state of usual histories takes, as far as prediction goes. */
  partBytesPerCommit: 240,
  partBytesPerFile: 512,
  factBytesPerCommit: 320,
  reportBytesPerCommit: 32,
  /** Caches hold at most this many times the bytes of the packs, as far as prediction goes. */
  inflation: 5,
  workersMax: 8,
  workerHeapMiB: 64,
  workerYoungHeapMiB: 3,
  batchCommitsMin: 16,
  batchCommitsMax: 2048,
  /** State bounds of a run without a budget. */
  unlimitedStateBytes: 512 * MiB,
  /** Microseconds of one core a commit of a usual history; for the predicted time only. */
  commitMicros: 460,
};
