import { type ByteInterner, CodefangError, KiB } from '../base/index.ts';
import type { FinalFiles } from '../contract.ts';
import { loadSharedIndexes, makePackChecks, type ObjectStoreLimits, packSizes } from '../git/index.ts';
import { type ExtractionRules, type FrameSource, InlineSource, WorkerPool } from '../pipeline/index.ts';
import type { SpillFiles } from '../spill/index.ts';
import { type History, WalkHash } from '../survey/index.ts';
import type { CheckpointAbout, CheckpointFields, CheckpointStore } from '../checkpoint/index.ts';
import {
  type AnalyzerSlot,
  isWhole,
  type LineSlot,
  OwnedState,
  RunState,
  type RunStateOptions,
  type WalkGaps,
} from '../state/index.ts';
import { type SpanSink, WalkFeeder, WalkFold, WalkSpans } from '../walk/index.ts';
import type { ChunkPolicy, RunPlan } from '../plan.ts';
import { ChunkLoop, type MemoryReadings, type RunEvents } from './chunk-loop.ts';
import { PathRoom } from './path-room.ts';
import type { RunAccounts } from './run-accounts.ts';

/** What decides the numbers of a walk, beside the commits that it goes over. */
export interface WalkRules extends ExtractionRules {
  /** Larger files are not compared, in bytes. */
  readonly blobBytesMax: number;
}

export interface RunOptions extends RunStateOptions {
  readonly rules: WalkRules;
  /** Plans the chunks from a place of the walk on; the walk begins there after a resume. */
  readonly makePolicy: (startPlace: number, startChunk: number) => ChunkPolicy;
  readonly memory: MemoryReadings;
  readonly accounts: RunAccounts;
  readonly events: RunEvents;
  /** Where spans of the walk go; without it, what takes long is not measured. */
  readonly spans?: SpanSink | undefined;
  /** Undefined when no checkpoint is kept. It is open. */
  readonly checkpoints: CheckpointStore | undefined;
  readonly checkpointFields: CheckpointFields;
  /** Whether to refuse when no checkpoint can be resumed, instead of starting afresh. */
  readonly mustResume: boolean;
  /** How old the last checkpoint may get before another is made. */
  readonly checkpointEveryMs: number;
  readonly stopRequested: () => string | undefined;
  readonly onProgress: (place: number) => void;
  readonly onChunk: (chunkIndex: number, end: number) => void;
  /** Hears sentences about what was found and not used. */
  readonly onNote: (sentence: string) => void;
  /** Where workers write profiles of themselves; undefined for none. */
  readonly profileDirectory: string | undefined;
  /** Default `packs`. Decides no number. */
  readonly verify?: VerifyMode;
}

/**
 * How objects are compared with their ids: each by itself, by the checksums of whole packs where that is less work,
 * or not at all.
 */
export type VerifyMode = 'full' | 'packs' | 'off';

/** A walk that is folded to its end; the analyzers' states are still on disk and in memory. */
export interface FoldedRun {
  readonly slots: readonly AnalyzerSlot[];
  readonly lines: LineSlot | undefined;
  readonly paths: ByteInterner;
  readonly languageOfPath: (pathId: number) => number;
  readonly files: FinalFiles;
  readonly gaps: WalkGaps;
  readonly binaryFiles: number;
  readonly gitlinks: number;
  readonly spill: SpillFiles;
}

/**
 * The story of a run: take up a checkpoint or start, fold the walk chunk by chunk, check what must hold.
 *
 * @throws {CodefangError} ABORTED, INVARIANT, or what reading and writing met
 */
export async function runHistory(options: RunOptions): Promise<FoldedRun> {
  const state = restore(options) ?? begin(options);
  const source = openSource(options, options.history.order.length - state.nextPlace);
  try {
    await foldWalk(options, state, source);
  } finally {
    await source.close();
  }
  checkLines(options, state);
  return {
    slots: state.slots,
    lines: state.lines,
    paths: state.paths,
    languageOfPath: (pathId) => state.languageOfPath(pathId),
    files: state.finalFiles.build(state.paths, state.identity),
    gaps: state.gaps,
    binaryFiles: state.finalFiles.binaryCount,
    gitlinks: state.finalFiles.gitlinkCount,
    spill: state.spill.files,
  };
}

