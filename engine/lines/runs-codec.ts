import { CodefangError } from '../base/index.ts';
import { type Runs, runInts } from './runs.ts';

/** Varints of 33 bits take at most five bytes. */
const varintBytesMax = 5;

/**
 * Writes runs behind `start` of `out`, which has room for `encodedBytesMax`, and returns where they end. Three to four
 * bytes a run instead of eight.
 *
 *   run   2 * lines, + 1 where its origin is that of the run before the last one, as behind an edit inside older
 *         lines; else how much later its origin is than that of the run before, zigzag
 *
 * Varints, low bits first.
 */
export function encodeRuns(runs: Runs, out: Uint8Array, start: number): number {
  const { ints, end } = runs;
  let to = start;
  // Origins of the run before, and of the one before that.
  let origin = 0;
  let older = -2;
  for (let at = 0; at < end; at += runInts) {
    const next = ints[at + 1]!;
    const isBack = next === older;
    to = putVarint(ints[at]! * 2 + (isBack ? 1 : 0), out, to);
    if (!isBack) to = putVarint(zigzag(next - origin), out, to);
    older = origin;
    origin = next;
  }
  return to;
}

export function encodedBytesMax(runs: Runs): number {
  return runs.end * varintBytesMax;
}

/** Reads what `encodeRuns` wrote into `out`. @throws {CodefangError} STATE when the bytes are no runs */
export function decodeRuns(bytes: Uint8Array, start: number, end: number, out: Runs): void {
  out.clear();
  let at = start;
  let origin = 0;
  let older = -2;
  // Inlined: a run is decoded for each that an edit passes.
  while (at < end) {
    let head = bytes[at++]!;
    if (head > 127) {
      head &= 127;
      let byte = 0;
      let scale = 128;
      do {
        byte = bytes[at++]! | 0;
        head += (byte & 127) * scale;
        scale *= 128;
      } while (byte > 127 && at < end);
    }
    let next = older;
    if (head % 2 === 0) {
      let value = bytes[at++]!;
      if (value > 127) {
        value &= 127;
        let byte = 0;
        let scale = 128;
        do {
          byte = bytes[at++]! | 0;
          value += (byte & 127) * scale;
          scale *= 128;
        } while (byte > 127 && at < end);
      }
      next = origin + (value % 2 === 1 ? -(value + 1) / 2 : value / 2);
    }
    out.append(Math.floor(head / 2), next);
    older = origin;
    origin = next;
  }
  if (at !== end) throw malformed();
}

/** Small numbers of either sign become small ones without. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function putVarint(value: number, out: Uint8Array, at: number): number {
  let to = at;
  let rest = value;
  for (; rest > 0x7fff_ffff; rest = Math.floor(rest / 128)) out[to++] = (rest % 128) | 128;
  for (; rest > 127; rest >>>= 7) out[to++] = (rest & 127) | 128;
  out[to++] = rest;
  return to;
}

export function malformed(): CodefangError {
  return new CodefangError('STATE', 'Cannot use the line histories that were kept: their bytes are of something else');
}
