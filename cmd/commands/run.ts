import { join } from 'node:path';
import {
  type CheckpointFields,
  CheckpointStore,
  type ChunkLog,
  CodefangError,
  commitSeries,
  describeReport,
  DiskLimit,
  formatBytes,
  GarbageWatch,
  MiB,
  MemoryMeter,
  nullChunkLog,
  openOutput,
  plainPaint,
  preferSmallHeap,
  type ReportSource,
  reportSections,
  resolveBudget,
  RunAccounts,
  runHistory,
  RunReportContext,
  type RunStatus,
  type SpanSink,
  SpillCleanupGuard,
  stoppedBy,
  startProfiler,
  sweepDeadSpills,
  tableShare,
  writeReportInTurns,
} from '../../engine/index.ts';
import { makeChunkPolicy } from '../../planner/index.ts';
import { colorPaint } from '../color-paint.ts';
import { findFormat } from '../formats.ts';
import { openPage } from '../open-page.ts';
import type { RunRequest } from '../run-request.ts';
import { memoryReport } from './memory-report.ts';
import { type PreparedRun, prepareRun, sumOf } from './prepare-run.ts';
import type { RunSurroundings } from './run-surroundings.ts';
import { openRunTelemetry } from './run-telemetry.ts';

/** The surroundings once a run is under way. */
interface WatchedSurroundings extends RunSurroundings {
  readonly onAccounts: (accounts: RunAccounts) => void;
}

/** `codefang run`: survey, plan, fold chunk by chunk, report. The one place where the houses meet. */
export async function run(request: RunRequest, around: RunSurroundings): Promise<void> {
  const startedAt = performance.now();
  const meter = new MemoryMeter();
  const guard = new SpillCleanupGuard();
  const { profileDirectory } = request;
  const profiler =
    profileDirectory === undefined ? undefined : await startProfiler(profileDirectory, 'main');
  const telemetry = await openRunTelemetry(request, around, guard);
  const { log } = telemetry;
  meter.childBytes = telemetry.childBytes;
  const budgetBytes = resolveBudget(request.memoryBudget);
  let accounts: RunAccounts | undefined;
  let peakBytes = 0;
  let outcome: { status: RunStatus; commits: number; digest: string | null } = {
    status: 'failed',
    commits: 0,
    digest: null,
  };
  try {
    const onAccounts = (opened: RunAccounts): void => void (accounts = opened);
    const watched = { ...withTimeLimit(around, request.maxTimeSeconds), onAccounts };
    outcome = await analyse(request, watched, meter, guard, log);
  } catch (error) {
    if (error instanceof CodefangError && (error.code === 'ABORTED' || error.code === 'STOPPED')) {
      outcome = { ...outcome, status: error.code === 'ABORTED' ? 'interrupted' : 'stopped' };
      if (request.resume !== 'never') around.note(`To go on: ${around.resumeCommand}`);
    }
    throw error;
  } finally {
    around.progress.done();
    for (const failure of guard.close()) around.note(`Cannot remove spill files: ${String(failure)}`);
    const durationMs = Math.round(performance.now() - startedAt);
    log.event('run_finished', { ...outcome, duration_ms: durationMs, rss_peak_bytes: meter.peakBytes() });
    await telemetry.close();
    peakBytes = meter.peakBytes();
    if (request.memoryReport) {
      for (const line of memoryReport(accounts, peakBytes, budgetBytes, durationMs)) around.tell(line);
    }
    meter.close();
    await profiler?.stop();
  }
  checkPeak(peakBytes, budgetBytes);
}

/** The promise of the budget, kept or said aloud. */
function checkPeak(peakBytes: number, budgetBytes: number): void {
  if (budgetBytes === 0 || peakBytes <= budgetBytes) return;
  throw new CodefangError(
    'INVARIANT',
    `Cannot vouch for the memory budget: ${formatBytes(peakBytes)} were resident, ${formatBytes(budgetBytes)} were ` +
      'allowed; the report is written, please report this',
  );
}

/** The surroundings with a reason to stop of our own: the time that a run may take. */
function withTimeLimit(around: RunSurroundings, maxTimeSeconds: number | undefined): RunSurroundings {
  if (maxTimeSeconds === undefined) return around;
  const endAt = performance.now() + maxTimeSeconds * 1000;
  const stopRequested = (): string | undefined =>
    around.stopRequested() ?? (performance.now() >= endAt ? timeLimit : undefined);
  return { ...around, stopRequested };
}

const timeLimit = '--max-time';