function begin(options: RunOptions): RunState {
  const state = new RunState(options);
  state.start();
  return state;
}

/** The checkpoint furthest along this walk that can be taken over. When none can, the first reason is told. */
function restore(options: RunOptions): RunState | undefined {
  const { checkpoints, checkpointFields, history, onNote, now } = options;
  if (checkpoints === undefined) return undefined;
  const walk = new WalkHash(history, isByPerson(options));
  const reasons: string[] = [];
  const unusable = (reason: string): void => void reasons.push(reason);
  for (const checkpoint of checkpoints.candidates(checkpointFields, (place) => walk.at(place), unusable)) {
    const startedAt = now();
    const state = new RunState(options);
    try {
      state.adopt(checkpoint, checkpoints);
    } catch (error) {
      if (!(error instanceof CodefangError && error.code === 'STATE')) throw error;
      state.spill.remove();
      unusable(error.message);
      continue;
    }
    onNote(`Resuming at commit ${checkpoint.nextPlace} of ${history.order.length}`);
    state.resumed = {
      chunk_index: checkpoint.chunkIndex,
      commit: oidAt(history, checkpoint.nextPlace - 1),
      bytes: checkpoint.files.reduce((sum, file) => sum + file.size, 0),
      duration_ms: Math.round(now() - startedAt),
    };
    return state;
  }
  const reason = reasons[0] ?? checkpoints.otherOptions(checkpointFields);
  if (options.mustResume) throw nothingToResume(reason ?? `${checkpoints.path} keeps none`);
  if (reason !== undefined) onNote(`Starting afresh: ${reason}`);
  return undefined;
}

/** Whether what is kept depends on who is one person. */
function isByPerson({ analyzers }: RunOptions): boolean {
  return analyzers.some(({ definition }) => definition.needs.includes('changes'));
}

function nothingToResume(reason: string): CodefangError {
  return new CodefangError('STATE', `Cannot resume: ${reason}; --resume=auto starts afresh then`);
}

/** About what is hashed for a commit where each object is: trees and blobs, in bytes. */
const hashedBytesPerCommit = 64 * KiB;

/** Fewer commits than this are read sooner than threads are started. */
const pooledCommitsMin = 64;

function openSource(options: RunOptions, commitsLeft: number): FrameSource {
  const { plan, history } = options;
  const { renames, moves, paths } = options.rules;
  const setup = {
    location: history.location,
    limits: withVerification(options, commitsLeft),
    sharedIndexes: history.sharedIndexes ?? loadSharedIndexes(history.location, plan.indexBytesMax),
    // No more of the rules: analyzers cannot be sent to a thread.
    rules: { renames, moves, paths },
  };
  const isTimed = options.spans !== undefined;
  if (plan.workerCount === 0 || commitsLeft < pooledCommitsMin) return new InlineSource(setup, isTimed);
  return new WorkerPool({
    workerCount: plan.workerCount,
    setup,
    bufferingFactor: plan.bufferingFactor,
    isTimed,
    heapMiB: plan.workerHeapMiB,
    youngHeapMiB: plan.workerYoungHeapMiB,
    profileDirectory: options.profileDirectory,
  });
}

/**
 * Every object that reaches a number is verified: by its pack where all of that is soon read anyway, else by itself.
 * Which of the two is a question of time alone.
 */
function withVerification(
  { plan, history, rules, verify = 'packs' }: RunOptions,
  commitsLeft: number,
): ObjectStoreLimits {
  const limits = { ...withSharedTurn(plan), objectBytesMax: rules.blobBytesMax };
  if (verify === 'off') return { ...limits, verifyOid: 'none' };
  const { packBytes } = packSizes(history.location);
  const isPackWorthIt = verify === 'packs' && packBytes <= commitsLeft * hashedBytesPerCommit;
  const packChecks = isPackWorthIt ? makePackChecks(history.location) : undefined;
  return { ...limits, verifyOid: 'all', packChecks };
}

/** Threads take turns in the memory for large objects. */
function withSharedTurn({ storeLimits, workerCount }: RunPlan): RunPlan['storeLimits'] {
  const { scratch } = storeLimits;
  if (scratch === undefined || workerCount < 2) return storeLimits;
  return { ...storeLimits, scratch: { ...scratch, turn: new Int32Array(new SharedArrayBuffer(4)) } };
}

