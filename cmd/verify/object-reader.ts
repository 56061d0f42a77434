import * as fs from 'node:fs';
import { MiB, type RepositoryLocation } from '../../engine/index.ts';
import type { GitProgram } from './git-program.ts';

/** Somebody else who reads files of a commit. */
export interface ObjectReader {
  /** What it is called in the output. */
  readonly name: string;
  readonly hash: 'sha1' | 'sha256';
  read(path: string): Promise<{ readonly oid: string; readonly bytes: Uint8Array }>;
}

/** isomorphic-git holds packs whole, and works on copies. */
const packBytesMax: number = 64 * MiB;
const copiesOfPacks = 3;

/**
 * isomorphic-git where it is installed and the repository is of a kind and a size that it reads, else git; undefined
 * where neither can.
 *
 * @param packBytes bytes of all packs
 * @param freeBytes what the memory budget leaves
 */
export async function objectReaderOf(
  location: RepositoryLocation,
  packBytes: number,
  freeBytes: number,
  head: string,
  git: GitProgram | undefined,
): Promise<ObjectReader | undefined> {
  const isPlain = location.objectFormat === 'sha1' && location.objectDirs.length === 1 && !location.isPartial;
  const isSmall = packBytes <= Math.min(packBytesMax, freeBytes / copiesOfPacks);
  const library = isPlain && isSmall ? await loadIsomorphic() : undefined;
  if (library !== undefined) return isomorphicReader(library, location.commonDir, head);
  return git === undefined ? undefined : gitReader(git, location.objectFormat, head);
}

type Isomorphic = typeof import('isomorphic-git').default;

/** It is optional: an installation may leave it out. */
async function loadIsomorphic(): Promise<Isomorphic | undefined> {
  try {
    return (await import('isomorphic-git')).default;
  } catch {
    return undefined;
  }
}

function isomorphicReader(library: Isomorphic, gitdir: string, head: string): ObjectReader {
  // Kept by the library between reads: the packs and what it knows of them.
  const cache = {};
  return {
    name: 'isomorphic-git',
    hash: 'sha1',
    async read(path) {
      const { oid, blob } = await library.readBlob({ fs, gitdir, oid: head, filepath: path, cache });
      return { oid, bytes: blob };
    },
  };
}

function gitReader(git: GitProgram, hash: 'sha1' | 'sha256', head: string): ObjectReader {
  return {
    name: 'git cat-file',
    hash,
    async read(path) {
      const oid = (await git.run(['rev-parse', `${head}:${path}`])).toString('utf8').trim();
      return { oid, bytes: await git.run(['cat-file', 'blob', oid]) };
    },
  };
}
