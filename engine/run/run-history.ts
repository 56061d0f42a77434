import { type ByteInterner, CodefangError, isPermissionDenied, KiB } from '../base/index.ts';
import type { FinalFiles } from '../contract.ts';
import { loadSharedIndexes, makePackChecks, type ObjectStoreLimits, packSizes } from '../git/index.ts';
import { type SlabSource, InlineSource, WorkerPool } from '../pipeline/index.ts';
import type { SpillFiles } from '../spill/index.ts';
import { type History, WalkHash } from '../survey/index.ts';
import type { CheckpointAbout } from '../checkpoint/index.ts';
import { type AnalyzerSlot, isWhole, type LineSlot, RunState, type WalkGaps } from '../state/index.ts';
import { WalkFeeder, WalkFold, WalkSpans } from '../walk/index.ts';
import type { ChunkPolicy, RunPlan } from '../plan.ts';
import { ChunkLoop, type SaveCheckpoint } from './chunk-loop.ts';
import { commitOid } from './commit-oid.ts';
import type { RunCheckpoints, RunOptions } from './run-options.ts';

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

/** The checkpoint furthest along this walk that can be taken over. When none can, the first reason is reported. */
function restore(options: RunOptions): RunState | undefined {
  const { checkpoints, history, process } = options;
  const { onNote } = options.listener;
  if (checkpoints === undefined) return undefined;
  const { store, fields, mustResume } = checkpoints;
  const walk = new WalkHash(history, isByPerson(options));
  const reasons: string[] = [];
  const unusable = (reason: string): void => void reasons.push(reason);
  for (const checkpoint of store.candidates(fields, (place) => walk.at(place), unusable)) {
    const startedAt = process.now();
    const state = new RunState(options);
    try {
      state.adopt(checkpoint, store);
    } catch (error) {
      if (!(error instanceof CodefangError && (error.code === 'STATE' || isPermissionDenied(error)))) throw error;
      state.spill.remove();
      unusable(error.message);
      continue;
    }
    onNote(`Resuming at commit ${checkpoint.nextPlace} of ${history.order.length}`);
    state.resumed = {
      chunk_index: checkpoint.chunkIndex,
      commit: commitOid(history, checkpoint.nextPlace - 1),
      bytes: checkpoint.files.reduce((sum, file) => sum + file.size, 0),
      duration_ms: Math.round(process.now() - startedAt),
    };
    return state;
  }
  const reason = reasons[0] ?? store.otherOptions(fields);
  if (mustResume) throw nothingToResume(reason ?? `${store.path} keeps none`);
  if (reason !== undefined) onNote(`Starting afresh: ${reason}`);
  return undefined;
}

/** Whether what is kept depends on who is one person. */
function isByPerson({ rules }: RunOptions): boolean {
  return rules.analyzers.some(({ definition }) => definition.needs.includes('changes'));
}

function nothingToResume(reason: string): CodefangError {
  return new CodefangError('STATE', `Cannot resume: ${reason}; --resume=auto starts afresh then`);
}

/** About what is hashed for a commit where each object is: trees and blobs, in bytes. */
const hashedBytesPerCommit = 64 * KiB;

/** Fewer commits than this are read sooner than threads are started. */
const pooledCommitsMin = 64;

function openSource(options: RunOptions, commitsLeft: number): SlabSource {
  const { plan, history } = options;
  const { renames, moves, paths } = options.rules;
  const setup = {
    location: history.location,
    limits: withVerification(options, commitsLeft),
    sharedIndexes: history.sharedIndexes ?? loadSharedIndexes(history.location, plan.indexBytesMax),
    // No more of the rules: analyzers cannot be sent to a thread.
    rules: { renames, moves, paths },
  };
  const isTimed = options.listener.spans !== undefined;
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
function withVerification({ plan, history, rules, verify }: RunOptions, commitsLeft: number): ObjectStoreLimits {
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

async function foldWalk(options: RunOptions, state: RunState, source: SlabSource): Promise<void> {
  const { history, plan, listener, checkpoints } = options;
  const { slots, lines, identity, gaps, finalFiles, nextPlace, resumed } = state;
  const policy = options.makePolicy(nextPlace, state.nextChunk);
  logStart(options, policy);
  if (resumed !== undefined) listener.events.event('checkpoint_resumed', resumed);
  const needs = {
    lines: lines !== undefined,
    baseline: lines !== undefined && !isWhole(history),
    numstat: slots.some((slot) => slot.needs('numstat')),
  };
  const feeder = new WalkFeeder(history, needs, plan, nextPlace, finalFiles.place);
  const fold = new WalkFold({ history, slots, lines, identity, gaps, finalFiles, start: nextPlace });
  const parts = { run: options, state, source, policy, spans: spansOf(options, state) };
  const save = checkpoints === undefined ? undefined : saverOf(options, checkpoints, state);
  await new ChunkLoop(parts, feeder, fold, save).run();
  checkpoints?.store.settle();
}

function saverOf(options: RunOptions, { store, fields }: RunCheckpoints, state: RunState): SaveCheckpoint {
  const { history } = options;
  const walk = new WalkHash(history, isByPerson(options));
  return (nextPlace, chunkIndex) =>
    store.save(
      {
        fields,
        about: aboutOf(history),
        walk: walk.at(nextPlace) ?? '',
        nextPlace,
        chunkIndex,
        state: state.manifest(nextPlace),
      },
      state.spill.files,
    );
}

function spansOf(options: RunOptions, { spillClock, nextPlace }: RunState): WalkSpans | undefined {
  const { history, process, listener } = options;
  const { memory, now } = process;
  const { spans: sink } = listener;
  if (sink === undefined) return undefined;
  return new WalkSpans({ sink, memory, now, commitOid: (place) => commitOid(history, place), spillClock }, nextPlace);
}

/** The head is that of the whole walk: a checkpoint in the middle is of a run towards it. */
function aboutOf({ location, table, order, head }: History): CheckpointAbout {
  const repository = `${location.objectFormat} ${table.oidHex(order[0]!)}`;
  return { path: location.gitDir, repository, head, commits: order.length };
}

function logStart({ history, plan, listener }: RunOptions, policy: ChunkPolicy): void {
  const { regions } = plan;
  listener.events.event('run_started', {
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
