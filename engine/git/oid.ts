import { CodefangError } from '../base/index.ts';

/**
 * Raw object ids live inside larger byte arrays and are named by (bytes, at): no object, no string
 * per id.
 */

const hexDigits = '0123456789abcdef';
const hexOfByte: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => hexDigits[byte >>> 4]! + hexDigits[byte & 15]!,
);

/** The raw bytes of a full id in lower- or upper-case hex: 20 for SHA-1, 32 for SHA-256. */
export function hexToOid(hex: string): Uint8Array {
  if (!isFullHex(hex)) {
    throw new CodefangError('USAGE', `Cannot read object id "${hex}": expected 40 or 64 hex digits`);
  }
  const oid = new Uint8Array(hex.length / 2);
  for (let i = 0; i < oid.length; i += 1) oid[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  return oid;
}

/** Lower-case hex of the raw id at `bytes[at, at + oidBytes)`. */
export function oidToHex(bytes: Uint8Array, at: number, oidBytes: number): string {
  let hex = '';
  for (let i = at; i < at + oidBytes; i += 1) hex += hexOfByte[bytes[i]!]!;
  return hex;
}

/** Whether lower-case hex names the raw id at `oid[at…]`. */
export function isHexOid(hex: string, oid: Uint8Array, at: number, oidBytes: number): boolean {
  for (let i = 0; i < oidBytes; i += 1) {
    const byte = oid[at + i]!;
    if (hex.charCodeAt(2 * i) !== hexDigits.charCodeAt(byte >>> 4)) return false;
    if (hex.charCodeAt(2 * i + 1) !== hexDigits.charCodeAt(byte & 15)) return false;
  }
  return hex.length === oidBytes * 2;
}

/** Orders two raw ids as git does, byte by byte: negative, 0 or positive. */
export function compareOid(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number, oidBytes: number): number {
  for (let i = 0; i < oidBytes; i += 1) {
    const difference = a[aAt + i]! - b[bAt + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Decodes `2 * oidBytes` hex digits at `hex[hexAt…]` into raw bytes at `out[outAt…]`.
 * Returns false, with `out` half written, when a digit is none.
 */
export function decodeHexOid(
  hex: Uint8Array,
  hexAt: number,
  out: Uint8Array,
  outAt: number,
  oidBytes: number,
): boolean {
  let bad = 0;
  for (let i = 0; i < oidBytes; i += 1) {
    const high = hexValue[hex[hexAt + 2 * i]!]!;
    const low = hexValue[hex[hexAt + 2 * i + 1]!]!;
    bad |= high | low;
    out[outAt + i] = (high << 4) | low;
  }
  return bad >= 0;
}

/** Whether the text is a whole id: 40 or 64 hex digits. */
export function isFullHex(text: string): boolean {
  return (text.length === 40 || text.length === 64) && /^[0-9a-fA-F]+$/.test(text);
}

/** Value of each ASCII byte as a hex digit; -1 where it is none. */
const hexValue: Int8Array = buildHexValues();

function buildHexValues(): Int8Array {
  const values = new Int8Array(256).fill(-1);
  for (let digit = 0; digit < 16; digit += 1) {
    values[hexDigits.charCodeAt(digit)] = digit;
    values[hexDigits.toUpperCase().charCodeAt(digit)] = digit;
  }
  return values;
}
