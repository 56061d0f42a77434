import { isKnownFailure } from './exit-code.ts';

/** Causes may form a ring. */
const causeDepthMax = 16;

/**
 * The lines that report a failure on stderr: a chain of sentences for known ones, the stack for a bug.
 *
 *   codefang: Cannot use --limit
 *     because: Cannot read count "x": expected a whole number from 1
 */
export function failureLines(error: unknown, version: string): readonly string[] {
  if (isKnownFailure(error)) return chainLines(error);
  return isOfSystem(error) ? systemLines(error) : bugLines(error, version);
}

/** What a system refuses for reasons of its own; other codes mean that it was asked for something wrong. */
const codesOfSystem = ['EACCES', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM', 'ENOSPC', 'EPERM', 'EROFS', 'ESTALE'];

function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error && 'syscall' in error && codesOfSystem.includes(String((error as { code?: unknown }).code))
  );
}

function systemLines({ message }: Error): readonly string[] {
  return ['codefang: Cannot continue: the operating system refused a call', `  because: ${visible(message)}`];
}

function chainLines(error: unknown): readonly string[] {
  const lines: string[] = [];
  let at = error;
  for (let depth = 0; at instanceof Error && depth < causeDepthMax; depth += 1) {
    lines.push(`${depth === 0 ? 'codefang: ' : '  because: '}${visible(at.message)}`);
    at = at.cause;
  }
  return lines;
}

function bugLines(error: unknown, version: string): readonly string[] {
  const lines = ['codefang: Cannot continue: this is a bug in codefang'];
  let at = error;
  for (let depth = 0; at instanceof Error && depth < causeDepthMax; depth += 1) {
    lines.push(`  because: ${visible(at.message)}`, ...framesOf(at));
    at = at.cause;
  }
  if (lines.length === 1) lines.push(`  because: ${visible(String(error))} was thrown`);
  const versions = `codefang ${version}, node ${process.version}`;
  lines.push(`Please report it with the lines above (${versions})`);
  return lines;
}

function framesOf(error: Error): readonly string[] {
  const stack = error.stack ?? '';
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}

/** Names out of a repository may hold anything, also what would drive a terminal. */
function visible(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (letter) => {
    return letter === '\n' ? '\n    ' : `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
