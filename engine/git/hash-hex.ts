import * as crypto from 'node:crypto';

/**
 * The hash of some bytes in lower-case hex.
 *
 * WHY in one call: a Hash object is native memory that the collector sees late. A survey of 80,000
 * commits grew the process by 40 MB, and each hash took 1.7 µs instead of 0.6.
 */
export const hashHex: (algorithm: 'sha1' | 'sha256', bytes: Uint8Array) => string =
  typeof crypto.hash === 'function' ? crypto.hash : hashInSteps;

/** For Node before 20.12. */
function hashInSteps(algorithm: 'sha1' | 'sha256', bytes: Uint8Array): string {
  return crypto.createHash(algorithm).update(bytes).digest('hex');
}
