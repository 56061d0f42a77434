import { realpathSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { findWorkTree, isGitDirectory } from './work-tree.ts';

export interface FolderView {
  /** Root of the work tree. */
  readonly root: string;
  /** The folder from the root on, with "/" between its parts. */
  readonly folder: string;
  /** The pattern that means all files below it. */
  readonly pattern: string;
}

/** What the path of a repository asks for when it names a folder in a work tree; undefined for the root of one. */
export function folderView(repositoryPath: string): FolderView | undefined {
  const path = realDirectory(resolve(repositoryPath));
  const root = path === undefined ? undefined : findWorkTree(path);
  if (path === undefined || root === undefined || root === path || isGitDirectory(path)) return undefined;
  const folder = relative(root, path);
  // Within `.git`, and where a link leads out, there are no files of the tree.
  if (folder.startsWith('..') || folder === '.git' || folder.startsWith('.git/')) return undefined;
  return { root, folder, pattern: patternOf(folder) };
}

/** As it would be written after --path: letters that mean something in a pattern mean themselves. */
function patternOf(folder: string): string {
  const escaped = folder.replaceAll(/[*?[\]\\]/g, '\\$&');
  return /^(?:!|:\()/.test(escaped) ? `/${escaped}` : escaped;
}

function realDirectory(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}
