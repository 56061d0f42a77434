import { type AnalysisHost, type AnalysisOrder, type FoldedAnalysis, runAnalysis } from '../../analysis/internal.ts';
import {
  CodefangError,
  formatBytes,
  MemoryMeter,
  resolveBudget,
  type RunAccounts,
  SpillCleanupGuard,
  startProfiler,
} from '../../engine/index.ts';
import type { RunRequest } from '../run-request.ts';
import { memoryReport } from './memory-report.ts';
import { RunProgress } from './run-progress.ts';
import type { RunSurroundings } from './run-surroundings.ts';
import { openRunTelemetry } from './run-telemetry.ts';

/** An analysis in this process, and the promise of the budget judged when all of it has ended. */
export async function watchedAnalysis(
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

/** The promise of the budget, kept or said aloud. */
function checkPeak(peakBytes: number, budgetBytes: number): void {
  if (budgetBytes === 0 || peakBytes <= budgetBytes) return;
  throw new CodefangError(
    'INVARIANT',
    `Cannot vouch for the memory budget: ${formatBytes(peakBytes)} were resident, ${formatBytes(budgetBytes)} were ` +
      'allowed; the report is written, please report this',
  );
}
