const lineFeed = 0x0a;

/**
 * The size of the line above `text[start, end)` when it equals the last line in there, else 0: the
 * stretch can move up by so many bytes and hold the same lines. REQUIRES: both are line starts, the
 * stretch is not empty.
 */
export function sameLineAbove(text: Uint8Array, start: number, end: number): number {
  if (start === 0 || text[end - 1] !== lineFeed) return 0;
  for (let size = 1; size < start; size += 1) {
    const byte = text[start - size - 1];
    if (byte !== text[end - size - 1]) return 0;
    if (byte === lineFeed) return size;
  }
  return text[end - start - 1] === lineFeed ? start : 0;
}

/** The same for the line below, in a text of `length` bytes, and the first line in the stretch. */
export function sameLineBelow(text: Uint8Array, start: number, end: number, length: number): number {
  for (let at = end; at < length; at += 1) {
    const byte = text[at];
    if (byte !== text[start + at - end]) return 0;
    if (byte === lineFeed) return at + 1 - end;
  }
  return 0;
}

/** Where the line above the one that starts at `start` does. REQUIRES: there is one. */
export function lineAbove(text: Uint8Array, start: number): number {
  let at = start - 1;
  while (at > 0 && text[at - 1] !== lineFeed) at -= 1;
  return at;
}

/** Where the line that starts at `start` ends, its line feed included. */
export function lineEnd(text: Uint8Array, start: number, length: number): number {
  let at = start;
  while (at < length && text[at] !== lineFeed) at += 1;
  return at < length ? at + 1 : length;
}
