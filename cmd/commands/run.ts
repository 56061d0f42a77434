import {
  type AnalysisHost,
  type AnalysisOrder,
  type FoldedAnalysis,
  orderOf,
  repositoryFace,
  runAnalysis,
} from '../../analysis/internal.ts';
import {
  CodefangError,
  formatBytes,
  MemoryMeter,
  plainPaint,
  resolveBudget,
  type RunAccounts,
  SpillCleanupGuard,
  startProfiler,
} from '../../engine/index.ts';
import { colorPaint } from '../color-paint.ts';
import { openPage } from '../open-page.ts';
import type { RunRequest } from '../run-request.ts';
import { checkTable } from './check-table.ts';
import { memoryReport } from './memory-report.ts';
import { openOutputs } from './open-outputs.ts';
import { RunProgress } from './run-progress.ts';
import type { RunSurroundings } from './run-surroundings.ts';
import { openRunTelemetry } from './run-telemetry.ts';

/** `codefang run`: an analysis and its reports, with progress, signals and telemetry around them. */
export async function run(request: RunRequest, around: RunSurroundings): Promise<void> {
  checkOpen(request);
  for (const { table, compat } of request.targets) if (compat === undefined) checkTable(table, request.perCommit);
  const order = orderOf(request);
  // Refuses before hours of work what cannot be written after them.
  const outputs = await openOutputs(request.targets);
  const face = repositoryFace(request);
  try {
    await runWatched(request, order, around, async (analysis) => {
      for (const { format, output, target } of outputs) {
        const { table, color } = target;
        const paint = color ? colorPaint : plainPaint;
        await analysis.writeTo(format, output, { table, widthMax: around.textWidth, paint, face });
      }
      const page = pageOf(request);
      if (request.open && page !== undefined) openPage(page, around.note);
    });
  } finally {
    for (const { output } of outputs) output.abandon();
  }
}

/** An analysis in this process, and the promise of the budget judged when all of it has ended. */
async function runWatched(
  request: RunRequest,
  order: AnalysisOrder,
  around: RunSurroundings,
  use: (analysis: FoldedAnalysis) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const memory = new MemoryMeter();
  const guard = new SpillCleanupGuard();
  const budgetBytes = resolveBudget(request.memoryBudget);
  const { profileDirectory } = request;
  const profiler = profileDirectory === undefined ? undefined : await startProfiler(profileDirectory, 'main');
  const telemetry = await openRunTelemetry(request, around, guard);
  memory.childBytes = telemetry.childBytes;
  let accounts: RunAccounts | undefined;
  let peakBytes = 0;
  let isWritten = false;
  try {
    const { log, childBytes } = telemetry;
    const onAccounts = (opened: RunAccounts): void => void (accounts = opened);
    const lent = { memory, childBytes, guard, log, onAccounts, profileDirectory };
    const analysis = await runAnalysis(order, { ...hostOf(request, around), ...lent });
    try {
      await use(analysis);
      isWritten = true;
    } finally {
      await analysis.close();
    }
  } catch (error) {
    const isStop = error instanceof CodefangError && (error.code === 'ABORTED' || error.code === 'STOPPED');
    if (isStop && request.resume !== 'never') around.note(`To resume: ${around.resumeCommand}`);
    throw error;
  } finally {
    around.progress.done();
    guard.close();
    await telemetry.close(isWritten);
    peakBytes = memory.peakBytes();
    if (request.memoryReport) {
      const durationMs = Math.round(performance.now() - startedAt);
      for (const line of memoryReport(accounts, peakBytes, budgetBytes, durationMs)) around.tell(line);
    }
    memory.close();
    await profiler?.stop();
  }
  checkPeak(peakBytes, budgetBytes);
}

type LentByProcess = 'memory' | 'childBytes' | 'guard' | 'log' | 'onAccounts' | 'profileDirectory';

function hostOf(request: RunRequest, around: RunSurroundings): Omit<AnalysisHost, LentByProcess> {
  const progress = new RunProgress(around.progress);
  return {
    version: around.version,
    stopRequested: withTimeLimit(around.stopRequested, request.maxTimeSeconds),
    onProgress: (reached) => progress.reached(reached),
    onEvent: (event) => progress.happened(event),
    onNote: around.note,
    onGuard: around.onGuard,
    onClosed() {},
  };
}

/** Reasons to stop, with one of our own: the time that a run may take. */
function withTimeLimit(
  stopRequested: () => string | undefined,
  maxTimeSeconds: number | undefined,
): () => string | undefined {
  if (maxTimeSeconds === undefined) return stopRequested;
  const endAt = performance.now() + maxTimeSeconds * 1000;
  return () => stopRequested() ?? (performance.now() >= endAt ? '--max-time' : undefined);
}

function checkOpen(request: RunRequest): void {
  if (!request.open || pageOf(request) !== undefined) return;
  const state = 'only a page in a file can be opened, expected -o FILE.html';
  throw new CodefangError('USAGE', `Cannot use --open: ${state}`);
}

function pageOf({ targets }: RunRequest): string | undefined {
  return targets.find(({ format, path }) => format === 'html' && path !== undefined)?.path;
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
