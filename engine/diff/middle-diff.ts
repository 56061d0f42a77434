import { EditPath } from './edit-path.ts';
import type { HunkList } from './hunk-list.ts';
import { frequentUses, LineFilter } from './line-filter.ts';
import { LineTable } from './line-table.ts';
import { isOnlyScript } from './only-script.ts';
import { SharedLines } from './shared-lines.ts';

/** What is asked for: see `LineDiff.run`. */
export type LineDiffWant = 'counts' | 'edits' | 'lines' | 'positions';

/**
 * Compares what lies between the shared ends of two texts.
 *
 * Git counts in the whole texts and finds positions in trimmed ones (see `tailTrimBytes`). The
 * middles are the same; what differs is how often a line counts as used, hence which lines take part
 * in the search. One search mostly serves both:
 *
 *   - where uses outside cannot crowd out a line, counts need none of them, nor do positions when
 *     only one script is the shortest;
 *   - else the lines that take part are chosen again, and when they are the same, so is the script.
 *
 * OWNS the arrays of its parts, and one byte per line.
 */
export class MiddleDiff {
  added = 0;
  removed = 0;
  /** Sum over hunks of the smaller of lines removed and lines added. */
  changed = 0;
  /** Whether a work bound fired in the search that the counts are from. */
  isCapped = false;
  /** Steps of all searches. */
  workCount = 0;
  /** The lines of the middles, from `split` on. */
  readonly table: LineTable = new LineTable();
  readonly #costMax: number;
  readonly #hunks: HunkList;
  readonly #path: EditPath;
  readonly #filter = new LineFilter();
  readonly #shared = new SharedLines(this.table);
  #oldMarks: Uint8Array = new Uint8Array(256);
  #newMarks: Uint8Array = new Uint8Array(256);
  #prefix = 0;
  #oldEnd = 0;
  #oldLength = 0;
  #oldLineCount = 0;
  #newLineCount = 0;
  #firstLine = 0;

  /** Hunks go to `hunks`. */
  constructor(costMax: number, hunks: HunkList) {
    this.#costMax = costMax;
    this.#path = new EditPath(costMax);
    this.#hunks = hunks;
  }

  get bytes(): number {
    const marks = this.#oldMarks.byteLength + this.#newMarks.byteLength;
    return marks + this.table.bytes + this.#shared.bytes + this.#filter.bytes + this.#path.bytes;
  }