async function foldWalk(options: RunOptions, state: RunState, source: FrameSource): Promise<void> {
  const { history, plan, memory, events, checkpoints, checkpointFields } = options;
  const { slots, lines, owners, reader, identity, gaps, finalFiles, nextPlace } = state;
  const needs = { lines: lines !== undefined, baseline: lines !== undefined && !isWhole(history) };
  const policy = options.makePolicy(nextPlace, state.nextChunk);
  logStart(options, policy);
  if (state.resumed !== undefined) events.event('checkpoint_resumed', state.resumed);
  const walk = new WalkHash(history, isByPerson(options));
  const saveTo = (store: CheckpointStore) => (place: number, chunkIndex: number) =>
    store.save(
      {
        fields: checkpointFields,
        about: aboutOf(history),
        walk: walk.at(place) ?? '',
        nextPlace: place,
        chunkIndex,
        state: state.manifest(place),
      },
      state.spill.files,
    );
  const loop = new ChunkLoop({
    plan,
    policy,
    owners,
    source,
    feeder: new WalkFeeder(history, needs, plan, nextPlace, finalFiles.place),
    reader,
    memory,
    accounts: options.accounts,
    pathBytes: () => state.pathBytes,
    pathRoom: new PathRoom(plan, (bytes) => OwnedState.limitParts(owners, bytes)),
    events,
    spans: spansOf(options, state),
    startPlace: nextPlace,
    startChunk: state.nextChunk,
    placeCount: history.order.length,
    checkpoint: checkpoints === undefined ? undefined : saveTo(checkpoints),
    checkpointEveryMs: options.checkpointEveryMs,
    commitOid: (place) => oidAt(history, place),
    garbage: options.garbage,
    stopRequested: options.stopRequested,
    onProgress: options.onProgress,
    onChunk: options.onChunk,
    now: options.now,
  });
  const fold = new WalkFold({
    history,
    slots,
    lines,
    identity,
    gaps,
    finalFiles,
    start: nextPlace,
    onCommitFolded: (place) => loop.committed(place),
  });
  await loop.run(fold);
  checkpoints?.settle();
}

function spansOf(options: RunOptions, { spillClock, nextPlace }: RunState): WalkSpans | undefined {
  const { spans: sink, history, memory, now } = options;
  if (sink === undefined) return undefined;
  return new WalkSpans({ sink, memory, now, commitOid: (place) => oidAt(history, place), spillClock }, nextPlace);
}

/** The head is that of the whole walk: a checkpoint in the middle is of a run towards it. */
function aboutOf({ location, table, order, head }: History): CheckpointAbout {
  const repository = `${location.objectFormat} ${table.oidHex(order[0]!)}`;
  return { path: location.gitDir, repository, head, commits: order.length };
}

function logStart({ history, plan, events }: RunOptions, policy: ChunkPolicy): void {
  const { regions } = plan;
  events.event('run_started', {
    log_version: 1,
    repository: history.request.repository,
    head: history.head,
    budget_bytes: plan.budgetBytes,
    commits: history.order.length,
    chunks_planned: policy.chunkCount,
    workers: plan.workerCount,
    regions: {
      pipeline: regions.pipelineBytes,
      working_state: regions.workingStateBytes,
      aggregate_state: regions.aggregateStateBytes,
      in_flight: regions.inFlightBytes,
      slack: regions.slackBytes,
    },
  });
}

/** The sum of changes along the mainline must be the tree they lead to. */
function checkLines(options: RunOptions, state: RunState): void {
  if (state.lines === undefined) return;
  const files = state.finalFiles.textLines;
  const folded = state.lines.ledger.mainlineLines;
  if (files === folded) return;
  throw new CodefangError(
    'INVARIANT',
    `Cannot trust the result: changes along the mainline add up to ${folded} lines, ` +
      `the tree of ${options.history.head} has ${files}; please report this`,
  );
}

/** Full hex id of a place of the walk; empty before the first. */
function oidAt(history: History, place: number): string {
  return place < 0 ? '' : history.table.oidHex(history.order[place]!);
}
