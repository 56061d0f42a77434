const MiB = 1024 * 1024;

type CostName =
  | 'mainGrowthBytes'
  | 'workerBytes'
  | 'compareBytes'
  | 'windowBytes'
  | 'windowsBytes'
  | 'deltaBaseBytesMin'
  | 'deltaBaseBytesMax'
  | 'indexShare'
  | 'cacheShare'
  | 'tableShare'
  | 'blobBytesMax'
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
  /** The main thread from the survey to the report: compiled code, garbage, frames, writers. */
  mainGrowthBytes: 32 * MiB,
  /** A worker thread: isolate, compiled code, young heap, two slabs. */
  workerBytes: 24 * MiB,
  /** Line tables, kept blobs and work buffers of one store in use. */
  compareBytes: 8 * MiB,
  /** Pack windows of one store. */
  windowBytes: 32 * 1024,
  windowsBytes: 4 * MiB,
  deltaBaseBytesMin: 8 * MiB,
  deltaBaseBytesMax: 96 * MiB,
  /** Of what is free beside the fixed costs: the most that shared pack indexes may take. */
  indexShare: 0.25,
  /** Of what is free then: delta bases. */
  cacheShare: 0.35,
  /** Of the aggregate region: fact tables; the rest is for re-sorting in reports. */
  tableShare: 0.7,
  /** Larger blobs are handled as binary. Part of the report: never depends on the budget. */
  blobBytesMax: 16 * MiB,
  workersMax: 8,
  workerHeapMiB: 256,
  workerYoungHeapMiB: 6,
  batchCommitsMin: 16,
  batchCommitsMax: 512,
  /** State bounds of a run without a budget. */
  unlimitedStateBytes: 512 * MiB,
  /** Microseconds of one core a commit of a usual history; for the predicted time only. */
  commitMicros: 460,
};