  /** Splits the middles into lines: what is left without the first and the last bytes. */
  split(
    old: Uint8Array,
    oldLength: number,
    newer: Uint8Array,
    newLength: number,
    prefix: number,
    suffix: number,
  ): void {
    this.#prefix = prefix;
    this.#oldEnd = oldLength - suffix;
    this.#oldLength = oldLength;
    this.table.build(old, prefix, this.#oldEnd, newer, prefix, newLength - suffix);
  }

  /**
   * Compares the middles, which start at line `firstLine` of texts of so many lines. Hunks are not yet
   * where git slides them. `tailTrim` is 0 but for 'lines' and 'positions': the bytes git cuts off, not
   * more than the suffix.
   */
  compare(oldLineCount: number, newLineCount: number, firstLine: number, want: LineDiffWant, tailTrim: number): void {
    this.#oldLineCount = oldLineCount;
    this.#newLineCount = newLineCount;
    this.#firstLine = firstLine;
    this.workCount = 0;
    this.#filter.keepMatched(this.table);
    if (!this.#filter.needsSharedUses(this.table)) {
      this.#search();
      if (!this.#path.isCapped) {
        this.isCapped = false;
        this.#collect(true, want !== 'counts');
        if (isPlaced(want) && !this.#isOnlyScript()) this.#checkPositions(tailTrim);
        return;
      }
    }
    if (want === 'positions') {
      this.#comparePositions(tailTrim);
      return;
    }
    // A capped search depends on which lines take part, and git counts uses in the whole texts.
    this.#compareWhole(want !== 'counts', tailTrim);
  }

  /** Searches with uses in the trimmed texts alone: nobody asks what the whole ones would count. */
  #comparePositions(tailTrim: number): void {
    const tailStart = this.#oldLength - tailTrim;
    this.#shared.lookFor('all', this.#prefix + tailStart - this.#oldEnd);
    this.#choose(this.#shared.count(0, this.#prefix) + this.#shared.count(this.#oldEnd, tailStart));
    this.#search();
    this.isCapped = this.#path.isCapped;
    this.#collect(true, true);
  }

  /** Searches with uses in the whole texts, and before that in the trimmed ones if need be. */
  #compareWhole(wantsHunks: boolean, tailTrim: number): void {
    const { table } = this;
    const tailStart = this.#oldLength - tailTrim;
    this.#shared.lookFor('all', this.#prefix + this.#oldLength - this.#oldEnd);
    const sharedCount = this.#shared.count(0, this.#prefix) + this.#shared.count(this.#oldEnd, tailStart);
    const oldFrequentMin = frequentUses(this.#oldLineCount);
    const newFrequentMin = frequentUses(this.#newLineCount);
    const isTailIdle = tailTrim === 0 || this.#isTailIdle(tailStart, sharedCount, oldFrequentMin, newFrequentMin);
    if (!isTailIdle) {
      this.#choose(sharedCount);
      this.#search();
      this.#collect(false, true);
      this.#shared.count(tailStart, this.#oldLength);
    }
    this.#filter.run(table, oldFrequentMin, newFrequentMin);
    if (isTailIdle || !this.#filter.isSame) this.#search();
    this.isCapped = this.#path.isCapped;
    this.#collect(true, wantsHunks && isTailIdle);
  }

  /**
   * Whether the lines of the tail, once counted too, change nothing about which lines take part; if
   * they may, they are not counted.
   */
  #isTailIdle(tailStart: number, sharedCount: number, oldFrequentMin: number, newFrequentMin: number): boolean {
    const { table } = this;
    if (frequentUses(table.oldCount + sharedCount) !== oldFrequentMin) return false;
    if (frequentUses(table.newCount + sharedCount) !== newFrequentMin) return false;
    const end = this.#oldLength;
    if (this.#shared.countKeepsClasses(tailStart, end, oldFrequentMin, newFrequentMin)) return true;
    this.#shared.count(tailStart, end, -1);
    return false;
  }

  /** Finds the hunks again when lines shared outside the middles take part in git's search. */
  #checkPositions(tailTrim: number): void {
    const shared = this.#shared;
    const tailStart = this.#oldLength - tailTrim;
    const byteCount = this.#prefix + tailStart - this.#oldEnd;
    shared.lookFor('unmatched', byteCount);
    if (!shared.hasUnmatched(0, this.#prefix) && !shared.hasUnmatched(this.#oldEnd, tailStart)) return;
    shared.lookFor('all', byteCount);
    this.#choose(shared.count(0, this.#prefix) + shared.count(this.#oldEnd, tailStart));
    if (this.#filter.isSame) return;
    this.#search();
    this.#hunks.clear();
    this.#collect(false, true);
  }

  /** Chooses the lines that take part, in texts with so many lines beside the middles. */
  #choose(sharedCount: number): void {
    const oldFrequentMin = frequentUses(this.table.oldCount + sharedCount);
    this.#filter.run(this.table, oldFrequentMin, frequentUses(this.table.newCount + sharedCount));
  }

  /**
   * Whether git finds the script in hand, whatever shared lines take part in its search: none of them
   * matches a line in the other middle, so it is enough that no other script is as short, and that no
   * bound can fire.
   */
  #isOnlyScript(): boolean {
    const { table } = this;
    const filter = this.#filter;
    // Fronts that meet in the middle take half of the edits each.
    if (this.removed + this.added > 2 * this.#costMax) return false;
    const oldSurplus = this.removed - (table.oldCount - filter.oldKeptCount);
    const newSurplus = this.added - (table.newCount - filter.newKeptCount);
    return isOnlyScript(table, filter, this.#oldMarks, oldSurplus, this.#newMarks, newSurplus);
  }

  /** Marks the lines that do not match: those left out, and those that the search gives up. */
  #search(): void {
    const { table } = this;
    const filter = this.#filter;
    if (this.#oldMarks.length < table.oldCount) this.#oldMarks = new Uint8Array(table.oldCount * 2);
    if (this.#newMarks.length < table.newCount) this.#newMarks = new Uint8Array(table.newCount * 2);
    markAllBut(filter.oldPlaces, filter.oldKeptCount, this.#oldMarks, table.oldCount);
    markAllBut(filter.newPlaces, filter.newKeptCount, this.#newMarks, table.newCount);
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
    this.workCount += this.#path.workCount;
  }

  /** Walks both mark arrays; unmarked lines pair up, runs of marks are hunks. */
  #collect(wantsCounts: boolean, wantsHunks: boolean): void {
    const oldMarks = this.#oldMarks;
    const newMarks = this.#newMarks;
    const { oldCount, newCount } = this.table;
    const firstLine = this.#firstLine;
    let totalRemoved = 0;
    let changed = 0;
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
        totalRemoved += removed;
        changed += Math.min(removed, added);
        if (wantsHunks) this.#hunks.add(firstLine + oldStart, removed, firstLine + newStart, added);
      }
      while (i < oldCount && j < newCount && oldMarks[i] === 0 && newMarks[j] === 0) {
        i += 1;
        j += 1;
      }
    }
    if (!wantsCounts) return;
    this.removed = totalRemoved;
    this.added = totalRemoved + newCount - oldCount;
    this.changed = changed;
  }
}

/** Whether hunks stand where git puts them. */
export function isPlaced(want: LineDiffWant): boolean {
  return want === 'lines' || want === 'positions';
}

function markAllBut(places: Int32Array, placeCount: number, marks: Uint8Array, count: number): void {
  marks.fill(1, 0, count);
  for (let i = 0; i < placeCount; i += 1) marks[places[i]!] = 0;
}
