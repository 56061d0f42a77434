import { CopiedLines, IgnoredLines, lettersOf, type LineDiff, movedLettersMin } from '../diff/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { type ChangeColumns, want } from './change-columns.ts';
import { passRunMax } from './slab-layout.ts';
import { addedRanges, eachRange, type LineRanges, type Text } from './line-ranges.ts';

/** Integers of a run of lines that are passed on: new start, count, old start, 0; as wide as a hunk. */
const passFields = 4;
/** Letters of a row are kept in a byte; what is asked for is fewer. */
const lettersMax = 255;

/** Lines `[line, line + count)` go on to those from `oldLine`. */
export interface PassedRun {
  readonly line: number;
  readonly count: number;
  readonly oldLine: number;
}

/**
 * Which added lines of a change go on to lines of the old text, though the diff has no partner for them: those of a
 * commit that is to be ignored, by the rules of `git blame --ignore-rev`, and then those that moved within the file,
 * by the rules of `git blame -M`.
 * BOUNDED BY: the two matchers, and as many runs as fit into a slab; the rest is not passed on.
 */
export class LinePasser {
  readonly #ignored: IgnoredLines;
  readonly #copied: CopiedLines;

  constructor(allowance: ScratchAllowance) {
    this.#ignored = new IgnoredLines({ allowance });
    this.#copied = new CopiedLines({ allowance });
  }

  /** Gives back what large changes took. */
  release(): void {
    this.#ignored.release();
    this.#copied.release();
  }

  /** Adds to a row, whose hunks are set, what is passed on; returns whether a bound left lines out. */
  pass(columns: ChangeColumns, row: number, older: Text, newer: Text, diff: LineDiff): boolean {
    const wants = columns.wants[row]!;
    const { hunks, hunkCount } = diff;
    let ranges = addedRanges(hunks, 0, hunkCount);
    const runs: PassedRun[] = [];
    let isCut = false;
    if ((wants & want.ignored) !== 0) {
      const origins = this.#ignored.map(older.bytes, older.length, newer.bytes, newer.length, hunks, hunkCount);
      isCut = this.#ignored.isCut;
      ranges = takeOrigins(origins, ranges, runs);
    }
    if ((wants & want.moves) !== 0) {
      this.#findMoved(older, newer, ranges, runs);
      isCut ||= this.#copied.isCut;
      columns.letters[row] = Math.min(lettersMax, this.#copied.lettersLeft);
    } else if ((wants & want.letters) !== 0) {
      columns.letters[row] = mostLetters(newer, ranges);
    }
    if (runs.length > passRunMax) {
      isCut = true;
      runs.length = passRunMax;
    }
    if (runs.length > 0) columns.setPasses(row, ...joined(runs));
    return isCut;
  }

  /** What is left of the ranges is looked for in the whole old text. */
  #findMoved(older: Text, newer: Text, ranges: LineRanges, runs: PassedRun[]): void {
    const copied = this.#copied;
    copied.start(movedLettersMin);
    eachRange(newer, ranges, (line, start, end) => copied.add(0, line, newer.bytes, start, end));
    if (!copied.hasStretches) return;
    do copied.offer(0, older.bytes, older.length);
    while (copied.settle());
    for (const { line, count, sourceLine } of copied.runs) runs.push({ line, count, oldLine: sourceLine });
  }
}

/** The most letters and digits in one of the ranges; 255 stands for more. */
export function mostLetters(text: Text, ranges: LineRanges): number {
  let most = 0;
  eachRange(text, ranges, (_, start, end) => {
    if (most < lettersMax) most = Math.max(most, Math.min(lettersMax, lettersOf(text.bytes, start, end)));
  });
  return most;
}

/** The runs by their new lines, neighbours put together, as `ChangeColumns.setPasses` takes them. */
export function joined(runs: readonly PassedRun[]): [ints: Int32Array, count: number] {
  const ints = new Int32Array(runs.length * passFields);
  let end = 0;
  for (const { line, count, oldLine } of runs.toSorted((a, b) => a.line - b.line)) {
    const last = end - passFields;
    const isNext = end > 0 && ints[last]! + ints[last + 1]! === line && ints[last + 2]! + ints[last + 1]! === oldLine;
    if (isNext) ints[last + 1]! += count;
    else {
      ints.set([line, count, oldLine, 0], end);
      end += passFields;
    }
  }
  return [ints, end / passFields];
}

/** Adds a run for each line that has an origin; returns the ranges of the others. */
function takeOrigins(origins: Int32Array, ranges: LineRanges, runs: PassedRun[]): LineRanges {
  const left: number[] = [];
  let added = 0;
  for (let range = 0; range < ranges.length; range += 2) {
    for (let line = ranges[range]!; line < ranges[range + 1]!; line += 1, added += 1) {
      const oldLine = origins[added]!;
      if (oldLine >= 0) addLine(runs, line, oldLine);
      else if (left.at(-1) === line && line > ranges[range]!) left[left.length - 1] = line + 1;
      else left.push(line, line + 1);
    }
  }
  return left;
}

function addLine(runs: PassedRun[], line: number, oldLine: number): void {
  const last = runs.at(-1);
  if (last === undefined || last.line + last.count !== line || last.oldLine + last.count !== oldLine) {
    runs.push({ line, count: 1, oldLine });
  } else runs[runs.length - 1] = { ...last, count: last.count + 1 };
}
