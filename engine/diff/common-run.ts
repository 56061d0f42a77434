/**
 * How far two byte ranges agree, from the front and from the back.
 *
 * The first bytes are compared one by one, since most calls end there; what is left goes through
 * the native comparison in blocks that double, and the block that differs is bisected. Cost about
 * 100 ns a native call, so a range of 64 KiB takes microseconds. No allocation.
 */
const nativeCompare = Buffer.prototype.compare;

const bytewiseCount = 32;
const firstBlockBytes = 512;
const blockBytesMax = 64 * 1024;

/**
 * The length of the longest common prefix of `a[aStart, …)` and `b[bStart, …)`, at most `countMax`.
 */
export function commonPrefixLength(
  a: Uint8Array,
  aStart: number,
  b: Uint8Array,
  bStart: number,
  countMax: number,
): number {
  const bytewiseEnd = countMax < bytewiseCount ? countMax : bytewiseCount;
  let same = 0;
  while (same < bytewiseEnd && a[aStart + same] === b[bStart + same]) same += 1;
  if (same < bytewiseEnd || same === countMax) return same;
  let block = firstBlockBytes;
  for (;;) {
    const size = Math.min(block, countMax - same);
    if (size === 0) return same;
    if (!equalRange(a, aStart + same, b, bStart + same, size)) {
      return same + bisectPrefix(a, aStart + same, b, bStart + same, size);
    }
    same += size;
    if (block < blockBytesMax) block *= 2;
  }
}

/** The length of the longest common suffix of `a[…, aEnd)` and `b[…, bEnd)`, at most `countMax`. */
export function commonSuffixLength(a: Uint8Array, aEnd: number, b: Uint8Array, bEnd: number, countMax: number): number {
  const bytewiseEnd = countMax < bytewiseCount ? countMax : bytewiseCount;
  let same = 0;
  while (same < bytewiseEnd && a[aEnd - 1 - same] === b[bEnd - 1 - same]) same += 1;
  if (same < bytewiseEnd || same === countMax) return same;
  let block = firstBlockBytes;
  for (;;) {
    const size = Math.min(block, countMax - same);
    if (size === 0) return same;
    if (!equalRange(a, aEnd - same - size, b, bEnd - same - size, size)) {
      return same + bisectSuffix(a, aEnd - same, b, bEnd - same, size);
    }
    same += size;
    if (block < blockBytesMax) block *= 2;
  }
}

/** Whether `size` bytes agree. */
export function equalRange(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, size: number): boolean {
  return nativeCompare.call(a, b, bStart, bStart + size, aStart, aStart + size) === 0;
}

// REQUIRES of both: the ranges differ somewhere within `size`.
function bisectPrefix(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, size: number): number {
  let same = 0;
  let left = size;
  while (left > 128) {
    const half = left >>> 1;
    if (equalRange(a, aStart + same, b, bStart + same, half)) {
      same += half;
      left -= half;
    } else {
      left = half;
    }
  }
  while (a[aStart + same] === b[bStart + same]) same += 1;
  return same;
}

function bisectSuffix(a: Uint8Array, aEnd: number, b: Uint8Array, bEnd: number, size: number): number {
  let same = 0;
  let left = size;
  while (left > 128) {
    const half = left >>> 1;
    if (equalRange(a, aEnd - same - half, b, bEnd - same - half, half)) {
      same += half;
      left -= half;
    } else {
      left = half;
    }
  }
  while (a[aEnd - 1 - same] === b[bEnd - 1 - same]) same += 1;
  return same;
}
