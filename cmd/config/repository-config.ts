import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodefangError } from '../../engine/index.ts';
import { findWorkTree } from './work-tree.ts';

const names = ['.codefang.yaml', '.codefang.yml'];

/**
 * The `.codefang.yaml` or `.codefang.yml` at the root of the work tree that a path lies in; undefined when there is
 * none. A bare repository has no work tree.
 *
 * @throws {CodefangError} USAGE when both are there: one of them would be ignored
 */
export function findRepositoryConfig(repositoryPath: string): string | undefined {
  const root = findWorkTree(resolve(repositoryPath));
  if (root === undefined) return undefined;
  const found = names.map((name) => join(root, name)).filter((path) => existsSync(path));
  if (found.length < 2) return found[0];
  const state = `both are in ${root}, expected one of them, or --config FILE`;
  throw new CodefangError('USAGE', `Cannot choose between ${names.join(' and ')}: ${state}`);
}
