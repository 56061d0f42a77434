import { assert, KiB } from '../base/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { HunkList, hunkCountMax as hunkCountUsual } from './hunk-list.ts';
import { HunkSlider } from './hunk-slider.ts';
import { countLines, lineCountBetween, lineCountOf } from './line-count.ts';
import { isPlaced, type LineDiffWant, MiddleDiff } from './middle-diff.ts';
import { SharedEnds } from './shared-ends.ts';

/** Middles of more lines on both sides together are replaced whole: part of the report, whatever the budget. */
const middleLineCountMax = 1 << 18;
/** What the arrays hold for a line of either middle, with what their growth leaves behind. */
const bytesPerLine = 128;
/** Middles up to here cannot have many lines, so nothing is counted before they are compared. */
const uncountedBytesMax = 64 * KiB;

export interface LineDiffOptions {
  /** Edits tried in a box before it is cut without proof. Default 256, git's. */
  readonly costMax?: number;
  /** Hunks kept apart; the rest become one covering replacement. Default 32,768. */
  readonly hunkCountMax?: number;
  /** The account that arrays for long texts are charged to, if there is one. */
  readonly allowance?: ScratchAllowance | undefined;
}

/**
 * The lines that differ between two texts, with the numbers of `git log --numstat`.
 *
 * A line is its bytes up to and including LF, so a last line without LF differs from the same line
 * with one.
 *
 *   old  [ same prefix ][ middle  ][ same suffix ]    ends are trimmed, whole lines only;
 *   new  [ same prefix ][ middle' ][ same suffix ]    middles become line ids, then a script
 *
 * Cost: O(bytes) to trim and to hash the middles, O(lines × costMax) for the script. OWNS arrays of
 * about 90 bytes a line of the largest middles seen, plus the hunks; `release` drops them. Middles of more than
 * 262,144 lines together are not compared but replaced: 24 MiB at most.
 */
export class LineDiff {
  added = 0;
  removed = 0;
  /** Sum over hunks of the smaller of lines removed and lines added, where the script has them. */
  changed = 0;
  oldLineCount = 0;
  newLineCount = 0;
  /** Whether a work bound fired: the result is valid, and perhaps not the shortest. */
  isCapped = false;
  /** Steps of the search in the last run. */
  workCount = 0;
  readonly #allowance: ScratchAllowance | undefined;
  #chargedBytes = 0;
  readonly #costMax: number;
  readonly #hunks: HunkList;
  readonly #ends = new SharedEnds();
  readonly #slider = new HunkSlider();
  #middle: MiddleDiff;

  constructor(options: LineDiffOptions = {}) {
    const { costMax = 256, hunkCountMax = hunkCountUsual } = options;
    assert(costMax >= 1, 'a box takes one edit at least');
    assert(hunkCountMax >= 1, 'the last hunk covers the rest');
    this.#costMax = costMax;
    this.#hunks = new HunkList(hunkCountMax);
    this.#middle = new MiddleDiff(costMax, this.#hunks);
    this.#allowance = options.allowance;
  }

  get hunkCount(): number {
    return this.#hunks.count;
  }

  /** Four numbers a hunk: oldStart, oldCount, newStart, newCount; ascending, never adjacent. */
  get hunks(): Int32Array {
    return this.#hunks.fields;
  }

  /** Whether the last hunk covers several, because there were more than `hunkCountMax`. */
  get isCoarse(): boolean {
    return this.#hunks.isCoarse;
  }

  /** Bytes held between runs. */
  get bytes(): number {
    return this.#middle.bytes + this.#slider.bytes + this.#hunks.fields.byteLength;
  }

  /**
   * Compares two texts and fills the fields, which stay valid until the next run. A known line count
   * of either text saves counting; -1 when it is not known.
   *
   * 'counts' gives no hunks. 'edits' gives those of the script that the counts are from. 'lines'
   * gives those of `git diff -U0`, on which `git blame` rests: counts are the same as ever, so that
   * the hunks may add up to other numbers, in one of 500 real changes. 'positions' gives the same
   * hunks, and counts of its own: it saves the search for git's counts where that is another one.
   */
  run(
    oldBytes: Uint8Array,
    oldLength: number,
    newBytes: Uint8Array,
    newLength: number,
    want: LineDiffWant,
    knownOldLineCount = -1,
    knownNewLineCount = -1,
  ): void {
    this.#reset();
    this.oldLineCount = knownOldLineCount;
    this.newLineCount = knownNewLineCount;
    if (knownOldLineCount < 0 && knownNewLineCount < 0) {
      this.oldLineCount = lineCountOf(oldBytes, oldLength);
    }
    this.#ends.find(oldBytes, oldLength, newBytes, newLength);
    const { prefix, suffix } = this.#ends;
    const oldEnd = oldLength - suffix;
    const newEnd = newLength - suffix;
    if (prefix === oldEnd || prefix === newEnd) {
      this.removed = lineCountBetween(oldBytes, prefix, oldEnd);
      this.added = lineCountBetween(newBytes, prefix, newEnd);
      this.#balance(this.added - this.removed);
      if (want !== 'counts' && this.added + this.removed > 0) {
        this.#addOneSided(oldBytes, oldLength, newBytes, newLength, want);
      }
      return;
    }
    if (!this.#fitsMiddles(oldBytes, prefix, oldEnd, newBytes, newEnd)) {
      this.#replaceMiddles(oldBytes, prefix, oldEnd, newBytes, newEnd, want);
      return;
    }
    this.#compareMiddles(oldBytes, oldLength, newBytes, newLength, want);
  }

