const sniffBytesMax = 8000;
const nativeIndexOf = Buffer.prototype.indexOf;

/** Whether `bytes[0, length)` is binary by git's rule: a NUL lies in the first 8,000 bytes. */
export function isBinary(bytes: Uint8Array, length: number): boolean {
  const head = bytes.subarray(0, Math.min(length, sniffBytesMax));
  return nativeIndexOf.call(head, 0) !== -1;
}
