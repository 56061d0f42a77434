import { assert, KiB } from '../base/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { commonPrefixLength, commonSuffixLength } from './common-run.ts';
import { EditPath } from './edit-path.ts';
import { countLines, lineCountOf } from './line-count.ts';
import { frequentUses, LineFilter } from './line-filter.ts';
import { LineTable } from './line-table.ts';

const lineFeed = 0x0a;
const hunkFields = 4;
/** Middles of more lines on both sides together are replaced whole: part of the report, whatever the budget. */
const middleLineCountMax = 1 << 18;
/** What the arrays hold for a line of either middle, with what their growth leaves behind. */
const bytesPerLine = 120;
/** Middles up to here cannot have many lines, so nothing is counted before they are compared. */
const uncountedBytesMax = 64 * KiB;
const nativeIndexOf = Buffer.prototype.indexOf;
const nativeLastIndexOf = Buffer.prototype.lastIndexOf;

export interface LineDiffOptions {
  /** Edits tried in a box before it is cut without proof. Default 256, git's. */
  readonly costMax?: number;
  /** Hunks told apart; the rest become one covering replacement. Default 32,768. */
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
 * about 80 bytes a line of the largest middles seen, plus the hunks; `release` drops them. Middles of more than
 * 262,144 lines together are not compared but replaced: 20 MiB at most.
 */
export class LineDiff {
  added = 0;
  removed = 0;
  /** Sum over hunks of the smaller of lines removed and lines added. */
  changed = 0;
  oldLineCount = 0;
  newLineCount = 0;
  hunkCount = 0;
  /** Four numbers a hunk: oldStart, oldCount, newStart, newCount; ascending, never adjacent. */
  hunks: Int32Array = new Int32Array(hunkFields * 16);
  /** Whether a work bound fired: the result is valid, and perhaps not the shortest. */
  isCapped = false;
  /** Whether the last hunk covers several, because there were more than `hunkCountMax`. */
  isCoarse = false;
  /** Steps of the search in the last run. */
  workCount = 0;
  readonly #hunkCountMax: number;
  readonly #allowance: ScratchAllowance | undefined;
  #chargedBytes = 0;
  readonly #path: EditPath;
  #table = new LineTable();
  #filter = new LineFilter();
  #oldMarks: Uint8Array = new Uint8Array(256);
  #newMarks: Uint8Array = new Uint8Array(256);
  #prefix = 0;
  #suffix = 0;

  constructor(options: LineDiffOptions = {}) {
    const { costMax = 256, hunkCountMax = 32_768 } = options;
    assert(costMax >= 1, 'a box takes one edit at least');
    assert(hunkCountMax >= 1, 'the last hunk covers the rest');
    this.#path = new EditPath(costMax);
    this.#hunkCountMax = hunkCountMax;
    this.#allowance = options.allowance;
  }

  /** Bytes held between runs. */
  get bytes(): number {
    const marks = this.#oldMarks.byteLength + this.#newMarks.byteLength;
    const parts = this.#table.bytes + this.#filter.bytes + this.#path.bytes;
    return marks + parts + this.hunks.byteLength;
  }

