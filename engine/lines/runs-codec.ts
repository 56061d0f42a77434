import { CodefangError } from '../base/index.ts';
import { linesOf, linesPerRunMax, originCountMax, originOf, runOf, type RunView } from './runs.ts';

/** Varints of 32 bits take at most five bytes. */
export const varintBytesMax = 5;
/** Two bytes for the lines, four for an origin. */
const runBytesMax = 6;

/** Bytes that `encodeRuns` takes at most for so many runs. */
export function encodedBytesMax(runCount: number): number {
  return runCount * runBytesMax;
}

/**
 * Writes runs from `at` of `out` on, which has room for `encodedBytesMax`, and returns where they end: two to three
 * bytes a run instead of four.
 *
 *   run   2 * lines, + 1 where its origin is that of the run before the last one, as behind an edit inside older
 *         lines; else how much later its origin is than that of the run before, zigzag
 *
 * Varints, low bits first.
 */
export function encodeRuns({ ints, start, end }: RunView, out: Uint8Array, at: number): number {
  let to = at;
  // Origins of the run before, and of the one before that.
  let origin = 0;
  let older = 0;
  for (let run = start; run < end; run += 1) {
    const next = originOf(ints[run]!);
    const isBack = next === older;
    to = putVarint(linesOf(ints[run]!) * 2 + (isBack ? 1 : 0), out, to);
    if (!isBack) to = putVarint(zigzag(next - origin), out, to);
    older = origin;
    origin = next;
  }
  return to;
}

/**
 * Reads as many runs as `out[start, end)` has room for, from `at` of `bytes` on; returns where they end.
 * @throws {CodefangError} STATE when the bytes are no runs
 */
export function decodeRuns(bytes: Uint8Array, at: number, out: Int32Array, start: number, end: number): number {
  let from = at;
  let origin = 0;
  let older = 0;
  for (let run = start; run < end; run += 1) {
    let head = bytes[from++]!;
    if (head > 127) head = (head & 127) | (bytes[from++]! << 7);
    let next = older;
    if ((head & 1) === 0) {
      let value = bytes[from++]!;
      if (value > 127) {
        value &= 127;
        for (let shift = 7, byte = 128; byte > 127 && shift < 32; shift += 7) {
          byte = bytes[from++]!;
          value |= (byte & 127) << shift;
        }
      }
      next = origin + ((value & 1) === 1 ? -((value >>> 1) + 1) : value >>> 1);
    }
    const lines = head >>> 1;
    if (!(lines > 0 && lines <= linesPerRunMax && next >= -1 && next < originCountMax)) throw malformed();
    out[run] = runOf(lines, next);
    older = origin;
    origin = next;
  }
  if (from > bytes.length) throw malformed();
  return from;
}

/** Small numbers of either sign become small ones without. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** Writes a whole number below 2^32. */
export function putVarint(value: number, out: Uint8Array, at: number): number {
  let to = at;
  let rest = value;
  for (; rest > 127; rest >>>= 7) out[to++] = (rest & 127) | 128;
  out[to++] = rest;
  return to;
}

export function malformed(): CodefangError {
  return new CodefangError('STATE', 'Cannot use the saved line histories: their bytes are damaged');
}
