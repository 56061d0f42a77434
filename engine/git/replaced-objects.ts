import { CodefangError } from '../base/index.ts';
import { compareOid, oidToHex } from './oid.ts';

/** How often one replacement may be replaced again; git gives up at the same depth. */
const depthMax = 5;

/** Objects that are read as others (git-replace); plain data, handed to threads as it is. */
export interface ReplacedObjects {
  readonly count: number;
  /**
   * Pairs of raw ids, an object's and that of what is read in its place, ascending. A view of a
   * SharedArrayBuffer.
   */
  readonly pairs: Uint8Array;
  /** SHA-256 over the pairs, in hex. */
  readonly digest: string;
}

/**
 * The place in `pairs` of the id of what is read in the place of an object; -1 where it is read
 * itself.
 * @throws {CodefangError} CORRUPT where a replacement is replaced over and over
 */
export function findReplacement(replaced: ReplacedObjects, oid: Uint8Array, at: number, oidBytes: number): number {
  let last = findPair(replaced, oid, at, oidBytes);
  if (last < 0) return -1;
  for (let depth = 1; depth < depthMax; depth += 1) {
    const place = last * 2 * oidBytes + oidBytes;
    last = findPair(replaced, replaced.pairs, place, oidBytes);
    if (last < 0) return place;
  }
  const hex = oidToHex(oid, at, oidBytes);
  const state = `its replacement is replaced ${depthMax} times or more`;
  throw new CodefangError('CORRUPT', `Cannot read object ${hex}: ${state}, see "git replace -d"`);
}

/** The number of an object's pair, or -1. */
function findPair({ count, pairs }: ReplacedObjects, oid: Uint8Array, at: number, oidBytes: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareOid(pairs, middle * 2 * oidBytes, oid, at, oidBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}
