const quote = 0x22;
const backslash = 0x5c;
const firstPrintable = 0x20;
const firstBeyondAscii = 0x7f;
const letters: ReadonlyMap<number, string> = new Map([
  [0x07, 'a'],
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0b, 'v'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [quote, '"'],
  [backslash, '\\'],
]);

/**
 * A path as `git log --numstat` prints it with `core.quotePath` unset: as it is where all its bytes are plain, else in
 * quotes, with escapes as in C and other bytes in octal.
 */
export function gitQuotedPath(path: Uint8Array): string {
  if (path.every(isPlain)) return Buffer.from(path).toString('latin1');
  let text = '"';
  for (const byte of path) {
    const letter = letters.get(byte);
    if (letter !== undefined) text += `\\${letter}`;
    else text += isPlain(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `${text}"`;
}

export function isPlain(byte: number): boolean {
  return byte >= firstPrintable && byte < firstBeyondAscii && byte !== quote && byte !== backslash;
}
