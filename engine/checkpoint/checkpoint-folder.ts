import { createHash } from 'node:crypto';
import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, namesIn } from '../base/index.ts';

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

/** Returns whether it was empty and is gone. */
export function removeWhenEmpty(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error))) return false;
    throw error;
  }
}

/** A folder's name for a key of any length. */
export function folderName(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
