/**
 * The codes of failures. A code exists because a caller treats it differently:
 *
 *   USAGE       the request is wrong                        exit 2
 *   BUDGET      the memory budget cannot hold the run       exit 3
 *   NOT_FOUND   the repository, revision or file is absent  exit 4
 *   CORRUPT     bytes that cannot be what they claim to be  exit 4
 *   INCOMPLETE  history has gaps that were not allowed      exit 5
 *   INVARIANT   a self-check of the result failed           exit 6
 *   IO          the operating system refused                exit 1
 *   STATE       a checkpoint or spill file cannot be used   exit 1
 *   STOPPED     stopped by a limit, with a checkpoint       exit 75
 *   ABORTED     stopped by a signal                         exit 130 or 143
 */
export type FailureCode =
  | 'USAGE'
  | 'BUDGET'
  | 'NOT_FOUND'
  | 'CORRUPT'
  | 'INCOMPLETE'
  | 'INVARIANT'
  | 'IO'
  | 'STATE'
  | 'STOPPED'
  | 'ABORTED';

/** A failure that the world caused; its message reads "Cannot <do> <what>: <state>, <what is allowed>". */
export class CodefangError extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodefangError';
    this.code = code;
  }
}

/** The messages from an error down to its first cause. Bounded by 16 links, since causes may form a ring. */
export function* messageChain(error: unknown): Generator<string> {
  let at: unknown = error;
  for (let depth = 0; at instanceof Error && depth < 16; depth += 1) {
    yield at.message;
    at = at.cause;
  }
}
