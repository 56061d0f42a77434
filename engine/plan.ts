import type { ObjectStoreLimits } from './git/index.ts';

/** Bytes of the budget by region; they add up to it. All 0 when the budget is unlimited. */
export interface Regions {
  readonly pipelineBytes: number;
  readonly workingStateBytes: number;
  readonly aggregateStateBytes: number;
  readonly inFlightBytes: number;
  readonly slackBytes: number;
}

/** Who holds memory. Every account of a plan and of the ledger has one of these names. */
export type AccountName =
  | 'process'
  | 'dashboard'
  | 'history'
  | 'line histories'
  | 'commit notes'
  | 'main thread'
  | 'worker threads'
  | 'slabs'
  | 'pack indexes'
  | 'pack windows'
  | 'delta bases'
  | 'comparing'
  | 'large objects'
  | 'paths'
  | 'in flight'
  | 'parts'
  | 'facts'
  | 'report';

/** A named share of the budget, in bytes. */
export interface PlannedAccount {
  readonly name: AccountName;
  /** Whether its owner takes all of it when the run starts. */
  readonly isWhole: boolean;
  readonly boundBytes: number;
  /** What this history is likely to take of it. */
  readonly predictedBytes: number;
}

/** What will happen; frozen, without optional fields. Nothing of it may change a byte of the report. */
export interface RunPlan {
  /** 0 means unlimited. */
  readonly budgetBytes: number;
  readonly workerCount: number;
  /** Whether heaps are kept small, at the cost of time. */
  readonly isThrifty: boolean;
  /** Without the largest object that is read, which is a rule and not a plan. */
  readonly storeLimits: Omit<ObjectStoreLimits, 'objectBytesMax'>;
  /** Largest pack indexes that are shared in memory; larger ones are read in pages. */
  readonly indexBytesMax: number;
  readonly workerHeapMiB: number;
  readonly workerYoungHeapMiB: number;
  readonly regions: Regions;
  /** Who may hold how much; empty when the budget is unlimited. */
  readonly accounts: readonly PlannedAccount[];
  /** Batches that a worker may hold, and slabs that it may fill before the main thread has folded one: 1 to 3. */
  readonly bufferingFactor: number;
  /** Memory of all fact tables together, and of what is sorted again while the report is written. */
  readonly factBytes: number;
  readonly reportBytes: number;
  /** All parts together are never left less than this. */
  readonly partBytesMin: number;
  /** A chunk is not cut shorter than this, or a full process would hibernate after every commit. */
  readonly chunkCommitsMin: number;
  /** Of the budget: with more resident memory is short. */
  readonly criticalShare: number;
  /** Commits a batch, fewer towards the end; batches cross chunk borders. */
  readonly batchCommits: number;
}

/** What a chunk did to memory, per commit; measured after hibernation. */
export interface ChunkObservation {
  readonly chunkIndex: number;
  readonly start: number;
  /** The real end: a chunk may be cut short under pressure. */
  readonly end: number;
  readonly workGrowthPerCommitBytes: number;
  readonly payloadPerCommitBytes: number;
  readonly aggregateGrowthPerCommitBytes: number;
}

export interface ReplanNote {
  readonly metric: string;
  readonly observedBytes: number;
  readonly predictedBytes: number;
  readonly divergence: number;
  readonly chunksBefore: number;
  readonly chunksAfter: number;
}

export type PressureLevel = 'none' | 'warning' | 'critical';

/** How a run is cut into chunks; the planner implements it. */
export interface ChunkPolicy {
  readonly chunkCount: number;
  /** Where the chunk that starts at `start` ends. */
  chunkEnd(start: number): number;
  /** Takes the observation in; a note when the rest was planned anew. */
  observe(observation: ChunkObservation): ReplanNote | undefined;
  /** Growth per commit as smoothed so far, in bytes. */
  readonly smoothedGrowthBytes: number;
  pressure(usedBytes: number, budgetBytes: number): PressureLevel;
}
