/**
 * The one JSON text of a value: what `JSON.stringify(value)` gives, as UTF-8 bytes and without the
 * string.
 *
 * Keys in the order of the object (ECMAScript puts keys that look like array indexes first,
 * ascending), numbers in their shortest form, strings escaped as ECMA-262 "QuoteJSONString" says,
 * lone surrogates as `\udXXX`, no white space. It refuses what JSON cannot say instead of writing
 * null.
 */
import type { Cell, CellRecord } from '../contract.ts';
import { CodefangError } from '../base/index.ts';
import type { TextBuffer } from './text-buffer.ts';
import { codePointFrom, isSurrogate, writeUtf8 } from './utf8.ts';

/** Deeper values are a mistake, perhaps a ring. */
export const nestingMax = 32;

/** @throws {CodefangError} INVARIANT for NaN, infinities, undefined, functions and deep nesting */
export function appendJson(out: TextBuffer, cell: Cell, depth = 0): void {
  switch (typeof cell) {
    case 'string':
      appendJsonString(out, cell);
      return;
    case 'number':
      if (!Number.isFinite(cell)) throw unsayable(`the number ${cell}`);
      out.appendNumber(cell);
      return;
    case 'boolean':
      out.appendAscii(cell ? 'true' : 'false');
      return;
    case 'object':
      if (cell === null) out.appendAscii('null');
      else if (depth === nestingMax) throw unsayable(`a value nested deeper than ${nestingMax}`);
      else if (isList(cell)) appendList(out, cell, depth + 1);
      else appendRecord(out, cell, depth + 1);
      return;
    default:
      throw unsayable(`a value of type ${typeof cell}`);
  }
}

/** Appends a string with its quotes. */
export function appendJsonString(out: TextBuffer, text: string): void {
  const bytes = out.reserve(text.length * 6 + 2);
  let at = out.length;
  bytes[at++] = quote;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80 && shortEscapes[unit] === 0) {
      bytes[at++] = unit;
      continue;
    }
    const point = codePointFrom(text, i, unit);
    if (point > 0xffff) i += 1;
    const isEscaped = point < 0x80 || isSurrogate(point);
    at = isEscaped ? writeEscape(point, bytes, at) : writeUtf8(point, bytes, at);
  }
  bytes[at++] = quote;
  out.advanceTo(at);
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** For each ASCII character: 0 as it is, the letter after a backslash, or `u` for four hex digits. */
const shortEscapes: Uint8Array = buildShortEscapes();

function buildShortEscapes(): Uint8Array {
  const escapes = new Uint8Array(128);
  escapes.fill(0x75, 0, 0x20);
  for (const pair of ['\bb', '\tt', '\nn', '\ff', '\rr', '""', '\\\\']) {
    escapes[pair.charCodeAt(0)] = pair.charCodeAt(1);
  }
  return escapes;
}

/** Writes one UTF-16 unit at `at` as its escape and returns the place after it. */
export function writeEscape(unit: number, bytes: Uint8Array, at: number): number {
  bytes[at] = backslash;
  const short = unit < 0x80 ? shortEscapes[unit]! : 0;
  const letter = short === 0 ? 0x75 : short;
  bytes[at + 1] = letter;
  if (letter !== 0x75) return at + 2;
  for (let digit = 0; digit < 4; digit += 1) {
    const value = (unit >> (12 - digit * 4)) & 15;
    bytes[at + 2 + digit] = value < 10 ? 0x30 + value : 0x57 + value;
  }
  return at + 6;
}

function appendList(out: TextBuffer, list: readonly Cell[], depth: number): void {
  out.appendByte(0x5b);
  for (let i = 0; i < list.length; i += 1) {
    if (i > 0) out.appendByte(comma);
    // A hole of a sparse list is undefined, and so refused.
    appendJson(out, list[i] as Cell, depth);
  }
  out.appendByte(0x5d);
}

function appendRecord(out: TextBuffer, record: CellRecord, depth: number): void {
  out.appendByte(0x7b);
  let isFirst = true;
  for (const key of Object.keys(record)) {
    if (!isFirst) out.appendByte(comma);
    isFirst = false;
    appendJsonString(out, key);
    out.appendByte(0x3a);
    appendJson(out, record[key] as Cell, depth);
  }
  out.appendByte(0x7d);
}

/** `Array.isArray` does not narrow readonly arrays. */
export function isList(cell: readonly Cell[] | CellRecord): cell is readonly Cell[] {
  return Array.isArray(cell);
}

function unsayable(what: string): CodefangError {
  const state = 'JSON has no such value, expected a cell';
  return new CodefangError('INVARIANT', `Cannot write ${what}: ${state}`);
}
