import { join } from 'node:path';
import { CheckpointStore, CodefangError, type CheckpointFields, type History } from '../engine/index.ts';
import type { AnalysisMeans } from './analysis-order.ts';

/**
 * The store of this history's checkpoints, with its lock taken; undefined when nothing is kept. If it cannot be
 * opened, a note says why; the run is refused only if it has to resume.
 *
 * @throws {CodefangError} STATE when the run has to resume and another run has the lock, IO
 */
export function openCheckpoints(
  means: AnalysisMeans,
  history: History,
  key: CheckpointFields,
  onNote: (sentence: string) => void,
): CheckpointStore | undefined {
  const { stateDirectory, resume, clearCheckpoint } = means;
  if (history.order.length === 0) return undefined;
  if (stateDirectory === undefined) return refuseWithoutState(resume);
  if (resume === 'never' && !clearCheckpoint) return undefined;
  const root = history.table.oidHex(history.order[0]!);
  const repository = `${history.location.objectFormat} ${root}`;
  const store = new CheckpointStore(stateDirectory, repository, JSON.stringify(key), means.stateBytesMax);
  const refusal = openStore(store);
  if (refusal !== undefined) {
    if (resume === 'require') throw refusal;
    onNote(`${refusal.message}: this run saves no checkpoint`);
    return undefined;
  }
  if (clearCheckpoint) store.clear();
  if (resume === 'never') return closed(store);
  return store;
}

/** Keeps what the survey read of commits beside them, for the next survey. */
export function keepSurvey(
  history: History,
  store: CheckpointStore | undefined,
  onNote: (sentence: string) => void,
): void {
  if (store === undefined) return;
  try {
    history.keepCommits(join(store.path, 'commits'));
  } catch (error) {
    if (!(error instanceof CodefangError && error.code === 'IO')) throw error;
    onNote(`${error.message}: the next run reads all commits again`);
  }
}

function refuseWithoutState(resume: AnalysisMeans['resume']): undefined {
  if (resume !== 'require') return undefined;
  throw new CodefangError('USAGE', 'Cannot resume: there is no state directory, expected option "stateDirectory"');
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
