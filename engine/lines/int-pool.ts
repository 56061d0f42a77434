/** Sizes are rounded up to one of so many steps a doubling: an eighth is lost on average. */
const stepsPerDoubling = 4;
const intsMin = 64;
/** What lies ready to be used again, in integers: a mebibyte. */
const freeIntsMax = 256 * 1024;

let freeInts = 0;
const free = new Map<number, Int32Array[]>();

/**
 * Arrays of integers that are used over and over.
 *
 * WHY: parts of line histories come and go by the thousand, in all sizes. As garbage they would have to be collected,
 * and the allocator of the C library keeps what lies between blocks that live.
 * BOUNDED BY: 1 MiB that lies ready; the rest is let go of.
 */
export const intPool = {
  /** An array of at least so many integers; what is in it is left over. */
  take(count: number): Int32Array {
    const length = sizeFor(count);
    const found = free.get(length)?.pop();
    if (found === undefined) return new Int32Array(length);
    freeInts -= length;
    return found;
  },

  /** Gives an array back. REQUIRES: it came from `take`, and nobody reads it any more. */
  give(ints: Int32Array): void {
    const { length } = ints;
    if (freeInts + length > freeIntsMax || length < intsMin) return;
    freeInts += length;
    const others = free.get(length);
    if (others === undefined) free.set(length, [ints]);
    else others.push(ints);
  },
};

function sizeFor(count: number): number {
  let size = intsMin;
  while (size * 2 <= count) size *= 2;
  const step = size / stepsPerDoubling;
  return size >= count ? size : size + Math.ceil((count - size) / step) * step;
}
