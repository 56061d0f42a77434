import type { CheckpointFields, CheckpointStore } from '../checkpoint/index.ts';
import type { ExtractionRules } from '../pipeline/index.ts';
import type { ChunkPolicy } from '../plan.ts';
import type { RunStateOptions, StateProcess, StateRules } from '../state/index.ts';
import type { ChunkEventName, ChunkEvents } from '../telemetry/index.ts';
import type { SpanSink } from '../walk/index.ts';
import type { RunAccounts } from './run-accounts.ts';

/** What decides the numbers of a walk, beside the commits that it goes over. */
export interface WalkRules extends ExtractionRules, StateRules {
  /** Larger files are not compared, in bytes. */
  readonly blobBytesMax: number;
}

/**
 * How objects are compared with their ids: each by itself, by the checksums of whole packs where that is less work,
 * or not at all.
 */
export type VerifyMode = 'full' | 'packs' | 'off';

/** Memory of the process as the kernel counts it, in bytes. */
export interface MemoryReadings {
  rssBytes(): number;
  peakBytes(): number;
  heapUsedBytes(): number;
}

/** Takes the events of a run; the chunk log is one. */
export interface RunEvents {
  event<Name extends ChunkEventName>(name: Name, fields: ChunkEvents[Name]): void;
}

/** Memory and time of the process around a run. */
export interface RunProcess extends StateProcess {
  readonly memory: MemoryReadings;
  readonly accounts: RunAccounts;
}

/** Who is notified of what a run does. */
export interface RunListener {
  readonly events: RunEvents;
  /** Where spans of the walk go; without it, what takes long is not measured. */
  readonly spans: SpanSink | undefined;
  /** Called for each commit that is folded. */
  readonly onProgress: (place: number) => void;
  /** Called for each chunk that ends, with its number and its end. */
  readonly onChunk: (chunkIndex: number, end: number) => void;
  /** Takes sentences about what was found and not used. */
  readonly onNote: (sentence: string) => void;
}

/** Where a run keeps checkpoints, and when. */
export interface RunCheckpoints {
  /** It is open. */
  readonly store: CheckpointStore;
  readonly fields: CheckpointFields;
  /** Whether to refuse when no checkpoint can be resumed, instead of starting afresh. */
  readonly mustResume: boolean;
  /** A chunk is cut when the last checkpoint is so old, however much memory is left. */
  readonly everyMs: number;
}

/** What a run is made of. */
export interface RunOptions extends RunStateOptions {
  readonly rules: WalkRules;
  /** Plans the chunks from a place of the walk on; the walk begins there after a resume. */
  readonly makePolicy: (startPlace: number, startChunk: number) => ChunkPolicy;
  readonly process: RunProcess;
  readonly listener: RunListener;
  /** Undefined when none are kept. */
  readonly checkpoints: RunCheckpoints | undefined;
  /** Why the run should stop at the next commit, if it should. */
  readonly stopRequested: () => string | undefined;
  /** Decides no number. */
  readonly verify: VerifyMode;
  /** Where workers write profiles of themselves; undefined for none. */
  readonly profileDirectory: string | undefined;
}
