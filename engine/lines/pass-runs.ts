import type { ChangeRows } from '../pipeline/index.ts';
import { linesOf, originOf, type Runs, type RunView, specialOrigin } from './runs.ts';

const passFields = 4;

/**
 * Writes into `out` what the row at `at` passes on: a run for every line of the new text, with the origin of the old
 * line that it goes on to, or open. Cost: the runs of the old text, and a search among them for each run that is passed
 * on.
 */
export function passRuns(old: RunView, rows: ChangeRows, at: number, out: Runs): void {
  const ends = lineEnds(old);
  const start = rows.passStart(at);
  const end = start + rows.passCount(at) * passFields;
  out.clear();
  let line = 0;
  for (let pass = start; pass < end; pass += passFields) {
    const newStart = rows.hunks[pass]!;
    const count = rows.hunks[pass + 1]!;
    out.append(newStart - line, specialOrigin.open);
    appendLines(old, ends, rows.hunks[pass + 2]!, count, out);
    line = newStart + count;
  }
  out.append(rows.newLines(at) - line, specialOrigin.open);
}

/** Adds the origins of `count` old lines from `first` on. */
function appendLines(old: RunView, ends: Int32Array, first: number, count: number, out: Runs): void {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! <= first) low = middle + 1;
    else high = middle;
  }
  let line = first;
  for (let run = low; line < first + count; run += 1) {
    const lines = Math.min(ends[run]!, first + count) - line;
    out.append(lines, originOf(old.ints[old.start + run]!));
    line += lines;
  }
}

/** Where each run ends, in lines. */
function lineEnds({ ints, start, end }: RunView): Int32Array {
  const ends = new Int32Array(end - start);
  let line = 0;
  for (let at = start; at < end; at += 1) {
    line += linesOf(ints[at]!);
    ends[at - start] = line;
  }
  return ends;
}
