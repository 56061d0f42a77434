import { linkSync } from 'node:fs';
import { errorCode } from '../base/index.ts';

/** What is said across file systems, and by those without hard links. */
const refusals: ReadonlySet<string> = new Set([
  'EACCES',
  'EMLINK',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EPERM',
  'EXDEV',
]);

/** Gives a file a second name. Returns false where the file system cannot do that. */
export function tryLink(path: string, secondPath: string): boolean {
  try {
    linkSync(path, secondPath);
    return true;
  } catch (error) {
    if (refusals.has(errorCode(error))) return false;
    throw error;
  }
}
