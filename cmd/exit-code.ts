import type { StopSignal } from './signals.ts';

/** What a script may rely on. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  budget: 3,
  repository: 4,
  incomplete: 5,
  invariant: 6,
  stopped: 75,
  interrupted: 130,
  terminated: 143,
} as const;

const codeOfFailure: ReadonlyMap<string, number> = new Map([
  ['USAGE', exitCode.usage],
  ['BUDGET', exitCode.budget],
  ['NOT_FOUND', exitCode.repository],
  ['CORRUPT', exitCode.repository],
  ['INCOMPLETE', exitCode.incomplete],
  ['INVARIANT', exitCode.invariant],
  ['IO', exitCode.failed],
  ['STATE', exitCode.failed],
  ['STOPPED', exitCode.stopped],
]);

/**
 * The exit code of a failure. It goes by the failure's `code`, not by its class: the engine and the
 * planner have one each, and loading them only to distinguish them would slow every start.
 *
 * @param signal what stopped the run, if something did
 */
export function exitCodeOf(error: unknown, signal: StopSignal | undefined): number {
  const code = failureCode(error);
  if (code === 'ABORTED') return exitCodeOfSignal(signal ?? 'SIGINT');
  return codeOfFailure.get(code ?? '') ?? exitCode.failed;
}

export function exitCodeOfSignal(signal: StopSignal): number {
  return signal === 'SIGINT' ? exitCode.interrupted : exitCode.terminated;
}

/** Whether it is one of the failures that the world may cause; any other is a bug of ours. */
export function isKnownFailure(error: unknown): boolean {
  const code = failureCode(error);
  return code === 'ABORTED' || codeOfFailure.has(code ?? '');
}

function failureCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
