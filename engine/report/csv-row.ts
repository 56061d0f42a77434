/**
 * One table row as RFC 4180 text with LF line ends, UTF-8, no byte order mark.
 *
 * A field is quoted when it holds a quote, a comma or a line break. Null is nothing, an empty
 * string is `""`. Lists and records are JSON text. Text is given as it is, also where a spreadsheet
 * would take it for a formula (`=`, `+`, `-`, `@`): changing it would give other tools wrong names.
 * Lone surrogates become U+FFFD.
 */
import type { Cell } from '../contract.ts';
import { appendJson } from './canonical-json.ts';
import type { TextBuffer } from './text-buffer.ts';
import { codePointFrom, writeUtf8 } from './utf8.ts';

export function appendCsvRow(out: TextBuffer, cells: readonly Cell[]): void {
  for (let i = 0; i < cells.length; i += 1) {
    if (i > 0) out.appendByte(comma);
    appendField(out, cells[i]!);
  }
  // A lone null would be an empty line, which many readers skip.
  if (cells.length === 1 && cells[0] === null) out.appendAscii('""');
  out.appendByte(lineFeed);
}

function appendField(out: TextBuffer, cell: Cell): void {
  if (typeof cell === 'number') out.appendNumber(cell);
  else if (typeof cell === 'string') appendText(out, cell);
  else if (typeof cell === 'boolean') out.appendAscii(cell ? 'true' : 'false');
  else if (cell !== null) appendNested(out, cell);
}

function appendText(out: TextBuffer, text: string): void {
  const isQuoted = text.length === 0 || needsQuotes(text);
  const bytes = out.reserve(text.length * 3 + (isQuoted ? 2 : 0));
  let at = out.length;
  if (isQuoted) bytes[at++] = quote;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      if (unit === quote) bytes[at++] = quote;
      bytes[at++] = unit;
      continue;
    }
    const point = codePointFrom(text, i, unit);
    if (point > 0xffff) i += 1;
    at = writeUtf8(point, bytes, at);
  }
  if (isQuoted) bytes[at++] = quote;
  out.advanceTo(at);
}

/**
 * JSON text within quotes; it is written in place and then spread to make room for its doubled
 * quotes.
 */
function appendNested(out: TextBuffer, cell: Cell): void {
  out.appendByte(quote);
  const start = out.length;
  appendJson(out, cell);
  const end = out.length;
  const quoteCount = countQuotes(out.bytes, start, end);
  const bytes = out.reserve(quoteCount + 1);
  let to = end + quoteCount;
  out.advanceTo(to);
  for (let from = end - 1; to > from + 1; from -= 1) {
    bytes[--to] = bytes[from]!;
    if (bytes[from] === quote) bytes[--to] = quote;
  }
  out.appendByte(quote);
}

function needsQuotes(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === comma || unit === quote || unit === lineFeed || unit === carriageReturn) return true;
  }
  return false;
}

function countQuotes(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i += 1) if (bytes[i] === quote) count += 1;
  return count;
}

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