async function analyse(
  request: RunRequest,
  around: WatchedSurroundings,
  meter: MemoryMeter,
  guard: SpillCleanupGuard,
  log: ChunkLog,
): Promise<{ status: RunStatus; commits: number; digest: string | null }> {
  const { progress } = around;
  const format = findFormat(request.format, request.compat);
  await format.prepare?.();
  checkOpen(request);
  // Refuses before hours of work what cannot be written after them.
  const output = openOutput(format, { path: request.output, table: request.table });
  try {
    const survey = log.startSpan('survey');
    progress.phase('reading commits');
    const prepared = prepareRun(request, meter, (commits) => progress.survey(commits));
    survey.end({ commits: prepared.history.order.length });
    // The survey makes no files, so until here a signal may simply end the process.
    around.onGuard(guard);
    sweepSpills(request, around);
    const checkpoints = openCheckpoints(request, around, prepared);
    guard.register({ cleanupSpills: () => checkpoints?.close() });
    const source = await fold(request, around, meter, guard, log, prepared, checkpoints);
    refuseMissing(source.run.gaps.missingBlobChanges, request.allowIncomplete);
    progress.phase('writing the report');
    const report = log.startSpan('report');
    const writer = format.create(output, {
      widthMax: around.textWidth,
      paint: request.color ? colorPaint : plainPaint,
      table: request.table,
    });
    const written = await writeReportInTurns(
      describeReport(source),
      format.content === 'commits' ? [commitSeries(source)] : reportSections(source),
      writer,
      output,
      () => turnOrStop(around),
    );
    report.end({ format: format.name, rows: written.outcome === 'written' ? written.rowCount : 0 });
    const missing = source.run.gaps.missingBlobChanges;
    if (missing > 0) around.note(`The state is not kept: the contents of ${missing} changes were missing`);
    if (!request.incremental || missing > 0) checkpoints?.clear();
    if (request.open && request.output !== undefined) openPage(request.output, around.note);
    const digest = written.outcome === 'written' ? written.digest : null;
    return { status: 'done', commits: prepared.history.order.length, digest };
  } finally {
    output.abandon();
  }
}

/** What the survey could not see: files of a partial clone that were never fetched. */
function refuseMissing(changes: number, isAllowed: boolean): void {
  if (changes === 0 || isAllowed) return;
  throw new CodefangError(
    'INCOMPLETE',
    `Cannot analyse the whole history: the content of ${changes} file changes is missing, ` +
      'fetch it or pass --allow-incomplete to analyse what is there',
  );
}

function checkOpen({ open, format, output }: RunRequest): void {
  if (!open || (format === 'html' && output !== undefined)) return;
  const state = 'only a page in a file can be shown, expected --format html -o FILE';
  throw new CodefangError('USAGE', `Cannot use --open: ${state}`);
}

/** Lets signals through and ends the report when one asked for it. */
async function turnOrStop({ stopRequested }: RunSurroundings): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  const stop = stopRequested();
  if (stop !== undefined) throw stoppedBy(stop, 'the report');
}

/** Accounts whose owners take all of it when they start. */
const wholeAccounts = [
  'process',
  'dashboard',
  'history',
  'main thread',
  'worker threads',
  'frames',
  'pack indexes',
  'comparing',
];
/** Dead buffers that may lie about on the main thread; the plan counts on it. */
const garbageBytesMax = 6 * MiB;
/** A status line needs no more than this. */
const commitsPerProgress = 64;

