/**
 * What the page shows, as the server sends it: plain JSON. Times are milliseconds since 1970,
 * sizes bytes, durations milliseconds. Types only, shared by the server and the script of the page.
 */

/** Runs that are kept; of more, the one that was silent longest is given up. */
export interface DashboardView {
  readonly runs: readonly RunView[];
  readonly state: DashboardState;
}

/** What is true of all logs together. */
export interface DashboardState {
  readonly logs: readonly LogView[];
  /** The runs that are kept, newest first. */
  readonly runIds: readonly string[];
  /** Runs that were given up for newer ones. */
  readonly droppedRunCount: number;
  /** `live`: more may come; `ended`: what is shown is all. */
  readonly phase: 'reading' | 'live' | 'ended';
}

export interface LogView {
  readonly name: string;
  readonly recordCount: number;
  readonly passedOverCount: number;
  /** Sentences: what is wrong with it, at most a few. */
  readonly faults: readonly string[];
}

export type RunViewStatus = 'running' | 'done' | 'stopped' | 'interrupted' | 'failed';

export interface RunView {
  readonly id: string;
  readonly log: string;
  readonly status: RunViewStatus;
  /** What the run does, as its spans tell; empty when it ended. */
  readonly phase: string;
  readonly repository: string;
  readonly head: string;
  readonly startedAt: number;
  readonly lastAt: number;
  /** Null while it runs. */
  readonly durationMs: number | null;
  /** 0 means unlimited. */
  readonly budgetBytes: number;
  readonly workers: number;
  readonly regions: Readonly<Record<string, number>>;
  readonly digest: string;
  readonly commits: number;
  readonly commitsDone: number;
  readonly chunksPlanned: number;
  readonly chunksDone: number;
  readonly replanCount: number;
  readonly rssBytes: number;
  readonly rssPeakBytes: number;
  readonly heapBytes: number;
  /** Null when nothing is known yet. */
  readonly commitsPerSecond: number | null;
  readonly leftMs: number | null;
  /** Mean share by which the time of a chunk was misjudged; null before the second chunk. */
  readonly leftError: number | null;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly hibernatedBytes: number;
  readonly spilledBytes: number;
  readonly warningCount: number;
  readonly criticalCount: number;
  readonly checkpointCount: number;
  readonly checkpointBytes: number;
  readonly checkpointMs: number;
  readonly resumedAt: number | null;
  /** How many chunks a point of `chunks` stands for. */
  readonly chunksPerPoint: number;
  readonly chunks: ChunkPoints;
  readonly samplesPerPoint: number;
  readonly samples: SamplePoints;
  /** Spans without a parent, in the order in which they ended. */
  readonly phases: readonly SpanView[];
  /** Durations by name, most time first. */
  readonly spanNames: readonly SpanNameView[];
  /** Spans below others, slowest first. */
  readonly slowest: readonly SpanView[];
  /** The newest last. */
  readonly events: readonly EventView[];
  /** Earlier ones that are not shown. */
  readonly droppedEventCount: number;
}

/** Columns of equal length, a chunk or several neighbouring ones a point. */
export type ChunkPoints = Readonly<Record<ChunkColumn, readonly number[]>>;
export type SamplePoints = Readonly<Record<SampleColumn, readonly number[]>>;

/** Rates of a point are sums here, so that neighbours can be joined: divide by `commits`. */
export type ChunkColumn =
  | 'elapsedMs'
  | 'index'
  | 'end'
  | 'commits'
  | 'durationMs'
  | 'plannedCommits'
  | 'rssBytes'
  | 'rssPeakBytes'
  | 'heapBytes'
  | 'budgetBytes'
  | 'grownBytes'
  | 'predictedBytes'
  | 'emaBytes'
  | 'replans'
  | 'pressure'
  | 'cacheHits'
  | 'cacheMisses'
  | 'hibernatedBytes'
  | 'spilledBytes'
  | 'checkpointBytes'
  | 'checkpointMs'
  | 'leftMs';

export type SampleColumn = 'elapsedMs' | 'rssBytes' | 'heapBytes' | 'commits';

export interface SpanView {
  readonly name: string;
  readonly startMs: number;
  readonly durationMs: number;
  /** As JSON, shortened. */
  readonly attributes: string;
}

export interface SpanNameView {
  readonly name: string;
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

export interface EventView {
  readonly at: number;
  readonly kind: 'replan' | 'warning' | 'critical' | 'checkpoint' | 'resume' | 'end';
  readonly text: string;
}
