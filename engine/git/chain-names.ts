import { readFileSync, statSync } from 'node:fs';
import { errorCode } from '../base/index.ts';
import { isFullHex } from './oid.ts';

const chainBytesMax = 64 * 1024;

/**
 * The hashes that a chain file names, a line each, the base first: of commit-graphs and of
 * multi-pack-indexes. None where it is absent, is no chain, or larger than 64 KiB.
 */
export function readChainNames(path: string, oidBytes: number): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || found.size > chainBytesMax) return [];
  const names = readText(path)
    .split('\n')
    .filter((line) => line !== '');
  return names.every((name) => isFullHex(name) && name.length === oidBytes * 2) ? names : [];
}

/** Git may take it away at any time. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return '';
    throw cause;
  }
}
