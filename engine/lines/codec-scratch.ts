/**
 * Memory for what is on its way between memory and disk, used over and over: parts come and go by the thousand, and
 * buffers that are let go of each time would be garbage that nobody counts. OWNS at most 256 KiB and 256 KiB; larger
 * parts get memory that is not kept.
 */
const keptBytesMax = 256 * 1024;
const keptIntsMax = keptBytesMax / 4;

let bytes = new Uint8Array(0);
let ints = new Int32Array(0);

/** At least so many bytes, valid until the next call. */
export function scratchBytes(count: number): Uint8Array {
  if (count > keptBytesMax) return new Uint8Array(count);
  if (bytes.length < count) bytes = new Uint8Array(Math.min(keptBytesMax, count * 2));
  return bytes;
}

/** At least so many integers, valid until the next call. */
export function scratchInts(count: number): Int32Array {
  if (count > keptIntsMax) return new Int32Array(count);
  if (ints.length < count) ints = new Int32Array(Math.min(keptIntsMax, count * 2));
  return ints;
}
