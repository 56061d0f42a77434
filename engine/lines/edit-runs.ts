import { CodefangError } from '../base/index.ts';
import { type Runs, runInts } from './runs.ts';

/**
 * One change of one file: four integers a hunk in `hunks` from `hunkStart`, old start and count, new start and count.
 */
export interface LineEdit {
  hunks: Int32Array;
  hunkStart: number;
  hunkCount: number;
  /** Lines before the change. */
  oldLines: number;
}

/** Takes note of lines that an edit took away, run by run. */
export type OnRemoved = (origin: number, lineCount: number) => void;

/**
 * Writes into `out` what `edit` makes of `old`: lines that it adds are of `addedOrigin`. Cost: runs and hunks.
 *
 * @throws {CodefangError} INVARIANT when the hunks do not fit the lines of the file
 */
export function editRuns(old: Runs, edit: LineEdit, addedOrigin: number, out: Runs, onRemoved?: OnRemoved): void {
  const { hunks } = edit;
  const runs = old.ints;
  const { end } = old;
  out.clear();
  let at = 0;
  let left = at < end ? runs[at]! : 0;
  let line = 0;
  const hunksEnd = edit.hunkStart + edit.hunkCount * 4;
  for (let hunk = edit.hunkStart; hunk < hunksEnd; hunk += 4) {
    let keep = hunks[hunk]! - line;
    let drop = hunks[hunk + 1]!;
    line = hunks[hunk]! + drop;
    while (keep > 0 && at < end) {
      const lines = keep < left ? keep : left;
      out.append(lines, runs[at + 1]!);
      keep -= lines;
      left -= lines;
      if (left === 0 && (at += runInts) < end) left = runs[at]!;
    }
    while (drop > 0 && at < end) {
      const lines = drop < left ? drop : left;
      onRemoved?.(runs[at + 1]!, lines);
      drop -= lines;
      left -= lines;
      if (left === 0 && (at += runInts) < end) left = runs[at]!;
    }
    if (keep > 0 || drop > 0) throw misfit(old, edit);
    out.append(hunks[hunk + 3]!, addedOrigin);
  }
  for (; at < end; left = runs[at]!) {
    out.append(left, runs[at + 1]!);
    line += left;
    if ((at += runInts) >= end) break;
  }
  if (line !== edit.oldLines) throw misfit(old, edit);
}

function misfit(old: Runs, { oldLines }: LineEdit): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot apply a change to a line history: the diff speaks of ${oldLines} lines before it, ` +
      `the history holds ${old.lineCount()}; please report this`,
  );
}
