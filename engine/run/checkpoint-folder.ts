import { createHash } from 'node:crypto';
import { readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError } from '../base/index.ts';

/** Generations of the manifests in a folder of checkpoints, newest first. */
export function generationsIn(path: string): number[] {
  return namesIn(path)
    .map((name) => Number(/^manifest-(\d+)$/.exec(name)?.[1] ?? Number.NaN))
    .filter((generation) => Number.isSafeInteger(generation))
    .sort((a, b) => b - a);
}

export function manifestPath(folder: string, generation: number): string {
  return join(folder, `manifest-${generation}`);
}

/** Names in a directory in their order; none where it does not exist. */
export function namesIn(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Returns whether it was empty and is gone. */
export function removeWhenEmpty(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error))) return false;
    throw error;
  }
}

/** A folder's name for a key of any length. */
export function folderName(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

/** The system's code of an error, such as `ENOENT`, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Runs calls of the system; a refusal becomes an IO error. */
export function attempt<T>(doing: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof CodefangError) throw cause;
    const state = cause instanceof Error ? cause.message : String(cause);
    throw new CodefangError('IO', `Cannot ${doing} "${path}": ${state}`, { cause });
  }
}