  /**
   * Compares two texts and fills the fields, which stay valid until the next run. `hunks` only for
   * 'edits'. A known line count of either text saves counting; -1 when it is not known.
   */
  run(
    oldBytes: Uint8Array,
    oldLength: number,
    newBytes: Uint8Array,
    newLength: number,
    want: 'counts' | 'edits',
    knownOldLineCount = -1,
    knownNewLineCount = -1,
  ): void {
    this.#reset();
    this.oldLineCount = knownOldLineCount;
    this.newLineCount = knownNewLineCount;
    if (knownOldLineCount < 0 && knownNewLineCount < 0) {
      this.oldLineCount = lineCountOf(oldBytes, oldLength);
    }
    this.#trim(oldBytes, oldLength, newBytes, newLength);
    const prefix = this.#prefix;
    const oldEnd = oldLength - this.#suffix;
    const newEnd = newLength - this.#suffix;
    if (prefix === oldEnd || prefix === newEnd) {
      this.removed = lineCountBetween(oldBytes, prefix, oldEnd);
      this.added = lineCountBetween(newBytes, prefix, newEnd);
      this.#balance(this.added - this.removed);
      if (want === 'edits' && this.added + this.removed > 0) {
        const start = countLines(oldBytes, 0, prefix);
        this.#addHunk(start, this.removed, start, this.added);
      }
      return;
    }
    if (!this.#fitsMiddles(oldBytes, prefix, oldEnd, newBytes, newEnd)) {
      this.#replaceMiddles(oldBytes, prefix, oldEnd, newBytes, newEnd, want);
      return;
    }
    this.#compareMiddles(oldBytes, oldLength, newBytes, newLength);
    const firstLine = want === 'edits' ? countLines(oldBytes, 0, prefix) : 0;
    this.#collect(firstLine, want);
  }

  /** Gives back the arrays; the next run makes new ones. */
  release(): void {
    this.#table = new LineTable();
    this.#filter = new LineFilter();
    this.#path.release();
    this.#oldMarks = new Uint8Array(256);
    this.#newMarks = new Uint8Array(256);
    this.hunks = new Int32Array(hunkFields * 16);
    this.#allowance?.resize(this.#chargedBytes, 0);
    this.#chargedBytes = 0;
    this.#reset();
  }

  #reset(): void {
    this.added = 0;
    this.removed = 0;
    this.changed = 0;
    this.hunkCount = 0;
    this.isCapped = false;
    this.isCoarse = false;
    this.workCount = 0;
  }

