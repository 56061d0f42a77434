/**
 * What the page shows, as the server sends it: plain JSON. Times are milliseconds since 1970,
 * sizes bytes, durations milliseconds. Types only, shared by the server and the script of the page.
 */

/** Everything at once, as an exported page holds it. */
export interface DashboardView {
  readonly state: DashboardState;
  readonly runs: readonly RunView[];
}

/** What is true of all logs together. */
export interface DashboardState {
  readonly version: string;
  /** `reading`: what is there is not read yet; `live`: more may come; `ended`: this is all. */
  readonly phase: 'reading' | 'live' | 'ended';
  readonly logs: readonly LogView[];
  /** Logs that found no room. */
  readonly droppedLogCount: number;
  /** The runs that are kept, newest first. */
  readonly runIds: readonly string[];
  /** Runs that were given up for newer ones. */
  readonly droppedRunCount: number;
  /** Of the run that the dashboard belongs to, once it has ended; null otherwise. */
  readonly ending: RunEnding | null;
}

/** What a run says of its end to its own dashboard. */
export interface RunEnding {
  /** The file or directory of the report; empty when it went to standard output, or there is none. */
  readonly output: string;
  /** Whether the server shows the report at `/result`. */
  readonly isServed: boolean;
  /** The log that shows this page again; empty when it goes with the run. */
  readonly log: string;
}

export interface LogView {
  readonly name: string;
  readonly recordCount: number;
  readonly passedOverCount: number;
  /** Sentences that say what is wrong with it, at most a few. */
  readonly faults: readonly string[];
  /** The same of what is as it may be, such as a log that was rotated. */
  readonly notes: readonly string[];
}

/** What a run is at, while it runs. */
export type RunStage = 'survey' | 'walk' | 'report';

/** `open`: no end was logged, so it runs, or was killed. */
export type RunViewStatus = 'open' | 'done' | 'stopped' | 'interrupted' | 'failed';

export interface RunView {
  readonly id: string;
  readonly status: RunViewStatus;
  /** The stage that it has reached. */
  readonly stage: RunStage;
  readonly repository: string;
  readonly head: string;
  readonly startedAt: number;
  readonly lastAt: number;
  /** As logged at the end, else up to the newest record. */
  readonly durationMs: number;
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
  /** Mean share by which the times of what followed were misjudged; null before there were two. */
  readonly leftError: number | null;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly hibernatedBytes: number;
  readonly spilledBytes: number;
  readonly spillRuns: number;
  readonly warningCount: number;
  readonly criticalCount: number;
  readonly checkpointCount: number;
  readonly checkpointBytes: number;
  readonly checkpointMs: number;
  /** The chunk at which it went on; null when it began at the start. */
  readonly resumedChunk: number | null;
  /** How many chunks a point of `chunks` stands for. */
  readonly chunksPerPoint: number;
  readonly chunks: ChunkPoints;
  readonly samplesPerPoint: number;
  readonly samples: SamplePoints;
  /** Where the time of the run went, in the order of the pipeline. */
  readonly stages: readonly StageView[];
  /** Spans without a parent, in the order in which they ended. */
  readonly phases: readonly SpanView[];
  /** Durations by name, most time first. */
  readonly spanNames: readonly SpanNameView[];
  /** Slowest first. */
  readonly slowCommits: readonly SpanView[];
  readonly slowFiles: readonly SpanView[];
  readonly slowOthers: readonly SpanView[];
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
  | 'modelBytes'
  | 'grownBytes'
  | 'emaBytes'
  | 'replans'
  | 'pressure'
  | 'cacheHits'
  | 'cacheMisses'
  | 'hibernatedBytes'
  | 'spilledBytes'
  | 'checkpointBytes'
  | 'checkpointMs';

/** `commits` done so far; `leftMs` as foretold then, -1 where nobody knew. */
export type SampleColumn = 'elapsedMs' | 'commits' | 'stepCommits' | 'stepMs' | 'rssBytes' | 'heapBytes' | 'leftMs';

export interface StageView {
  readonly name: string;
  readonly meaning: string;
  readonly totalMs: number;
}

export interface SpanView {
  readonly name: string;
  /** Since the run began. */
  readonly startMs: number;
  readonly durationMs: number;
  /** `name: value` pairs as one text, shortened. */
  readonly attributes: string;
}

export interface SpanNameView {
  readonly name: string;
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

export interface EventView {
  /** Since the run began. */
  readonly atMs: number;
  readonly kind: 'replan' | 'warning' | 'critical' | 'checkpoint' | 'resume' | 'end';
  readonly text: string;
}
