import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';
import { type LineFingerprints, pairKinds } from './line-fingerprints.ts';

/** Lines with fewer pairs in common are not taken for the same. */
const sharedPairsMin = 10;

/**
 * The most similar line of a whole old text, for new lines that have no match within their hunk.
 *
 * An index from pairs to old lines is made when the first line asks, so that only lines with a pair in common
 * are looked at. Matches within hunks take pairs away from old lines: `refresh` takes that over.
 *
 * Cost: for each line asked for, the uses of its pairs in the old text. OWNS 12 bytes a distinct pair of an old
 * line, 8 an old line and 256 KiB, reused.
 */
export class WholeFileMatch {
  /** Steps since `start`. */
  workCount = 0;
  readonly #allowance: ScratchAllowance | undefined;
  #old: LineFingerprints;
  #new: LineFingerprints;
  #isIndexed = false;
  /** The uses of a pair are numbers `[ends[pair - 1], ends[pair])` of the two arrays below. */
  #ends: Int32Array = new Int32Array(0);
  #useLines: Int32Array = new Int32Array(0);
  #useCounts: Int32Array = new Int32Array(0);
  /** For each pair of each old line, which use it is. */
  #useOf: Int32Array = new Int32Array(0);
  /** Pairs in common with each old line; all zero between calls. */
  #shared: Int32Array = new Int32Array(0);
  #touched: Int32Array = new Int32Array(0);

  constructor(old: LineFingerprints, newer: LineFingerprints, allowance?: ScratchAllowance) {
    this.#old = old;
    this.#new = newer;
    this.#allowance = allowance;
  }

  /** Bytes held. */
  get bytes(): number {
    const perLine = this.#shared.byteLength + this.#touched.byteLength;
    const perPair = this.#useLines.byteLength + this.#useCounts.byteLength + this.#useOf.byteLength;
    return this.#ends.byteLength + perPair + perLine;
  }

  /** The fingerprints are those of other texts now. */
  start(): void {
    this.#isIndexed = false;
    this.workCount = 0;
  }

  /** Pairs were taken away from some of the old lines `[first, last)`. */
  refresh(first: number, last: number): void {
    if (!this.#isIndexed || first === last) return;
    const { counts, starts } = this.#old;
    const end = starts[last]!;
    for (let at = starts[first]!; at < end; at += 1) this.#useCounts[this.#useOf[at]!] = counts[at]!;
  }

  /**
   * The old line that is most like the new fingerprint `line`, or -1; of equals the one whose number is
   * nearest to `lineNumber`, and the lower one in the file when two are as near.
   */
  find(line: number, lineNumber: number): number {
    const fingerprints = this.#new;
    const end = fingerprints.starts[line + 1]!;
    let total = 0;
    for (let at = fingerprints.starts[line]!; at < end; at += 1) total += fingerprints.counts[at]!;
    if (total < sharedPairsMin) return -1;
    if (!this.#isIndexed) this.#index();
    let touchedCount = 0;
    for (let at = fingerprints.starts[line]!; at < end; at += 1) {
      touchedCount = this.#addUses(fingerprints.pairs[at]!, fingerprints.counts[at]!, touchedCount);
    }
    return this.#best(touchedCount, lineNumber);
  }

  #addUses(pair: number, count: number, touchedBefore: number): number {
    const lines = this.#useLines;
    const counts = this.#useCounts;
    const shared = this.#shared;
    const end = this.#ends[pair]!;
    const start = pair === 0 ? 0 : this.#ends[pair - 1]!;
    let touchedCount = touchedBefore;
    for (let at = start; at < end; at += 1) {
      const common = Math.min(count, counts[at]!);
      if (common === 0) continue;
      const line = lines[at]!;
      if (shared[line] === 0) {
        this.#touched[touchedCount] = line;
        touchedCount += 1;
      }
      shared[line]! += common;
    }
    this.workCount += end - start;
    return touchedCount;
  }

  /** Picks the best of the lines with something in common, and clears their sums. */
  #best(touchedCount: number, lineNumber: number): number {
    let best = -1;
    let most = sharedPairsMin;
    for (let i = 0; i < touchedCount; i += 1) {
      const line = this.#touched[i]!;
      const sum = this.#shared[line]!;
      this.#shared[line] = 0;
      if (sum < most) continue;
      if (sum === most && best >= 0 && !isNearer(line, best, lineNumber)) continue;
      most = sum;
      best = line;
    }
    return best;
  }

  /** Counting sort of all pairs of all old lines. */
  #index(): void {
    const { lineCount, pairCount, pairs, counts, starts } = this.#old;
    this.#ends = grownInts(this.#ends, pairKinds, this.#allowance);
    this.#useLines = grownInts(this.#useLines, pairCount, this.#allowance);
    this.#useCounts = grownInts(this.#useCounts, pairCount, this.#allowance);
    this.#useOf = grownInts(this.#useOf, pairCount, this.#allowance);
    this.#touched = grownInts(this.#touched, lineCount, this.#allowance);
    this.#shared = grownInts(this.#shared, lineCount, this.#allowance);
    const ends = this.#ends;
    ends.fill(0);
    for (let at = 0; at < pairCount; at += 1) ends[pairs[at]!]! += 1;
    let sum = 0;
    for (let pair = 0; pair < pairKinds; pair += 1) {
      const uses = ends[pair]!;
      ends[pair] = sum;
      sum += uses;
    }
    // Each start moves to its end while the uses are filled in.
    for (let line = 0; line < lineCount; line += 1) {
      const end = starts[line + 1]!;
      for (let at = starts[line]!; at < end; at += 1) {
        const pair = pairs[at]!;
        const use = ends[pair]!;
        this.#useLines[use] = line;
        this.#useCounts[use] = counts[at]!;
        this.#useOf[at] = use;
        ends[pair] = use + 1;
      }
    }
    this.workCount += pairCount;
    this.#isIndexed = true;
  }
}

function isNearer(line: number, best: number, lineNumber: number): boolean {
  const distance = Math.abs(line - lineNumber);
  const bestDistance = Math.abs(best - lineNumber);
  return distance < bestDistance || (distance === bestDistance && line > best);
}
