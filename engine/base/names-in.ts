import { readdirSync } from 'node:fs';
import { errorCode } from './error-code.ts';

/** Names in a directory in their order; none where there is no such directory. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return [];
    throw error;
  }
}
