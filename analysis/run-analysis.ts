import {
  type CheckpointStore,
  CodefangError,
  type FoldedRun,
  reportOptions,
  type ReportSource,
  type RunEvents,
  RunReportContext,
  stateKey,
  stoppedBy,
  sweepDeadSpills,
} from '../engine/index.ts';
import { AnalysisEnd } from './analysis-end.ts';
import type { AnalysisHost } from './analysis-host.ts';
import type { AnalysisMeans, AnalysisOrder } from './analysis-order.ts';
import type { AnalysisEvent } from './analysis-progress.ts';
import { FoldedAnalysis } from './folded-analysis.ts';
import { keepSurvey, openCheckpoints } from './open-checkpoints.ts';
import { nothingMatched } from './nothing-matched.ts';
import { prepareAnalysis } from './prepare-analysis.ts';
import type { PreparedAnalysis } from './prepared-analysis.ts';
import { walkHistory } from './walk-history.ts';

/**
 * The story of a run up to its report: survey, plan, fold chunk by chunk. Program, library and tests call this.
 * The analysis holds its state in memory and in spill files until it is closed; after a failure nothing is left but
 * checkpoints.
 *
 * @throws {CodefangError} with the reason why it cannot be, or was stopped
 */
export async function runAnalysis(order: AnalysisOrder, host: AnalysisHost): Promise<FoldedAnalysis> {
  const events = eventsOf(host);
  const end = new AnalysisEnd(host, events);
  try {
    const prepared = await survey(order, host);
    host.onGuard(host.guard);
    sweepSpills(order.means, host);
    const { history, plan } = prepared;
    const checkpoints = host.instead?.checkpoints ?? openStore(order, host, prepared);
    host.guard.register({ cleanupSpills: () => checkpoints?.close() });
    const run = await walkHistory(order, host, prepared, { checkpoints, events });
    refuseMissing(run, order);
    await refuseAborted(host);
    for (const sentence of nothingMatched(order.rules, history, run)) host.onNote(sentence);
    end.done(history.order.length, null);
    const source: ReportSource = {
      history,
      run,
      context: new RunReportContext(history, run, plan.reportBytes),
      options: reportOptions(order.rules, history),
      toolVersion: host.version,
    };
    return new FoldedAnalysis({ order, host, prepared, source, end, settle: settlerOf(order, host, run, checkpoints) });
  } catch (error) {
    end.failed(error);
    end.close();
    throw error;
  }
}

function eventsOf(host: AnalysisHost): RunEvents {
  return {
    event(name, fields) {
      host.log.event(name, fields);
      if (name !== 'span') host.onEvent({ event: name, ...fields } as unknown as AnalysisEvent);
    },
  };
}

async function survey(order: AnalysisOrder, host: AnalysisHost): Promise<PreparedAnalysis> {
  const { log, memory, onProgress } = host;
  const tell = (commits: number): void => {
    onProgress({ phase: 'survey', commits, commitCount: 0, rssBytes: memory.rssBytes(), budgetBytes: 0 });
  };
  const span = log.startSpan('survey');
  tell(0);
  const prepared = await prepareAnalysis(order, host, tell);
  span.end({ commits: prepared.history.order.length });
  return prepared;
}

function sweepSpills({ spillDirectory }: AnalysisMeans, { onNote }: AnalysisHost): void {
  const { removed, failures } = sweepDeadSpills(spillDirectory);
  for (const path of removed) onNote(`Removed files of a killed run: ${path}`);
  for (const failure of failures) onNote(`Cannot remove files of a killed run: ${String(failure)}`);
}

function openStore(
  { rules, means }: AnalysisOrder,
  { onNote }: AnalysisHost,
  { history }: PreparedAnalysis,
): CheckpointStore | undefined {
  const store = openCheckpoints(means, history, stateKey(rules, history), onNote);
  keepSurvey(history, store, onNote);
  return store;
}

/**
 * A signal that came with the last commits: its state is saved, and a report would say that nothing had happened. A
 * limit of time lets a short report be written, which the next run could not finish any sooner.
 */
async function refuseAborted({ stopRequested }: AnalysisHost): Promise<void> {
  // Signals are delivered between turns of the event loop.
  await new Promise(setImmediate);
  const stop = stopRequested();
  const stopped = stop === undefined ? undefined : stoppedBy(stop, 'the report');
  if (stopped?.code === 'ABORTED') throw stopped;
}

/** What the survey could not see: files of a partial clone that were never fetched. */
function refuseMissing({ gaps }: FoldedRun, { rules }: AnalysisOrder): void {
  const changes = gaps.missingBlobChanges;
  if (changes === 0 || rules.allowIncomplete) return;
  throw new CodefangError(
    'INCOMPLETE',
    `Cannot analyse the whole history: the content of ${changes} file changes is missing, ` +
      'fetch it, or pass --allow-incomplete to analyse the rest',
  );
}

/**
 * What becomes of the checkpoints when a report has been read to its end. State that is kept for the next run is whole
 * by now, so that its lock is given back at once; state that is to go stays until then.
 */
function settlerOf(
  { means }: AnalysisOrder,
  { onNote }: AnalysisHost,
  { gaps }: FoldedRun,
  checkpoints: CheckpointStore | undefined,
): () => void {
  const missing = gaps.missingBlobChanges;
  if (means.incremental && missing === 0) {
    checkpoints?.close();
    return () => {};
  }
  return () => {
    if (missing > 0) onNote(`The state is not saved: the contents of ${missing} changes were missing`);
    checkpoints?.clear();
  };
}
