import {
  type CheckpointStore,
  type ChunkLog,
  DiskLimit,
  GarbageWatch,
  MiB,
  nullChunkLog,
  preferSmallHeap,
  RunAccounts,
  type FoldedRun,
  type RunEvents,
  runHistory,
  type SpanSink,
  stateKey,
} from '../engine/index.ts';
import { makeChunkPolicy, scheduleConfig } from '../planner/index.ts';
import type { AnalysisHost } from './analysis-host.ts';
import type { AnalysisMeans, AnalysisOrder } from './analysis-order.ts';
import type { PreparedAnalysis } from './prepared-analysis.ts';

/** Dead buffers that may lie about on the main thread. */
const garbageBytesMax = 6 * MiB;
/** A status line needs no more than this. */
const commitsPerProgress = 64;

export interface WalkSurroundings {
  readonly checkpoints: CheckpointStore | undefined;
  readonly events: RunEvents;
}

/** Folds the history, chunk by chunk, by the plan. @throws {CodefangError} what stopped it, with its checkpoint kept */
export async function walkHistory(
  { rules, means }: AnalysisOrder,
  host: AnalysisHost,
  prepared: PreparedAnalysis,
  { checkpoints, events }: WalkSurroundings,
): Promise<FoldedRun> {
  const { history, plan } = prepared;
  const { log, memory, instead = {} } = host;
  const accounts = new RunAccounts(plan.accounts);
  if (plan.isThrifty) preferSmallHeap();
  host.onAccounts(accounts);
  const commitCount = history.order.length;
  let commits = 0;
  const { budgetBytes } = plan;
  const tell = (): void => {
    host.onProgress({ phase: 'walk', commits, commitCount, rssBytes: memory.rssBytes(), budgetBytes });
  };
  tell();
  const walk = log.startSpan('walk');
  const usualPolicy: typeof instead.makePolicy = ({ planRequest, plan: made }, ...start) =>
    makeChunkPolicy(scheduleConfig(planRequest, made), ...start);
  const makePolicy = instead.makePolicy ?? usualPolicy;
  return runHistory({
    history,
    rules,
    plan,
    verify: means.verify,
    makePolicy: (startPlace, startChunk) => makePolicy(prepared, startPlace, startChunk),
    process: {
      memory,
      accounts,
      garbage: instead.garbage ?? new GarbageWatch(garbageBytesMax),
      now: instead.now ?? (() => performance.now()),
    },
    listener: {
      events,
      spans: log === nullChunkLog ? undefined : spansBelow(log, walk.id),
      onProgress: (place) => {
        commits = place + 1;
        if (place % commitsPerProgress === 0) tell();
        instead.onCommit?.(place);
      },
      onChunk: (chunkIndex, end) => instead.onChunk?.(chunkIndex, end),
      onNote: host.onNote,
    },
    checkpoints: checkpoints && {
      store: checkpoints,
      fields: instead.checkpointFields ?? { tool: host.version, ...stateKey(rules, history) },
      mustResume: means.resume === 'require',
      everyMs: means.checkpointEverySeconds * 1000,
    },
    stopRequested: host.stopRequested,
    guard: host.guard,
    spillRoot: means.spillDirectory,
    disk: limitDisk(means, () => commits / commitCount, checkpoints),
    profileDirectory: host.profileDirectory,
  }).finally(() => walk.end({ commits }));
}

function spansBelow(log: ChunkLog, parentId: number): SpanSink {
  return { parentId, nextSpanId: () => log.nextSpanId(), span: (name, fields) => log.span(name, fields) };
}

function limitDisk(
  { diskBytesMax }: AnalysisMeans,
  progress: () => number,
  checkpoints: CheckpointStore | undefined,
): DiskLimit | undefined {
  if (diskBytesMax === undefined) return undefined;
  const disk = new DiskLimit(diskBytesMax, progress);
  checkpoints?.limitDisk(disk);
  return disk;
}
