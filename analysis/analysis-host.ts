import type { CheckpointFields, CheckpointStore, ChunkLog, ChunkPolicy, Garbage } from '../engine/index.ts';
import type { MemoryReadings, RunAccounts, RunPlan, SpillCleanupGuard } from '../engine/index.ts';
import type { PlanRequest } from '../planner/index.ts';
import type { AnalysisEvent, AnalysisProgress } from './analysis-progress.ts';
import type { PreparedAnalysis } from './prepared-analysis.ts';

/** What the process around an analysis lends to it: the program, the library and the tests each have their own. */
export interface AnalysisHost {
  /** Of this package, as reports state it. */
  readonly version: string;
  readonly memory: MemoryReadings;
  /** What child processes may hold; part of the budget, in bytes. */
  readonly childBytes: number;
  /** Gets the events and the spans. */
  readonly log: ChunkLog;
  /** Why the run should stop, if it should; polled between commits. See `stoppedBy`. */
  readonly stopRequested: () => string | undefined;
  readonly onProgress: (progress: AnalysisProgress) => void;
  readonly onEvent: (event: AnalysisEvent) => void;
  readonly onNote: (sentence: string) => void;
  /** Knows what must be removed when the process ends at once; the run closes it. */
  readonly guard: SpillCleanupGuard;
  /** Called before there is anything to remove. */
  readonly onGuard: (guard: SpillCleanupGuard) => void;
  readonly onAccounts: (accounts: RunAccounts) => void;
  /** Called when everything is removed and reported. */
  readonly onClosed: () => void;
  /** Where threads write profiles of themselves; undefined for none. */
  readonly profileDirectory: string | undefined;
  /** What a test does in its own way. */
  readonly instead?: AnalysisParts;
}

/** Parts of a run that are chosen by the order, unless they are given. */
export interface AnalysisParts {
  readonly plan?: (request: PlanRequest) => RunPlan;
  readonly makePolicy?: (prepared: PreparedAnalysis, startPlace: number, startChunk: number) => ChunkPolicy;
  /** Is opened and closed by who gives it. */
  readonly checkpoints?: CheckpointStore;
  readonly checkpointFields?: CheckpointFields;
  readonly garbage?: Garbage;
  /** Called with each commit that is folded, and each chunk that ends. */
  readonly onCommit?: (place: number) => void;
  readonly onChunk?: (chunkIndex: number, end: number) => void;
  readonly now?: () => number;
}