async function fold(
  request: RunRequest,
  around: WatchedSurroundings,
  meter: MemoryMeter,
  guard: SpillCleanupGuard,
  log: ChunkLog,
  prepared: PreparedRun,
  checkpoints: CheckpointStore | undefined,
): Promise<ReportSource> {
  const { history, analyzers, rules, plan, options } = prepared;
  const { progress } = around;
  const accounts = new RunAccounts(plan.accounts);
  accounts.reserveWhole(wholeAccounts);
  if (plan.isThrifty) preferSmallHeap();
  around.onAccounts(accounts);
  const commits = history.order.length;
  progress.phase('analysing');
  let done = 0;
  const disk = limitDisk(request, () => done / commits, checkpoints);
  const walk = log.startSpan('walk');
  const folded = await runHistory({
    history,
    analyzers,
    isPerCommit: request.perCommit,
    rules,
    plan,
    makePolicy: (startPlace, startChunk) => makeChunkPolicy(schedulerConfig(prepared), startPlace, startChunk),
    memory: meter,
    accounts,
    events: log,
    spans: log === nullChunkLog ? undefined : spansBelow(log, walk.id),
    guard,
    spillRoot: request.spillDirectory,
    checkpoints,
    checkpointFields: checkpointFields(prepared, around.version),
    disk,
    mustResume: request.resume === 'require',
    checkpointEveryMs: request.checkpointEverySeconds * 1000,
    garbage: new GarbageWatch(garbageBytesMax),
    stopRequested: around.stopRequested,
    onProgress: (place) => {
      done = place + 1;
      if (place % commitsPerProgress !== 0) return;
      progress.commits(place + 1, commits, meter.rssBytes(), plan.budgetBytes);
    },
    onChunk: (chunkIndex, end) =>
      progress.chunk(`chunk ${chunkIndex + 1}: ${end} of ${commits} commits, ${formatBytes(meter.rssBytes())}`),
    onNote: around.note,
    now: () => performance.now(),
    profileDirectory: request.profileDirectory,
  }).finally(() => walk.end({ commits: done }));
  const scratchBytes = plan.regions.aggregateStateBytes * (1 - tableShare);
  const context = new RunReportContext(history, folded, scratchBytes);
  return { history, run: folded, context, options, toolVersion: around.version };
}

function spansBelow(log: ChunkLog, parentId: number): SpanSink {
  return { parentId, nextSpanId: () => log.nextSpanId(), span: (name, fields) => log.span(name, fields) };
}

/** What the planner needs of the plan and of the analyzers' declared costs. */
export function schedulerConfig({ history, analyzers, plan }: PreparedRun): Parameters<typeof makeChunkPolicy>[0] {
  return {
    totalCommits: history.order.length,
    memoryBudgetBytes: plan.budgetBytes,
    pipelineOverheadBytes: plan.regions.pipelineBytes,
    workStatePerCommitBytes: sumOf(analyzers, (cost) => cost.workingStateBytesPerCommit + cost.aggregateBytesPerCommit),
    avgPayloadBytes: sumOf(analyzers, (cost) => cost.payloadBytesPerCommit),
    aggregateGrowthPerCommitBytes: sumOf(analyzers, (cost) => cost.aggregateBytesPerCommit),
    maxBuffering: 1,
  };
}

function openCheckpoints(
  request: RunRequest,
  around: WatchedSurroundings,
  { history, stateRules }: PreparedRun,
): CheckpointStore | undefined {
  const { keepCommits } = history;
  if (history.order.length === 0) return undefined;
  const root = history.table.oidHex(history.order[0]!);
  const key = `${history.location.objectFormat} ${root}`;
  const store = new CheckpointStore(request.stateDirectory, key, JSON.stringify(stateRules), request.stateBytesMax);
  if (request.resume === 'never' && !request.clearCheckpoint) return undefined;
  const refusal = openStore(store);
  if (refusal !== undefined) {
    if (request.resume === 'require') throw refusal;
    around.note(`${refusal.message}: this run keeps no checkpoint`);
    return undefined;
  }
  if (request.clearCheckpoint) store.clear();
  if (request.resume === 'never') return closed(store);
  keepCommits(join(store.path, 'commits'));
  return store;
}

/** Opens it, or says why it cannot be: another run has it, or it lies where nothing can be written. */
function openStore(store: CheckpointStore): CodefangError | undefined {
  try {
    if (store.open()) return undefined;
    return new CodefangError('STATE', `Cannot use ${store.path}: another run has its lock`);
  } catch (error) {
    if (error instanceof CodefangError && error.code === 'IO') return error;
    throw error;
  }
}

function closed(store: CheckpointStore): undefined {
  store.close();
}

function limitDisk(
  { diskBytesMax }: RunRequest,
  progress: () => number,
  checkpoints: CheckpointStore | undefined,
): DiskLimit | undefined {
  if (diskBytesMax === undefined) return undefined;
  const disk = new DiskLimit(diskBytesMax, progress);
  checkpoints?.limitDisk(disk);
  return disk;
}

/** What a checkpoint must agree in, beside the beginning of the walk. */
function checkpointFields({ stateRules }: PreparedRun, version: string): CheckpointFields {
  return { tool: version, ...stateRules };
}

function sweepSpills(request: RunRequest, around: RunSurroundings): void {
  const { removed, failures } = sweepDeadSpills(request.spillDirectory);
  for (const path of removed) around.note(`Removed what a killed run left: ${path}`);
  for (const failure of failures) around.note(`Cannot remove what a killed run left: ${String(failure)}`);
}

