/** Failures of a device that a reader can do something about, by their code. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device, free some or write elsewhere',
  EDQUOT: 'the disk quota is used up, free some space or write elsewhere',
  EIO: 'the device reported an error, check the disk or the terminal',
};

/** Its `code` makes it a failure of the world. WHY not a CodefangError: loading the engine would slow every start. */
class StandardOutputError extends Error {
  readonly code = 'IO';
}

/**
 * Writes to the standard output. A reader may go away at any time, as `head` does: that is no failure. A file or a
 * device fails at once, a pipe or a terminal later, as an event.
 *
 * @throws {StandardOutputError}
 */
export function writeStandardOutput(text: string): void {
  const { stdout } = process;
  if (stdout.listenerCount('error') === 0) stdout.on('error', allowClosedPipe);
  try {
    stdout.write(text);
  } catch (cause) {
    allowClosedPipe(cause as Error);
  }
}

function allowClosedPipe(cause: Error & { readonly code?: string }): void {
  if (cause.code === 'EPIPE') return;
  const reason = reasons[cause.code ?? ''] ?? `${cause.message}, expected the system to allow it`;
  throw new StandardOutputError(`Cannot write standard output: ${reason}`, { cause });
}
