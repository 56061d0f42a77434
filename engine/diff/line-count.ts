const lineFeed = 0x0a;
const lineFeeds = 0x0a0a0a0a;

/**
 * The number of lines in `bytes[0, length)`: line feeds, plus one if bytes follow the last of them.
 *
 * @example lineCountOf(Buffer.from('a\nb'), 3) === 2
 */
export function lineCountOf(bytes: Uint8Array, length: number): number {
  return lineCountBetween(bytes, 0, length);
}

/** The number of lines in `bytes[start, end)`, of which the last may be open. */
export function lineCountBetween(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 0;
  return countLines(bytes, start, end) + (bytes[end - 1] === lineFeed ? 0 : 1);
}

/**
 * The number of line feeds in `bytes[start, end)`.
 *
 * Four bytes at a time: XOR makes a line feed zero, the carry trick leaves a high bit where a byte
 * is not zero, and the four counters share one word that is emptied every 255 words, before a
 * counter overflows.
 */
export function countLines(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 64) return countBytewise(bytes, start, end);
  const misaligned = (bytes.byteOffset + start) & 3;
  const wordStart = misaligned === 0 ? start : start + 4 - misaligned;
  const wordCount = (end - wordStart) >>> 2;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + wordStart, wordCount);
  return (
    countBytewise(bytes, start, wordStart) + countWordwise(words) + countBytewise(bytes, wordStart + wordCount * 4, end)
  );
}

function countWordwise(words: Int32Array): number {
  let count = 0;
  let at = 0;
  while (at < words.length) {
    const batchEnd = Math.min(words.length, at + 255);
    let lanes = 0;
    for (; at < batchEnd; at += 1) {
      const x = words[at]! ^ lineFeeds;
      const high = ((x & 0x7f7f7f7f) + 0x7f7f7f7f) | x;
      lanes = (lanes + ((~high >>> 7) & 0x01010101)) | 0;
    }
    const pairs = (lanes & 0x00ff00ff) + ((lanes >>> 8) & 0x00ff00ff);
    count += (pairs & 0xffff) + (pairs >>> 16);
  }
  return count;
}

function countBytewise(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (bytes[at] === lineFeed) count += 1;
  return count;
}
