/**
 * Values as YAML 1.2 text that YAML 1.1 readers understand the same way.
 *
 * A string stands plain only when it is a word that no reader takes for anything else; any other is
 * in double quotes, where JSON's escapes hold. Escaped as well is what YAML calls not printable (C1
 * controls, DEL, byte order marks, non-characters) and what YAML 1.1 takes for a line break. Lists
 * and records are in flow style.
 */
import type { Cell, CellRecord } from '../../contract.ts';
import { appendJson, isList, writeEscape } from '../canonical-json.ts';
import type { TextBuffer } from '../text-buffer.ts';
import { codePointFrom, isSurrogate, writeUtf8 } from '../utf8.ts';

/** Longer keys need the mark `? ` before them: readers look no further for the colon. */
const plainKeyLengthMax = 128;

/** @throws {CodefangError} INVARIANT for what JSON cannot say either */
export function appendYaml(out: TextBuffer, cell: Cell): void {
  if (typeof cell === 'string') appendYamlString(out, cell);
  else if (typeof cell === 'number' && Number.isFinite(cell)) appendYamlNumber(out, cell);
  else if (typeof cell !== 'object' || cell === null) appendJson(out, cell);
  else if (isList(cell)) appendFlowList(out, cell);
  else appendFlowRecord(out, cell);
}

/** A key with its colon, for a line of a block: the value follows. */
export function appendYamlKey(out: TextBuffer, key: string, indent: number): void {
  const isLong = key.length > plainKeyLengthMax;
  if (isLong) out.appendAscii('? ');
  appendYamlString(out, key);
  if (isLong) {
    out.appendAscii('\n');
    appendIndent(out, indent);
  }
  out.appendAscii(':');
}

export function appendIndent(out: TextBuffer, width: number): void {
  const bytes = out.reserve(width);
  bytes.fill(space, out.length, out.length + width);
  out.advanceTo(out.length + width);
}

function appendYamlString(out: TextBuffer, text: string): void {
  if (isPlain(text)) out.appendAscii(text);
  else appendQuoted(out, text);
}

/**
 * A word of letters, digits, `_`, `.`, `/` and `-` that begins with a letter and means itself. Some
 * take `e5` for a number.
 */
function isPlain(text: string): boolean {
  if (text.length > plainLengthMax || !/^(?![eE]\d)[A-Za-z_][A-Za-z0-9_./-]*$/.test(text)) return false;
  return !meaningful.has(text.toLowerCase());
}

const plainLengthMax = 256;
const meaningful: ReadonlySet<string> = new Set([
  ...['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', 'nan', 'inf', 'infinity'],
]);

function appendQuoted(out: TextBuffer, text: string): void {
  const bytes = out.reserve(text.length * 6 + 2);
  let at = out.length;
  bytes[at++] = quote;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (isAsciiPlain(unit)) {
      bytes[at++] = unit;
      continue;
    }
    const point = codePointFrom(text, i, unit);
    if (point > 0xffff) i += 1;
    at = needsEscape(point) ? writeEscape(point, bytes, at) : writeUtf8(point, bytes, at);
  }
  bytes[at++] = quote;
  out.advanceTo(at);
}

function isAsciiPlain(unit: number): boolean {
  return unit >= space && unit < 0x7f && unit !== quote && unit !== 0x5c;
}

function needsEscape(point: number): boolean {
  if (point < 0xa0 || isSurrogate(point)) return true;
  return point === 0x2028 || point === 0x2029 || point === 0xfeff || (point | 1) === 0xffff;
}

/** YAML 1.1 wants a point in a number with an exponent. */
function appendYamlNumber(out: TextBuffer, value: number): void {
  const text = Number.isInteger(value) && Math.abs(value) < 1e21 ? '' : String(value);
  const exponentAt = text.indexOf('e');
  if (exponentAt < 0 || text.includes('.')) out.appendNumber(value);
  else out.appendAscii(`${text.slice(0, exponentAt)}.0${text.slice(exponentAt)}`);
}

function appendFlowList(out: TextBuffer, list: readonly Cell[]): void {
  out.appendAscii('[');
  for (let at = 0; at < list.length; at += 1) {
    if (at > 0) out.appendAscii(', ');
    appendYaml(out, list[at] as Cell);
  }
  out.appendAscii(']');
}

function appendFlowRecord(out: TextBuffer, record: CellRecord): void {
  out.appendAscii('{');
  let isFirst = true;
  for (const key of Object.keys(record)) {
    if (!isFirst) out.appendAscii(', ');
    isFirst = false;
    if (key.length > plainKeyLengthMax) out.appendAscii('? ');
    appendYamlString(out, key);
    out.appendAscii(': ');
    appendYaml(out, record[key] as Cell);
  }
  out.appendAscii('}');
}

const space = 0x20;
const quote = 0x22;
