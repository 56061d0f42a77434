import type { FactCursor } from '../contract.ts';
import type { RowShape } from './fact-rows.ts';

/**
 * A block of sorted records, decoded in memory and columnar in a frame:
 *
 *   4          count of records, u32
 *   per key    count varints: the difference to the record before while all keys left of it
 *              are equal, else the key itself; ascending order makes differences small and
 *              never negative
 *   per value  1 byte: 0 = varints of integers (zigzag, up to 2^51), 1 = float64
 *              count values
 *
 * In memory a block fills 64 KiB of the caller's pool: values first, then keys, column by column.
 */
export class SortedRunBlock {
  readonly capacity: number;
  readonly #keyCount: number;
  readonly #columnCount: number;
  readonly #keys: Uint32Array;
  readonly #values: Float64Array;
  #count = 0;

  constructor(buffer: ArrayBuffer, shape: RowShape) {
    this.#keyCount = shape.keyCount;
    this.#columnCount = shape.folds.length;
    this.capacity = Math.floor(buffer.byteLength / (this.#keyCount * 4 + this.#columnCount * 8));
    const valueCount = this.capacity * this.#columnCount;
    this.#values = new Float64Array(buffer, 0, valueCount);
    this.#keys = new Uint32Array(buffer, valueCount * 8, this.capacity * this.#keyCount);
  }

  get count(): number {
    return this.#count;
  }

  /** A key of a record; keys that the table does not have are 0. */
  key(column: number, at: number): number {
    return column < this.#keyCount ? this.#keys[column * this.capacity + at]! : 0;
  }

  value(column: number, at: number): number {
    return this.#values[column * this.capacity + at]!;
  }

  /** Appends the record a cursor stands on. REQUIRES: the block is not full. */
  push(cursor: FactCursor): void {
    const at = this.#count;
    const { capacity } = this;
    this.#keys[at] = cursor.a;
    if (this.#keyCount > 1) this.#keys[capacity + at] = cursor.b;
    if (this.#keyCount > 2) this.#keys[capacity * 2 + at] = cursor.c;
    for (let i = 0; i < this.#columnCount; i += 1) this.#values[i * capacity + at] = cursor.value(i);
    this.#count = at + 1;
  }

  clear(): void {
    this.#count = 0;
  }

  /**
   * Writes the records into `out` and returns the length. At most 24 bytes a key or value and
   * record.
   */
  encode(out: Buffer): number {
    out.writeUInt32LE(this.#count, 0);
    let to = 4;
    for (let column = 0; column < this.#keyCount; column += 1) {
      to = encodeKeys(this.#keys, this.capacity, this.#count, column, out, to);
    }
    for (let column = 0; column < this.#columnCount; column += 1) {
      const start = column * this.capacity;
      to = encodeValues(this.#values.subarray(start, start + this.#count), out, to);
    }
    return to;
  }

  /** Replaces the records by those in `bytes`; false when they are malformed or not ascending. */
  decode(bytes: Buffer): boolean {
    this.#count = 0;
    if (bytes.length < 4) return false;
    const count = bytes.readUInt32LE(0);
    if (count === 0 || count > this.capacity) return false;
    let at = 4;
    for (let column = 0; column < this.#keyCount && at >= 0; column += 1) {
      at = decodeKeys(this.#keys, this.capacity, count, column, bytes, at);
    }
    for (let column = 0; column < this.#columnCount && at >= 0; column += 1) {
      const start = column * this.capacity;
      at = decodeValues(this.#values.subarray(start, start + count), bytes, at);
    }
    if (at !== bytes.length || !isAscending(this.#keys, this.capacity, count, this.#keyCount)) return false;
    this.#count = count;
    return true;
  }
}

const valueMode = { integers: 0, floats: 1 } as const;
/** Zigzag doubles a value; beyond this a double would lose bits, and floats take its place. */
const integerMax = 2 ** 51;
const varintBytesMax = 8;

function encodeKeys(
  keys: Uint32Array,
  stride: number,
  count: number,
  column: number,
  out: Buffer,
  outStart: number,
): number {
  let to = outStart;
  const start = column * stride;
  for (let i = 0; i < count; i += 1) {
    let value = keys[start + i]!;
    if (i > 0 && isSamePrefix(keys, stride, column, i)) value -= keys[start + i - 1]!;
    while (value > 127) {
      out[to] = (value & 127) | 128;
      value >>>= 7;
      to += 1;
    }
    out[to] = value;
    to += 1;
  }
  return to;
}

/** Whether the keys left of `column` equal those of the record before. */
function isSamePrefix(keys: Uint32Array, stride: number, column: number, at: number): boolean {
  if (column > 0 && keys[at] !== keys[at - 1]) return false;
  return column < 2 || keys[stride + at] === keys[stride + at - 1];
}

function decodeKeys(
  keys: Uint32Array,
  stride: number,
  count: number,
  column: number,
  bytes: Buffer,
  start: number,
): number {
  let at = start;
  const base = column * stride;
  for (let i = 0; i < count; i += 1) {
    let byte = bytes[at]!;
    let value = byte & 127;
    at += 1;
    for (let scale = 128; byte > 127; scale *= 128) {
      if (scale > 2 ** 28) return -1;
      byte = bytes[at]!;
      at += 1;
      value += (byte & 127) * scale;
    }
    if (i > 0 && isSamePrefix(keys, stride, column, i)) value += keys[base + i - 1]!;
    if (value > 0xffff_ffff || at > bytes.length) return -1;
    keys[base + i] = value;
  }
  return at;
}

function isAscending(keys: Uint32Array, stride: number, count: number, keyCount: number): boolean {
  for (let i = 1; i < count; i += 1) {
    let column = 0;
    while (column < keyCount && keys[column * stride + i] === keys[column * stride + i - 1]) column += 1;
    if (column === keyCount) return false;
    if (keys[column * stride + i]! < keys[column * stride + i - 1]!) return false;
  }
  return true;
}

function encodeValues(values: Float64Array, out: Buffer, outStart: number): number {
  if (!areIntegers(values)) {
    out[outStart] = valueMode.floats;
    for (let i = 0; i < values.length; i += 1) out.writeDoubleLE(values[i]!, outStart + 1 + i * 8);
    return outStart + 1 + values.length * 8;
  }
  out[outStart] = valueMode.integers;
  let to = outStart + 1;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    while (rest > 127) {
      out[to] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
      to += 1;
    }
    out[to] = rest;
    to += 1;
  }
  return to;
}

function areIntegers(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (Math.abs(value) > integerMax || Math.floor(value) !== value) return false;
  }
  return true;
}

function decodeValues(values: Float64Array, bytes: Buffer, start: number): number {
  const mode = bytes[start];
  let at = start + 1;
  if (mode === valueMode.floats) {
    if (at + values.length * 8 > bytes.length) return -1;
    for (let i = 0; i < values.length; i += 1) values[i] = bytes.readDoubleLE(at + i * 8);
    return at + values.length * 8;
  }
  if (mode !== valueMode.integers) return -1;
  for (let i = 0; i < values.length; i += 1) {
    let byte = bytes[at]!;
    let rest = byte & 127;
    const first = at;
    at += 1;
    for (let scale = 128; byte > 127; scale *= 128) {
      if (at - first >= varintBytesMax) return -1;
      byte = bytes[at]!;
      at += 1;
      rest += (byte & 127) * scale;
    }
    if (at > bytes.length) return -1;
    values[i] = rest % 2 === 1 ? -(rest + 1) / 2 : rest / 2;
  }
  return at;
}
