import { CodefangError } from '../base/index.ts';

/** Reasons to stop that come by an `AbortSignal`. */
export const abortReason = 'its AbortSignal';
export const timeoutReason = 'the timeout of its AbortSignal';

/** The end of something that was asked to stop: by a signal, which aborts, or by a limit, which is on purpose. */
export function stoppedBy(reason: string, what: string): CodefangError {
  const code = reason.startsWith('SIG') || reason === abortReason ? 'ABORTED' : 'STOPPED';
  return new CodefangError(code, `Cannot finish ${what}: stopped by ${reason}`);
}
