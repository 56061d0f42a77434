import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The root of the work tree that a directory lies in; undefined when there is none, as in a bare repository. Like the
 * search for the repository itself, it stops at the border of the file system.
 */
export function findWorkTree(start: string): string | undefined {
  const device = statOf(start)?.dev;
  if (device === undefined) return undefined;
  for (let at = start; ; at = dirname(at)) {
    if (statOf(at)?.dev !== device) return undefined;
    if (existsSync(join(at, '.git'))) return at;
    if (isGitDirectory(at) || dirname(at) === at) return undefined;
  }
}

/** Whether a directory looks like a bare repository or a `.git`. */
export function isGitDirectory(path: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(path, name)));
}

/** What cannot be reached is refused where the repository is opened, with the reason. */
function statOf(path: string): { readonly dev: number } | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
