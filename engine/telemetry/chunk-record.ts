/**
 * The lines of the chunk log. One JSON object a line: `level`, `time` (ms since epoch), `run_id`,
 * `event`, then the fields of the event. Dashboards read this: a field keeps its name, unit and
 * meaning for ever, new ones may be added. Sizes are bytes, durations milliseconds, chunks `[start,
 * end)` from 0.
 */

/** Grows only when a field would change its meaning. */
export const chunkLogVersion = 1;

export type LoggedPressure = 'none' | 'warning' | 'critical';

export interface LoggedRegions {
  readonly pipeline: number;
  readonly working_state: number;
  readonly aggregate_state: number;
  readonly in_flight: number;
  readonly slack: number;
}

export interface RunStarted {
  readonly log_version: typeof chunkLogVersion;
  readonly repository: string;
  /** Object id where the walk starts. */
  readonly head: string;
  /** 0 means unlimited. */
  readonly budget_bytes: number;
  readonly commits: number;
  readonly chunks_planned: number;
  readonly workers: number;
  readonly regions: LoggedRegions;
}

export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
  readonly bytes: number;
}

export interface ChunkFinished {
  readonly chunk_index: number;
  readonly start: number;
  readonly end: number;
  readonly commits: number;
  readonly duration_ms: number;
  readonly heap_before_bytes: number;
  readonly heap_after_bytes: number;
  readonly rss_bytes: number;
  readonly rss_peak_bytes: number;
  readonly sys_after_bytes: number;
  readonly budget_bytes: number;
  /** Resident memory as a share of the budget, 0 without one. */
  readonly budget_used_pct: number;
  readonly pressure: LoggedPressure;
  /** Working state that the chunk added; negative when it shrank. */
  readonly growth_per_commit_bytes: number;
  readonly ema_growth_bytes: number;
  readonly payload_per_commit_bytes: number;
  readonly aggregate_growth_bytes: number;
  readonly replanned: boolean;
  readonly hibernated_bytes: number;
  readonly spilled_bytes: number;
  readonly spill_runs: number;
  readonly cache: CacheCounts;
  /** What the ledger knows of, in all and by account, and the most it has not known of. */
  readonly ledger_bytes: number;
  readonly accounts: Readonly<Record<string, number>>;
  readonly unaccounted_peak_bytes: number;
}

export interface Replanned {
  readonly chunk_index: number;
  readonly metric: string;
  /** Bytes per commit. */
  readonly observed: number;
  readonly predicted: number;
  /** Share of the prediction: 0.3 means 30 %. */
  readonly divergence: number;
  readonly chunks_before: number;
  readonly chunks_after: number;
}

/** The level of this line is the pressure itself; other lines carry pino's number. */
export interface MemoryPressure {
  readonly level: 'warning' | 'critical';
  readonly rss_bytes: number;
  readonly budget_bytes: number;
  /** What was done about it, in a word or two. */
  readonly action: string;
}

export interface CheckpointSaved {
  readonly chunk_index: number;
  /** Object id of the last commit that the checkpoint holds. */
  readonly commit: string;
  readonly bytes: number;
  readonly duration_ms: number;
}

export type CheckpointResumed = CheckpointSaved;

export type SpanAttribute = string | number | boolean | null;

export interface Span {
  readonly name: string;
  /** Unique within its run, from 1. */
  readonly span_id: number;
  /** Null for a root. A child is usually written before its parent, as it ends first. */
  readonly parent_id: number | null;
  /** Milliseconds since epoch, with fractions. */
  readonly start_ms: number;
  readonly duration_ms: number;
  readonly attributes: Readonly<Record<string, SpanAttribute>>;
}

export type RunStatus = 'done' | 'stopped' | 'interrupted' | 'failed';

export interface RunFinished {
  readonly status: RunStatus;
  readonly commits: number;
  readonly duration_ms: number;
  readonly rss_peak_bytes: number;
  /** Null when there is no report. */
  readonly digest: string | null;
}

/** The fields of every event, by name. */
export interface ChunkEvents {
  readonly run_started: RunStarted;
  readonly chunk_finished: ChunkFinished;
  readonly replanned: Replanned;
  readonly memory_pressure: MemoryPressure;
  readonly checkpoint_saved: CheckpointSaved;
  readonly checkpoint_resumed: CheckpointResumed;
  readonly span: Span;
  readonly run_finished: RunFinished;
}

export type ChunkEventName = keyof ChunkEvents;

/** What stands before the fields of an event. */
export interface RecordHead<Name extends ChunkEventName> {
  /** 30 usual, 50 a failed run. */
  readonly level: Name extends 'memory_pressure' ? MemoryPressure['level'] : number;
  readonly time: number;
  readonly run_id: string;
  readonly event: Name;
}

/** A whole line, as a reader sees it. */
export type ChunkRecord = {
  readonly [Name in ChunkEventName]: RecordHead<Name> & ChunkEvents[Name];
}[ChunkEventName];
