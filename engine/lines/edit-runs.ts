import { CodefangError } from '../base/index.ts';
import { lineCountOfRuns, linesOf, originOf, type Runs, type RunView } from './runs.ts';

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
 * Writes into `out` what `edit` makes of `old`: lines that it adds are of `addedOrigin`. Cost: one step a run up to the
 * last hunk, and a copy of the rest.
 *
 * @throws {CodefangError} INVARIANT when the hunks do not fit the lines of the file
 */
export function editRuns(old: RunView, edit: LineEdit, addedOrigin: number, out: Runs, onRemoved?: OnRemoved): void {
  const { hunks } = edit;
  const { ints, end } = old;
  out.clear();
  let at = old.start;
  /** Lines of the run at `at` that are passed already, kept or dropped. */
  let passed = 0;
  let line = 0;
  const hunksEnd = edit.hunkStart + edit.hunkCount * 4;
  for (let hunk = edit.hunkStart; hunk < hunksEnd; hunk += 4) {
    let keep = hunks[hunk]! - line;
    let drop = hunks[hunk + 1]!;
    line = hunks[hunk]! + drop;
    if (passed > 0) {
      const lines = Math.min(keep, linesOf(ints[at]!) - passed);
      out.append(lines, originOf(ints[at]!));
      keep -= lines;
      passed += lines;
      if (passed === linesOf(ints[at]!)) {
        at += 1;
        passed = 0;
      }
    }
    const first = at;
    while (keep > 0 && at < end && linesOf(ints[at]!) <= keep) {
      keep -= linesOf(ints[at]!);
      at += 1;
    }
    out.appendRuns(ints, first, at);
    if (keep > 0 && at < end) {
      out.append(keep, originOf(ints[at]!));
      passed = keep;
      keep = 0;
    }
    while (drop > 0 && at < end) {
      const run = ints[at]!;
      const lines = Math.min(drop, linesOf(run) - passed);
      onRemoved?.(originOf(run), lines);
      drop -= lines;
      passed += lines;
      if (passed < linesOf(run)) break;
      at += 1;
      passed = 0;
    }
    if (keep > 0 || drop > 0) throw misfit(old, edit);
    out.append(hunks[hunk + 3]!, addedOrigin);
  }
  if (passed > 0) {
    out.append(linesOf(ints[at]!) - passed, originOf(ints[at]!));
    at += 1;
  }
  out.appendRuns(ints, at, end);
  const change = lineChange(edit);
  if (lineCountOfRuns(out) - change !== edit.oldLines) throw misfit(old, edit);
}

function lineChange({ hunks, hunkStart, hunkCount }: LineEdit): number {
  let lines = 0;
  for (let hunk = hunkStart; hunk < hunkStart + hunkCount * 4; hunk += 4) lines += hunks[hunk + 3]! - hunks[hunk + 1]!;
  return lines;
}

function misfit(old: RunView, { oldLines }: LineEdit): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot apply a change to a line history: the diff expects ${oldLines} lines before it, ` +
      `the history holds ${lineCountOfRuns(old)}; please report this`,
  );
}
