import { CodefangError } from '../base/index.ts';

/** The end of something that was asked to stop: by a signal, which aborts, or by a limit, which is on purpose. */
export function stoppedBy(reason: string, what: string): CodefangError {
  const code = reason.startsWith('SIG') ? 'ABORTED' : 'STOPPED';
  return new CodefangError(code, `Cannot finish ${what}: stopped by ${reason}`);
}
