/**
 * The grammar of JSON (RFC 8259) over bytes: where a name, text, number or any value ends. Every
 * function takes `bytes[at, end)` and gives the first place behind, or -1 when it is not JSON.
 * Nesting is BOUNDED BY `depthMax`; deeper values count as damaged.
 */

const depthMax = 64;
const quote = 0x22;
const backslash = 0x5c;

/** The closing quote of a text whose first letter is at `at`. */
export function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === quote) return at;
    if (byte < 0x20) return -1;
    if (byte === backslash) {
      at = escapeEnd(bytes, at + 1, end);
      if (at < 0) return -1;
    } else {
      at += 1;
    }
  }
  return -1;
}

/** Behind a number. */
export function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start < end && bytes[start] === 0x2d ? start + 1 : start;
  const whole = at;
  at = digitsEnd(bytes, at, end);
  if (at === whole) return -1;
  if (bytes[whole] === 0x30 && at > whole + 1) return -1;
  if (at < end && bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = digitsEnd(bytes, fraction, end);
    if (at === fraction) return -1;
  }
  if (at < end && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
    at += 1;
    if (at < end && (bytes[at] === 0x2b || bytes[at] === 0x2d)) at += 1;
    const exponent = at;
    at = digitsEnd(bytes, exponent, end);
    if (at === exponent) return -1;
  }
  return at;
}

/** Behind any value. */
export function valueEnd(bytes: Uint8Array, at: number, end: number, depth = 0): number {
  if (at >= end) return -1;
  const first = bytes[at]!;
  switch (first) {
    case quote: {
      const stop = stringEnd(bytes, at + 1, end);
      return stop < 0 ? -1 : stop + 1;
    }
    case 0x7b:
      return depth === depthMax ? -1 : objectEnd(bytes, at + 1, end, depth + 1);
    case 0x5b:
      return depth === depthMax ? -1 : arrayEnd(bytes, at + 1, end, depth + 1);
    case 0x74:
      return wordEnd(bytes, at, end, 'true');
    case 0x66:
      return wordEnd(bytes, at, end, 'false');
    case 0x6e:
      return wordEnd(bytes, at, end, 'null');
    default:
      return numberEnd(bytes, at, end);
  }
}

function objectEnd(bytes: Uint8Array, start: number, end: number, depth: number): number {
  let at = spaceEnd(bytes, start, end);
  if (at < end && bytes[at] === 0x7d) return at + 1;
  for (;;) {
    if (at >= end || bytes[at] !== quote) return -1;
    at = stringEnd(bytes, at + 1, end);
    if (at < 0) return -1;
    at = spaceEnd(bytes, at + 1, end);
    if (at >= end || bytes[at] !== 0x3a) return -1;
    at = valueEnd(bytes, spaceEnd(bytes, at + 1, end), end, depth);
    if (at < 0) return -1;
    at = spaceEnd(bytes, at, end);
    if (at >= end) return -1;
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    at = spaceEnd(bytes, at + 1, end);
  }
}

function arrayEnd(bytes: Uint8Array, start: number, end: number, depth: number): number {
  let at = spaceEnd(bytes, start, end);
  if (at < end && bytes[at] === 0x5d) return at + 1;
  for (;;) {
    at = valueEnd(bytes, at, end, depth);
    if (at < 0) return -1;
    at = spaceEnd(bytes, at, end);
    if (at >= end) return -1;
    if (bytes[at] === 0x5d) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    at = spaceEnd(bytes, at + 1, end);
  }
}

function wordEnd(bytes: Uint8Array, at: number, end: number, word: string): number {
  if (at + word.length > end) return -1;
  for (let i = 0; i < word.length; i += 1) if (bytes[at + i] !== word.charCodeAt(i)) return -1;
  return at + word.length;
}

/** Behind the letters that follow a backslash. */
function escapeEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  switch (bytes[at]) {
    case quote:
    case backslash:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 1;
    case 0x75:
      break;
    default:
      return -1;
  }
  if (at + 5 > end) return -1;
  for (let i = at + 1; i < at + 5; i += 1) if (!isHexDigit(bytes[i]!)) return -1;
  return at + 5;
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}

function digitsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at += 1;
  return at;
}

/** Behind blanks, tabs and line ends. */
export function spaceEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) break;
    at += 1;
  }
  return at;
}
