import { commonSuffixLength } from './common-run.ts';

const lineFeed = 0x0a;
const blockBytes = 1024;
const nativeIndexOf = Buffer.prototype.indexOf;

/**
 * How many bytes git cuts off the end of both texts before it compares them without context, as
 * blame and `git diff -U0` do: the whole blocks of 1,024 bytes that both end with, from the first
 * line that starts in them. The texts end there for all that follows.
 *
 * `prefix` and `sameBytes` are the bytes known to agree at the start and, beyond the prefix, at the
 * end.
 */
export function tailTrimBytes(
  old: Uint8Array,
  oldLength: number,
  newer: Uint8Array,
  newLength: number,
  prefix: number,
  sameBytes: number,
): number {
  const shorter = Math.min(oldLength, newLength);
  let same = sameBytes;
  if (same === shorter - prefix) {
    same += commonSuffixLength(old, oldLength - same, newer, newLength - same, prefix);
  }
  const blocksStart = oldLength - (same - (same % blockBytes));
  if (blocksStart === oldLength) return 0;
  const lineEnd = nativeIndexOf.call(old, lineFeed, blocksStart);
  return lineEnd < 0 || lineEnd >= oldLength ? 0 : oldLength - lineEnd - 1;
}
