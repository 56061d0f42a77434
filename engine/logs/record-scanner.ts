import { assert } from '../base/index.ts';
import { numberEnd, spaceEnd, stringEnd, valueEnd } from './json-bytes.ts';

/** What a field of a scanned line holds. */
export const valueKind = { absent: 0, text: 1, number: 2, nested: 3, literal: 4 } as const;

const fieldCountMax = 64;
const slotCount = 256;

/**
 * Reads the top level of one JSON object from its bytes: checks the whole line against the grammar
 * of JSON (RFC 8259; UTF-8 is not checked) and remembers where the wanted fields stand. Nothing is
 * made a string or object until asked for. About 2 ns a byte, ten times as fast as `JSON.parse`.
 *
 *   {"level":30,"time":1700000000000,"run_id":"a","event":"span", …}
 *                      └ number(0) ┘           └ text(1)
 *
 * Where a field comes twice, the last one counts, as in `JSON.parse`.
 */
export class RecordScanner {
  readonly #names: readonly Uint8Array[];
  /** Place of a hashed name → field + 1. Names do not collide: the seed is chosen so. */
  readonly #slots = new Uint8Array(slotCount);
  readonly #seed: number;
  readonly #kinds: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes: Uint8Array = new Uint8Array(0);

  /** The wanted fields; they are asked for by their place in the list. At most 64 short names. */
  constructor(fields: readonly string[]) {
    assert(fields.length <= fieldCountMax, 'few fields are wanted');
    this.#names = fields.map((field) => Buffer.from(field));
    this.#seed = this.#chooseSeed();
    this.#kinds = new Uint8Array(fields.length);
    this.#starts = new Int32Array(fields.length);
    this.#ends = new Int32Array(fields.length);
  }

  /** Whether `bytes[start, end)` is a JSON object. The bytes are looked at again when asked. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#kinds.fill(valueKind.absent);
    let at = spaceEnd(bytes, start, end);
    if (at >= end || bytes[at] !== openBrace) return false;
    at = spaceEnd(bytes, at + 1, end);
    if (at < end && bytes[at] === closeBrace) return spaceEnd(bytes, at + 1, end) === end;
    for (;;) {
      at = this.#scanField(bytes, at, end);
      if (at < 0 || at >= end) return false;
      const next = bytes[at];
      if (next === closeBrace) return spaceEnd(bytes, at + 1, end) === end;
      if (next !== comma) return false;
      at = spaceEnd(bytes, at + 1, end);
    }
  }

  has(field: number): boolean {
    return this.#kinds[field] !== valueKind.absent;
  }

  /** One of `valueKind`. */
  kind(field: number): number {
    return this.#kinds[field]!;
  }

  /** The value as written is `[start, end)`; a text without its quotes. */
  start(field: number): number {
    return this.#starts[field]!;
  }

  end(field: number): number {
    return this.#ends[field]!;
  }

