import { createHash } from 'node:crypto';
import { CodefangError, formatBytes } from '../base/index.ts';
import { compareOid, hexToOid, isFullHex, oidToHex } from './oid.ts';
import { visitRefs } from './refs.ts';
import type { ReplacedObjects } from './replaced-objects.ts';
import type { RepositoryLocation } from './repository.ts';

const prefix = 'refs/replace/';
const pairCountMin = 64;

/**
 * Reads `refs/replace/<id>` of a repository; undefined where there are none. Names that are no id
 * are passed over, as git does with a warning.
 * @throws {CodefangError} BUDGET when the pairs need more than `bytesMax`, CORRUPT
 */
export function readReplacedObjects(location: RepositoryLocation, bytesMax: number): ReplacedObjects | undefined {
  const { oidBytes } = location;
  const pairBytes = oidBytes * 2;
  let found = new Uint8Array(0);
  let count = 0;
  visitRefs(location, prefix, (name, hex) => {
    const original = name.slice(prefix.length);
    if (!isFullHex(original) || original.length !== oidBytes * 2) return;
    if ((count + 1) * pairBytes > bytesMax) throw tooMany(bytesMax);
    if ((count + 1) * pairBytes > found.length) {
      const bigger = new Uint8Array(Math.max(pairCountMin * pairBytes, found.length * 2));
      bigger.set(found);
      found = bigger;
    }
    found.set(hexToOid(original), count * pairBytes);
    found.set(hexToOid(hex), count * pairBytes + oidBytes);
    count += 1;
  });
  if (count === 0) return undefined;
  const pairs = sorted(found, count, oidBytes);
  return { count, pairs, digest: createHash('sha256').update(pairs).digest('hex') };
}

/** The pairs in ascending order, in shared memory. Packed refs are in order already. */
function sorted(found: Uint8Array, count: number, oidBytes: number): Uint8Array {
  const pairBytes = oidBytes * 2;
  const compare = (a: number, b: number): number => compareOid(found, a * pairBytes, found, b * pairBytes, oidBytes);
  const order = Uint32Array.from({ length: count }, (_, nth) => nth);
  if (!order.every((nth) => nth === 0 || compare(nth - 1, nth) < 0)) order.sort(compare);
  const pairs = new Uint8Array(new SharedArrayBuffer(count * pairBytes));
  for (let nth = 0; nth < count; nth += 1) {
    const from = order[nth]! * pairBytes;
    pairs.set(found.subarray(from, from + pairBytes), nth * pairBytes);
    if (nth === 0 || compare(order[nth - 1]!, order[nth]!) !== 0) continue;
    const hex = oidToHex(found, from, oidBytes);
    throw new CodefangError('CORRUPT', `Cannot read refs below ${prefix}: two name object ${hex}`);
  }
  return pairs;
}

function tooMany(bytesMax: number): CodefangError {
  const state = `they need more than ${formatBytes(bytesMax)}`;
  return new CodefangError(
    'BUDGET',
    `Cannot read refs below ${prefix}: ${state}, give a larger --memory-budget or --no-replace-objects`,
  );
}
