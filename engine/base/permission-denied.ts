import { errorCode } from './error-code.ts';

/** Causes may form a ring. */
const causeDepthMax = 16;

/** Whether the system refused a call because the process may not make it; the cause of an error counts as well. */
export function isPermissionDenied(error: unknown): boolean {
  let at = error;
  for (let depth = 0; at instanceof Error && depth < causeDepthMax; depth += 1) {
    if (['EACCES', 'EPERM'].includes(errorCode(at))) return true;
    at = at.cause;
  }
  return false;
}
