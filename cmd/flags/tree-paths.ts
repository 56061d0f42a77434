import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CodefangError } from '../../engine/index.ts';
import { findWorkTree } from '../config/work-tree.ts';

export interface TreePaths {
  /** The repository, from the working directory. */
  readonly repository: string;
  /** Named from the root of its tree. */
  readonly paths: readonly string[];
}

/**
 * Files as somebody names them who stands in a folder of a work tree: from that folder, as git reads them. In a bare
 * repository they are named from the root of the tree.
 *
 * @throws {CodefangError} USAGE for a file outside of the work tree
 */
export function treePaths(said: readonly string[], workingDirectory: string): TreePaths {
  const root = findWorkTree(workingDirectory);
  if (root === undefined) return { repository: '.', paths: said };
  const paths = said.map((path) => {
    const fromRoot = relative(root, resolve(workingDirectory, path));
    if (fromRoot !== '..' && !fromRoot.startsWith(join('..', sep)) && !isAbsolute(fromRoot)) {
      return fromRoot.split(sep).join('/');
    }
    const state = `it lies outside of the work tree ${root}, expected a file in it`;
    throw new CodefangError('USAGE', `Cannot use path "${path}": ${state}`);
  });
  return { repository: relative(workingDirectory, root) || '.', paths };
}
