import { IgnoredLines, type LineDiff, MovedLines } from '../diff/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { type ChangeColumns, want } from './change-columns.ts';
import { passRunMax } from './slab-layout.ts';

/** Integers of a run of lines that are passed on: new start, count, old start, 0; as wide as a hunk. */
const passFields = 4;

export interface Text {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/**
 * Which added lines of a change go on to lines of the old text, though the diff has no partner for them: those of a
 * commit that is to be ignored, by the rules of `git blame --ignore-rev`, and blocks that have moved within the file.
 * BOUNDED BY: the two matchers, and as many runs as fit into a slab; the rest is not passed on.
 */
export class LinePasser {
  readonly #ignored: IgnoredLines;
  readonly #moved: MovedLines;
  #runs: Int32Array = new Int32Array(0);
  #runCount = 0;

  constructor(allowance: ScratchAllowance) {
    this.#ignored = new IgnoredLines({ allowance });
    this.#moved = new MovedLines({ allowance });
  }

  /** Gives back what large changes took. */
  release(): void {
    this.#ignored.release();
    this.#moved.release();
    this.#runs = new Int32Array(0);
  }

  /** Adds to a row, whose hunks are set, what is passed on; returns whether a bound left lines out. */
  pass(columns: ChangeColumns, row: number, older: Text, newer: Text, diff: LineDiff): boolean {
    const wants = columns.wants[row]!;
    const { hunks, hunkCount } = diff;
    const texts = [older.bytes, older.length, newer.bytes, newer.length, hunks, hunkCount] as const;
    let origins: Int32Array | undefined;
    let isCut = false;
    if ((wants & want.ignored) !== 0) {
      origins = this.#ignored.map(...texts);
      isCut = this.#ignored.isCut;
    }
    if ((wants & want.moves) !== 0) {
      const moved = this.#moved.map(...texts);
      isCut ||= this.#moved.isCut;
      origins = origins === undefined ? moved : firstOf(origins, moved);
    }
    if (origins === undefined) return false;
    isCut = !this.#collect(origins, hunks, hunkCount) || isCut;
    columns.setPasses(row, this.#runs, this.#runCount);
    return isCut;
  }

  /** Puts neighbours together; false when there are more runs than fit. */
  #collect(origins: Int32Array, hunks: Int32Array, hunkCount: number): boolean {
    this.#runCount = 0;
    let at = 0;
    for (let hunk = 0; hunk < hunkCount; hunk += 1) {
      const start = hunks[hunk * 4 + 2]!;
      const count = hunks[hunk * 4 + 3]!;
      for (let line = 0; line < count; line += 1, at += 1) {
        if (origins[at]! >= 0 && !this.#add(start + line, origins[at]!)) return false;
      }
    }
    return true;
  }

  #add(newLine: number, oldLine: number): boolean {
    const runs = this.#runs;
    const last = (this.#runCount - 1) * passFields;
    if (last >= 0 && runs[last]! + runs[last + 1]! === newLine && runs[last + 2]! + runs[last + 1]! === oldLine) {
      runs[last + 1]! += 1;
      return true;
    }
    if (this.#runCount === passRunMax) return false;
    const end = this.#runCount * passFields;
    if (end === runs.length) {
      this.#runs = new Int32Array(Math.max(256, runs.length * 2));
      this.#runs.set(runs);
    }
    this.#runs.set([newLine, 1, oldLine, 0], end);
    this.#runCount += 1;
    return true;
  }
}

function firstOf(one: Int32Array, other: Int32Array): Int32Array {
  for (let at = 0; at < one.length; at += 1) if (one[at]! < 0) one[at] = other[at]!;
  return one;
}