  /** The number, or NaN when the field is absent or something else. */
  number(field: number): number {
    if (this.#kinds[field] !== valueKind.number) return Number.NaN;
    return parseNumber(this.#bytes, this.#starts[field]!, this.#ends[field]!);
  }

  /** The text, or undefined when the field is absent or something else. */
  text(field: number): string | undefined {
    if (this.#kinds[field] !== valueKind.text) return undefined;
    const start = this.#starts[field]!;
    const end = this.#ends[field]!;
    const hasEscape = this.#bytes.subarray(start, end).includes(backslash);
    const raw = decode(this.#bytes, start, end);
    return hasEscape ? String(JSON.parse(`"${raw}"`)) : raw;
  }

  /** Whether the text is written with exactly these bytes; quicker than `text`. */
  isText(field: number, wanted: Uint8Array): boolean {
    if (this.#kinds[field] !== valueKind.text) return false;
    const start = this.#starts[field]!;
    if (this.#ends[field]! - start !== wanted.length) return false;
    return startsWith(this.#bytes, start, wanted);
  }

  /** Whether the text begins with these bytes. */
  textStartsWith(field: number, wanted: Uint8Array): boolean {
    if (this.#kinds[field] !== valueKind.text) return false;
    const start = this.#starts[field]!;
    return this.#ends[field]! - start >= wanted.length && startsWith(this.#bytes, start, wanted);
  }

  /** A nested value, parsed; undefined when the field is absent or not nested. */
  nested(field: number): unknown {
    if (this.#kinds[field] !== valueKind.nested) return undefined;
    return JSON.parse(decode(this.#bytes, this.#starts[field]!, this.#ends[field]!));
  }

  /** Reads `"name": value` and the space behind it; -1 when it is none. */
  #scanField(bytes: Uint8Array, at: number, end: number): number {
    if (at >= end || bytes[at] !== quote) return -1;
    const nameAt = at + 1;
    const nameStop = stringEnd(bytes, nameAt, end);
    if (nameStop < 0) return -1;
    let valueAt = nameStop + 1;
    if (bytes[valueAt] !== colon) valueAt = spaceEnd(bytes, valueAt, end);
    if (valueAt >= end || bytes[valueAt] !== colon) return -1;
    valueAt = spaceEnd(bytes, valueAt + 1, end);
    if (valueAt >= end) return -1;
    const first = bytes[valueAt]!;
    let kind: number = valueKind.number;
    let stop: number;
    if (first === quote) {
      kind = valueKind.text;
      valueAt += 1;
      stop = stringEnd(bytes, valueAt, end);
    } else if (first === minus || (first >= digit0 && first <= digit9)) {
      stop = numberEnd(bytes, valueAt, end);
    } else {
      kind = first === openBrace || first === openBracket ? valueKind.nested : valueKind.literal;
      stop = valueEnd(bytes, valueAt, end);
    }
    if (stop < 0) return -1;
    const field = this.#fieldOf(bytes, nameAt, nameStop);
    if (field >= 0) {
      this.#kinds[field] = kind;
      this.#starts[field] = valueAt;
      this.#ends[field] = stop;
    }
    return spaceEnd(bytes, kind === valueKind.text ? stop + 1 : stop, end);
  }

  #fieldOf(bytes: Uint8Array, start: number, end: number): number {
    const field = this.#slots[slotOf(bytes, start, end, this.#seed)]! - 1;
    if (field < 0) return -1;
    const name = this.#names[field]!;
    return name.length === end - start && startsWith(bytes, start, name) ? field : -1;
  }

  #chooseSeed(): number {
    for (let seed = 1; seed < 65_536; seed += 1) {
      this.#slots.fill(0);
      let placed = 0;
      for (const name of this.#names) {
        const slot = slotOf(name, 0, name.length, seed);
        if (this.#slots[slot] !== 0) break;
        placed += 1;
        this.#slots[slot] = placed;
      }
      if (placed === this.#names.length) return seed;
    }
    assert(false, 'names that differ find places that differ');
  }
}

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const digit0 = 0x30;
const digit9 = 0x39;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Longer whole numbers may not be exact one digit at a time. */
const exactDigitCount = 15;

function slotOf(bytes: Uint8Array, start: number, end: number, seed: number): number {
  const length = end - start;
  if (length === 0) return 0;
  const middle = bytes[start + (length >> 1)]!;
  const mixed = (bytes[start]! << 16) ^ (middle << 8) ^ bytes[end - 1]! ^ (length << 24);
  return Math.imul(mixed, seed * 2 + 0x9e3779b1) >>> 24;
}

function startsWith(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

/** Exact: digits up to 2^53 over an exact power of ten are rounded once; others are left to V8. */
function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = bytes[start] === minus ? start + 1 : start;
  if (end - at > exactDigitCount + 1) return Number(decode(bytes, start, end));
  let mantissa = 0;
  let scale = 0;
  for (; at < end; at += 1) {
    const digit = bytes[at]! - digit0;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      scale *= 10;
    } else if (digit === -2) {
      scale = 1;
    } else {
      return Number(decode(bytes, start, end));
    }
  }
  const value = scale > 1 ? mantissa / scale : mantissa;
  return bytes[start] === minus ? -value : value;
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