  /** The line count of one side tells that of the other. */
  #balance(newSurplus: number): void {
    if (this.oldLineCount < 0) this.oldLineCount = this.newLineCount - newSurplus;
    this.newLineCount = this.oldLineCount + newSurplus;
  }

  /** Finds the whole lines that both texts begin and end with. */
  #trim(old: Uint8Array, oldLength: number, newer: Uint8Array, newLength: number): void {
    const shorter = Math.min(oldLength, newLength);
    let prefix = commonPrefixLength(old, 0, newer, 0, shorter);
    this.#suffix = 0;
    this.#prefix = prefix;
    if (prefix === oldLength && prefix === newLength) return;
    if (prefix > 0 && old[prefix - 1] !== lineFeed) {
      prefix = nativeLastIndexOf.call(old, lineFeed, prefix - 1) + 1;
    }
    this.#prefix = prefix;
    let suffix = commonSuffixLength(old, oldLength, newer, newLength, shorter - prefix);
    const oldStart = oldLength - suffix;
    const newStart = newLength - suffix;
    const isLineStart =
      (oldStart === prefix || old[oldStart - 1] === lineFeed) &&
      (newStart === prefix || newer[newStart - 1] === lineFeed);
    if (suffix > 0 && !isLineStart) {
      const lineEnd = nativeIndexOf.call(old, lineFeed, oldStart);
      suffix = lineEnd < 0 || lineEnd >= oldLength ? 0 : oldLength - lineEnd - 1;
    }
    this.#suffix = suffix;
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
    want: 'counts' | 'edits',
  ): void {
    this.removed = lineCountBetween(old, start, oldEnd);
    this.added = lineCountBetween(newer, start, newEnd);
    this.changed = Math.min(this.removed, this.added);
    this.isCapped = true;
    this.isCoarse = true;
    this.#balance(this.added - this.removed);
    if (want === 'counts') return;
    const firstLine = countLines(old, 0, start);
    this.#addHunk(firstLine, this.removed, firstLine, this.added);
  }

  #compareMiddles(old: Uint8Array, oldLength: number, newer: Uint8Array, newLength: number): void {
    const table = this.#table;
    const prefix = this.#prefix;
    const oldEnd = oldLength - this.#suffix;
    table.build(old, prefix, oldEnd, newer, prefix, newLength - this.#suffix);
    this.#balance(table.newCount - table.oldCount);
    const needsShared = this.#filter.needsSharedUses(table);
    if (!needsShared) this.#search();
    // A capped search depends on which lines take part, and git counts uses in the whole texts.
    if (needsShared || this.#path.isCapped) {
      table.countShared(0, prefix);
      table.countShared(oldEnd, oldLength);
      this.#search();
    }
    table.dropTexts();
  }

  #search(): void {
    const table = this.#table;
    const filter = this.#filter;
    this.#clearMarks(table.oldCount, table.newCount);
    const oldFrequentMin = frequentUses(this.oldLineCount);
    const newFrequentMin = frequentUses(this.newLineCount);
    filter.run(table, oldFrequentMin, newFrequentMin, this.#oldMarks, this.#newMarks);
    this.#path.run(
      filter.oldKept,
      filter.oldPlaces,
      filter.oldKeptCount,
      this.#oldMarks,
      filter.newKept,
      filter.newPlaces,
      filter.newKeptCount,
      this.#newMarks,
    );
    this.isCapped = this.#path.isCapped;
    this.workCount += this.#path.workCount;
  }

  #clearMarks(oldCount: number, newCount: number): void {
    if (this.#oldMarks.length < oldCount) this.#oldMarks = new Uint8Array(oldCount * 2);
    else this.#oldMarks.fill(0, 0, oldCount);
    if (this.#newMarks.length < newCount) this.#newMarks = new Uint8Array(newCount * 2);
    else this.#newMarks.fill(0, 0, newCount);
  }

  /** Walks both mark arrays; unmarked lines pair up, runs of marks are hunks. */
  #collect(firstLine: number, want: 'counts' | 'edits'): void {
    const oldMarks = this.#oldMarks;
    const newMarks = this.#newMarks;
    const oldCount = this.#table.oldCount;
    const newCount = this.#table.newCount;
    let i = 0;
    let j = 0;
    while (i < oldCount || j < newCount) {
      const oldStart = i;
      const newStart = j;
      while (i < oldCount && oldMarks[i] === 1) i += 1;
      while (j < newCount && newMarks[j] === 1) j += 1;
      const removed = i - oldStart;
      const added = j - newStart;
      if (removed > 0 || added > 0) {
        this.removed += removed;
        this.added += added;
        this.changed += Math.min(removed, added);
        if (want === 'edits') {
          this.#addHunk(firstLine + oldStart, removed, firstLine + newStart, added);
        }
      }
      while (i < oldCount && j < newCount && oldMarks[i] === 0 && newMarks[j] === 0) {
        i += 1;
        j += 1;
      }
    }
  }

  #addHunk(oldStart: number, oldCount: number, newStart: number, newCount: number): void {
    if (this.hunkCount === this.#hunkCountMax) {
      const last = (this.hunkCount - 1) * hunkFields;
      this.hunks[last + 1] = oldStart + oldCount - this.hunks[last]!;
      this.hunks[last + 3] = newStart + newCount - this.hunks[last + 2]!;
      this.isCoarse = true;
      return;
    }
    const at = this.hunkCount * hunkFields;
    if (at === this.hunks.length) {
      const bigger = new Int32Array(at * 2);
      bigger.set(this.hunks);
      this.hunks = bigger;
    }
    this.hunks[at] = oldStart;
    this.hunks[at + 1] = oldCount;
    this.hunks[at + 2] = newStart;
    this.hunks[at + 3] = newCount;
    this.hunkCount += 1;
  }
}

/** What comparing two texts of at most so many lines each takes beside the texts themselves, in bytes. */
export function comparingBytes(lineCount: number): number {
  return Math.min(2 * lineCount, middleLineCountMax) * bytesPerLine;
}

function lineCountBetween(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 0;
  return countLines(bytes, start, end) + (bytes[end - 1] === lineFeed ? 0 : 1);
}
