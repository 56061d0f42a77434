import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { CodefangError } from '../../engine/index.ts';
import { beginningOf } from '../beginning-of.ts';
import { findWorkTree } from '../config/work-tree.ts';
import { cloneCommand, isRange, isRemote } from '../likely-meaning.ts';
import { quoted } from '../quoted.ts';

/**
 * Refuses what is often given in the place of a repository, with the command that was meant.
 *
 * @param said as on the command line
 * @param path the same from the root of the file system
 * @throws {CodefangError} USAGE for a URL and for a range of commits, NOT_FOUND for a file and for nothing
 */
export function checkRepository(said: string, path: string, command: string): void {
  const found = statOf(path);
  if (found === 'refused') return;
  if (found !== undefined) {
    if (found.isFile() && !pointsToRepository(path)) throw fileRefusal(said, path, command);
    return;
  }
  if (isRemote(said)) {
    const state = `it is the address of a repository elsewhere, expected one on this machine: ${cloneCommand(said)}`;
    throw new CodefangError('USAGE', `Cannot open "${said}": ${state}`);
  }
  if (isRange(said)) {
    const state = `it is a range of commits, expected a repository: codefang ${command} --rev ${quoted(said)} .`;
    throw new CodefangError('USAGE', `Cannot open "${said}": ${state}`);
  }
  const revision = `for a branch or a commit: codefang ${command} --rev ${quoted(said)} .`;
  const hint = said.startsWith('/') || said.startsWith('.') ? '' : `; ${revision}`;
  const state = `there is no such file or directory, expected a work tree or a bare repository${hint}`;
  throw new CodefangError('NOT_FOUND', `Cannot open repository "${said}": ${state}`);
}

function fileRefusal(said: string, path: string, command: string): CodefangError {
  const root = findWorkTree(path);
  const inside = root === undefined ? undefined : relative(root, path);
  const ways =
    root === undefined || inside === undefined
      ? ''
      : `; for this file alone: codefang ${command} --path ${quoted(inside)} ${quoted(root)}`;
  const state = `it is a file, expected a work tree, a directory in it, or a bare repository${ways}`;
  return new CodefangError('NOT_FOUND', `Cannot open repository "${said}": ${state}`);
}

function statOf(path: string): ReturnType<typeof statSync> | 'refused' {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A folder of a path that is a file, is not there either.
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? undefined : 'refused';
  }
}

const pointer = 'gitdir: ';

/** A `.git` file of a linked work tree or a submodule. */
function pointsToRepository(path: string): boolean {
  return beginningOf(path, pointer.length) === pointer;
}
