/** The code point that stands for what is none. */
const replacement = 0xfffd;

/**
 * The code point of `text` at `index`, given its first unit. A surrogate without its twin gives
 * itself: callers decide what to do with it.
 */
export function codePointFrom(text: string, index: number, unit: number): number {
  if (unit < 0xd800 || unit > 0xdbff || index + 1 >= text.length) return unit;
  const next = text.charCodeAt(index + 1);
  if (next < 0xdc00 || next > 0xdfff) return unit;
  return 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
}

export function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}

/** Writes one code point at `at` and returns the place after it; a lone surrogate becomes U+FFFD. */
export function writeUtf8(codePoint: number, bytes: Uint8Array, at: number): number {
  if (codePoint < 0x80) {
    bytes[at] = codePoint;
    return at + 1;
  }
  if (codePoint < 0x800) {
    bytes[at] = 0xc0 | (codePoint >> 6);
    bytes[at + 1] = 0x80 | (codePoint & 63);
    return at + 2;
  }
  if (codePoint < 0x10000) {
    const point = isSurrogate(codePoint) ? replacement : codePoint;
    bytes[at] = 0xe0 | (point >> 12);
    bytes[at + 1] = 0x80 | ((point >> 6) & 63);
    bytes[at + 2] = 0x80 | (point & 63);
    return at + 3;
  }
  bytes[at] = 0xf0 | (codePoint >> 18);
  bytes[at + 1] = 0x80 | ((codePoint >> 12) & 63);
  bytes[at + 2] = 0x80 | ((codePoint >> 6) & 63);
  bytes[at + 3] = 0x80 | (codePoint & 63);
  return at + 4;
}
