import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, MiB } from '../base/index.ts';
import type { RepositoryLocation } from './repository.ts';

const graftBytesMax = 4 * MiB;

/** Commits that are read with other parents than they name (gitrepository-layout, `info/grafts`). */
export interface Grafts {
  /** Hex ids of the parents by that of the commit. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** SHA-256 over ids and parents in the order of ids, in hex. */
  readonly digest: string;
}

/**
 * Reads `info/grafts` of a repository: lines "commit parent parent…", with "#" before what is a
 * remark. Of two lines on a commit the first counts. Undefined where nothing is grafted.
 * BOUNDED BY: 4 MiB of file.
 * @throws {CodefangError} CORRUPT
 */
export function readGrafts({ commonDir, oidBytes }: RepositoryLocation): Grafts | undefined {
  const path = join(commonDir, 'info', 'grafts');
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isFile() || found.size > graftBytesMax) {
    throw new CodefangError('CORRUPT', `Cannot read "${path}": expected a file of at most 4 MiB`);
  }
  const parents = new Map<string, readonly string[]>();
  for (const [at, text] of readFileSync(path, 'latin1').split('\n').entries()) {
    const line = text.replace(/[ \t\r]+$/, '');
    if (line === '' || line.startsWith('#')) continue;
    const [commit, ...others] = line.toLowerCase().split(/[ \t\r]/);
    if (![commit!, ...others].every((hex) => isHexId(hex, oidBytes))) {
      const state = `line ${at + 1} is not "commit parent parent…" in full ids`;
      throw new CodefangError('CORRUPT', `Cannot read "${path}": ${state}`);
    }
    if (!parents.has(commit!)) parents.set(commit!, others);
  }
  return parents.size === 0 ? undefined : { parents, digest: digestOf(parents) };
}

function isHexId(hex: string, oidBytes: number): boolean {
  return hex.length === oidBytes * 2 && /^[0-9a-f]+$/.test(hex);
}

function digestOf(parents: Grafts['parents']): string {
  const hash = createHash('sha256');
  for (const commit of [...parents.keys()].sort()) {
    hash.update(`${[commit, ...parents.get(commit)!].join(' ')}\n`);
  }
  return hash.digest('hex');
}
