import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';
import type { LineRanges } from './line-ranges.ts';
import { blockLettersMin, blockLinesMin, type MoveRuns } from './move-runs.ts';

/**
 * Chooses blocks out of stretches that overlap: the longest first, of equals the one that starts first among
 * the added lines, then the one that starts first among the deleted. Each line is used once.
 *
 * A heap holds each stretch by the longest block that was left of it when last seen. Blocks only shrink, so the
 * top is right when it has not changed. OWNS 12 bytes a stretch and 4 a deleted line, reused.
 */
export class LongestFirst {
  /** Lines visited in the last run. */
  workCount = 0;
  /** Lines that moved in the last run. */
  movedCount = 0;
  readonly #allowance: ScratchAllowance | undefined;
  #runs: MoveRuns;
  /** Per stretch: where in it the longest block starts, and how many lines it has. */
  #offsets: Int32Array = new Int32Array(0);
  #lengths: Int32Array = new Int32Array(0);
  #heap: Int32Array = new Int32Array(0);
  #heapCount = 0;
  /** Per deleted line, 1 when it is used. */
  #used: Int32Array = new Int32Array(0);

  constructor(runs: MoveRuns, allowance?: ScratchAllowance) {
    this.#runs = runs;
    this.#allowance = allowance;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#offsets.byteLength + this.#lengths.byteLength + this.#heap.byteLength + this.#used.byteLength;
  }

  /**
   * Fills `origins`, all -1 before: for each added line the deleted line that it was. `letters` returns how many
   * letters a line has by its id. False after `workMax` steps.
   */
  run(oldCount: number, newer: LineRanges, letters: Int32Array, origins: Int32Array, workMax: number): boolean {
    this.workCount = 0;
    this.movedCount = 0;
    this.#clear(oldCount);
    for (let run = 0; run < this.#runs.count; run += 1) {
      this.#measure(run, newer, letters, origins);
      this.#push(run);
    }
    while (this.#heapCount > 0) {
      if (this.workCount > workMax) return false;
      const run = this.#pop();
      const offset = this.#offsets[run]!;
      const length = this.#lengths[run]!;
      this.#measure(run, newer, letters, origins);
      if (this.#offsets[run] === offset && this.#lengths[run] === length) {
        this.#take(run, origins);
        this.#measure(run, newer, letters, origins);
      }
      this.#push(run);
    }
    return true;
  }

  #clear(oldCount: number): void {
    const runCount = this.#runs.count;
    this.#offsets = grownInts(this.#offsets, runCount, this.#allowance);
    this.#lengths = grownInts(this.#lengths, runCount, this.#allowance);
    this.#heap = grownInts(this.#heap, runCount, this.#allowance);
    this.#used = grownInts(this.#used, oldCount, this.#allowance);
    this.#used.fill(0, 0, oldCount);
    this.#heapCount = 0;
  }

  /** Finds the longest block of a stretch whose lines are all unused; its length is 0 when there is none. */
  #measure(run: number, newer: LineRanges, letters: Int32Array, origins: Int32Array): void {
    const oldStart = this.#runs.oldStarts[run]!;
    const newStart = this.#runs.newStarts[run]!;
    const length = this.#runs.lengths[run]!;
    let bestOffset = 0;
    let bestLength = 0;
    let start = 0;
    let letterCount = 0;
    for (let at = 0; at <= length; at += 1) {
      const isFree = at < length && this.#used[oldStart + at] === 0 && origins[newStart + at]! < 0;
      if (isFree) {
        letterCount += letters[newer.ids[newStart + at]!]!;
        continue;
      }
      const isBlock = at - start >= blockLinesMin && letterCount >= blockLettersMin;
      if (isBlock && at - start > bestLength) {
        bestOffset = start;
        bestLength = at - start;
      }
      start = at + 1;
      letterCount = 0;
    }
    this.#offsets[run] = bestOffset;
    this.#lengths[run] = bestLength;
    this.workCount += length;
  }

  #take(run: number, origins: Int32Array): void {
    const length = this.#lengths[run]!;
    const oldStart = this.#runs.oldStarts[run]! + this.#offsets[run]!;
    const newStart = this.#runs.newStarts[run]! + this.#offsets[run]!;
    for (let i = 0; i < length; i += 1) origins[newStart + i] = oldStart + i;
    this.#used.fill(1, oldStart, oldStart + length);
    this.movedCount += length;
  }

  #push(run: number): void {
    if (this.#lengths[run] === 0) return;
    const heap = this.#heap;
    let at = this.#heapCount;
    this.#heapCount += 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(run, heap[above]!)) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = run;
  }

  #pop(): number {
    const heap = this.#heap;
    const top = heap[0]!;
    this.#heapCount -= 1;
    const run = heap[this.#heapCount]!;
    const count = this.#heapCount;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      if (below + 1 < count && this.#isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (!this.#isBefore(heap[below]!, run)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = run;
    return top;
  }

  #isBefore(a: number, b: number): boolean {
    const lengths = this.#lengths;
    if (lengths[a] !== lengths[b]) return lengths[a]! > lengths[b]!;
    const { oldStarts, newStarts } = this.#runs;
    const newOrder = newStarts[a]! + this.#offsets[a]! - newStarts[b]! - this.#offsets[b]!;
    if (newOrder !== 0) return newOrder < 0;
    return oldStarts[a]! + this.#offsets[a]! < oldStarts[b]! + this.#offsets[b]!;
  }
}
