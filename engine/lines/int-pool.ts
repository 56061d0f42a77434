import { GrowableArray } from '../base/index.ts';

const intBytes = 4;
/** Small sizes are rounded up to one of so many steps a doubling: an eighth is lost on average. */
const stepsPerDoubling = 4;
const intsMin = 64;
/** From here on an array is memory that is mapped by itself, in whole pages. */
const mappedInts = (16 * 1024) / intBytes;
const pageInts = 4096 / intBytes;
/** What lies ready to be used again: a mebibyte. */
const freeIntsMax = (1024 * 1024) / intBytes;

let freeInts = 0;
const free = new Map<number, Int32Array[]>();

/**
 * Arrays of integers that are used over and over.
 *
 * WHY: parts of line histories come and go by the thousand, in all sizes. The allocator of the C library cannot give back
 * what lies between blocks that live, so that after some ten thousand commits 30 MiB were resident that nobody had. So
 * small arrays stay here, and large ones are no business of the allocator.
 * BOUNDED BY: 1 MiB that lies ready; the rest is let go of.
 */
export const intPool = {
  /** An array of at least so many integers; what is in it is left over. */
  take(count: number): Int32Array {
    const length = sizeFor(count);
    const found = free.get(length)?.pop();
    if (found !== undefined) {
      freeInts -= length;
      return found;
    }
    return length < mappedInts ? new Int32Array(length) : new GrowableArray(Int32Array, length).grow(length);
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
  if (count >= mappedInts) return Math.ceil(count / pageInts) * pageInts;
  let size = intsMin;
  while (size * 2 <= count) size *= 2;
  const step = size / stepsPerDoubling;
  return size >= count ? size : size + Math.ceil((count - size) / step) * step;
}
