import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const configName = '.codefang.yaml';

/**
 * The `.codefang.yaml` at the root of the work tree that a path lies in; undefined when there is
 * none. A bare repository has no work tree. Like the search for the repository itself, it stops at
 * the border of the file system.
 */
export function findRepositoryConfig(repositoryPath: string): string | undefined {
  const root = findWorkTree(resolve(repositoryPath));
  if (root === undefined) return undefined;
  const path = join(root, configName);
  return existsSync(path) ? path : undefined;
}

function findWorkTree(start: string): string | undefined {
  const device = statSync(start, { throwIfNoEntry: false })?.dev;
  if (device === undefined) return undefined;
  for (let at = start; ; at = dirname(at)) {
    if (statSync(at, { throwIfNoEntry: false })?.dev !== device) return undefined;
    if (existsSync(join(at, '.git'))) return at;
    if (isGitDirectory(at) || dirname(at) === at) return undefined;
  }
}

function isGitDirectory(path: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(path, name)));
}