  /** Gives back the arrays; the next run makes new ones. */
  release(): void {
    this.#middle = new MiddleDiff(this.#costMax, this.#hunks);
    this.#slider.release();
    this.#hunks.release();
    this.#allowance?.resize(this.#chargedBytes, 0);
    this.#chargedBytes = 0;
    this.#reset();
  }

  #reset(): void {
    this.added = 0;
    this.removed = 0;
    this.changed = 0;
    this.isCapped = false;
    this.workCount = 0;
    this.#hunks.clear();
  }

  /** The line count of one side follows from that of the other. */
  #balance(newSurplus: number): void {
    if (this.oldLineCount < 0) this.oldLineCount = this.newLineCount - newSurplus;
    this.newLineCount = this.oldLineCount + newSurplus;
  }

  /** Lines of the old text before `start`, if so many lie in `[start, end)`: read off the shorter part. */
  #linesBefore(old: Uint8Array, start: number, end: number, length: number, lineCount: number): number {
    if (start <= length - end) return countLines(old, 0, start);
    return this.oldLineCount - lineCount - lineCountBetween(old, end, length);
  }

  /** The hunk of texts of which one is all shared. */
  #addOneSided(old: Uint8Array, oldLength: number, newer: Uint8Array, newLength: number, want: LineDiffWant): void {
    const { prefix, suffix } = this.#ends;
    const oldEnd = oldLength - suffix;
    const firstLine = this.#linesBefore(old, prefix, oldEnd, oldLength, this.removed);
    this.#hunks.add(firstLine, this.removed, firstLine, this.added);
    if (want === 'edits') return;
    // A tail that is longer than the suffix cuts off the hunk; it slides back into the text then.
    const tailTrim = this.#ends.tailTrim(old, oldLength, newer, newLength);
    const { older, newer: newMiddle } = this.#slider;
    older.set(old, oldLength - tailTrim, prefix, oldEnd, this.removed);
    newMiddle.set(newer, newLength - tailTrim, prefix, newLength - suffix, this.added);
    this.#slider.run(this.#hunks, firstLine);
    older.drop();
    newMiddle.drop();
  }

  /** Charges what comparing the middles takes; false when they have too many lines. */
  #fitsMiddles(old: Uint8Array, start: number, oldEnd: number, newer: Uint8Array, newEnd: number): boolean {
    if (oldEnd - start + newEnd - start <= uncountedBytesMax) return true;
    const lineCount = lineCountBetween(old, start, oldEnd) + lineCountBetween(newer, start, newEnd);
    if (lineCount > middleLineCountMax) return false;
    const bytes = lineCount * bytesPerLine;
    if (bytes > this.#chargedBytes) {
      this.#allowance?.resize(this.#chargedBytes, bytes);
      this.#chargedBytes = bytes;
    }
    return true;
  }

  /** One hunk for all of it, found without looking at a line twice. */
  #replaceMiddles(
    old: Uint8Array,
    start: number,
    oldEnd: number,
    newer: Uint8Array,
    newEnd: number,
    want: LineDiffWant,
  ): void {
    this.removed = lineCountBetween(old, start, oldEnd);
    this.added = lineCountBetween(newer, start, newEnd);
    this.changed = Math.min(this.removed, this.added);
    this.isCapped = true;
    this.#hunks.isCoarse = true;
    this.#balance(this.added - this.removed);
    if (want === 'counts') return;
    const firstLine = countLines(old, 0, start);
    this.#hunks.add(firstLine, this.removed, firstLine, this.added);
  }

  #compareMiddles(old: Uint8Array, oldLength: number, newer: Uint8Array, newLength: number, want: LineDiffWant): void {
    const middle = this.#middle;
    const { table } = middle;
    const { prefix, suffix } = this.#ends;
    middle.split(old, oldLength, newer, newLength, prefix, suffix);
    this.#balance(table.newCount - table.oldCount);
    const firstLine =
      want === 'counts' ? 0 : this.#linesBefore(old, prefix, oldLength - suffix, oldLength, table.oldCount);
    const tailTrim = isPlaced(want) ? this.#ends.tailTrim(old, oldLength, newer, newLength) : 0;
    middle.compare(this.oldLineCount, this.newLineCount, firstLine, want, tailTrim);
    table.dropTexts();
    this.added = middle.added;
    this.removed = middle.removed;
    this.changed = middle.changed;
    this.isCapped = middle.isCapped;
    this.workCount = middle.workCount;
    if (!isPlaced(want) || this.#hunks.isCoarse) return;
    const { older, newer: newMiddle } = this.#slider;
    const { oldCount, oldIds, oldEnds, newCount, newIds, newEnds } = table;
    older.set(old, oldLength - tailTrim, prefix, oldLength - suffix, oldCount, oldIds, oldEnds);
    newMiddle.set(newer, newLength - tailTrim, prefix, newLength - suffix, newCount, newIds, newEnds);
    this.#slider.run(this.#hunks, firstLine);
    older.drop();
    newMiddle.drop();
  }
}

/** What comparing two texts of at most so many lines each takes beside the texts themselves, in bytes. */
export function comparingBytes(lineCount: number): number {
  return Math.min(2 * lineCount, middleLineCountMax) * bytesPerLine;
}
