import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';
import type { LineFingerprints } from './line-fingerprints.ts';

/** Lines further than that from the place that a line is expected at are not looked at. */
const distanceMax = 10;
/** A pair in common weighs that much, less one for each line of distance: near lines win ties. */
const pairWeight = 1000;
const unknown = -1;
const matchesNothing = -2;
const frameFields = 4;

/**
 * Which old line each new line of one hunk was made of, in the order of the lines, as `git blame` guesses it
 * for an ignored commit.
 *
 *   1. Each new line looks at the old lines around the place that is in proportion as far down the hunk, and
 *      takes the most similar. It is the more certain the more similar that one is, and the less so the next.
 *   2. The most certain new line is settled, the earliest of equals, and what it has in common with its old
 *      line is taken away from that.
 *   3. It divides the hunk: new lines above it go to old lines above or to the same one, those below likewise.
 *
 *   old   for (i = 0; i < n; i++) sum += i;        several new lines may come of one old line, and the
 *   new   for (i = 0; i < n; i++)                  remaining pairs decide which of the next lines do
 *           sum += i;
 *
 * Cost: O(new lines × 21) comparisons, and O(new lines) for each that is settled: lines² in the worst case.
 * OWNS about 100 bytes a new line of the largest hunk seen, reused.
 */
export class OrderedMatch {
  /** Per new line of the hunk: the old line, counted from the start of the hunk, or a negative number. */
  matches: Int32Array = new Int32Array(0);
  /** Steps of the last run. */
  workCount = 0;
  readonly #allowance: ScratchAllowance | undefined;
  #old: LineFingerprints;
  #new: LineFingerprints;
  #oldFirst = 0;
  #newFirst = 0;
  #oldCount = 0;
  #newCount = 0;
  #distance = 0;
  /** A row of `2 × distance + 1` a new line; its middle is the old line that it is expected at. */
  #similarities: Int32Array = new Int32Array(0);
  #certainties: Int32Array = new Int32Array(0);
  #seconds: Int32Array = new Int32Array(0);
  #frames: Int32Array = new Int32Array(0);

  constructor(old: LineFingerprints, newer: LineFingerprints, allowance?: ScratchAllowance) {
    this.#old = old;
    this.#new = newer;
    this.#allowance = allowance;
  }

  /** Bytes held. */
  get bytes(): number {
    const perLine = this.matches.byteLength + this.#certainties.byteLength + this.#seconds.byteLength;
    return perLine + this.#similarities.byteLength + this.#frames.byteLength;
  }

  /** Fills `matches`, and takes from the old fingerprints what was matched; false after `workMax` steps. */
  run(oldFirst: number, oldCount: number, newFirst: number, newCount: number, workMax: number): boolean {
    this.#start(oldFirst, oldCount, newFirst, newCount);
    const frames = this.#frames;
    frames.set([0, oldCount, 0, newCount]);
    // Of the two parts that a settled line leaves, the upper one is done first: both share an old line.
    for (let top = frameFields; top > 0;) {
      top -= frameFields;
      const oldStart = frames[top]!;
      const oldEnd = frames[top + 1]!;
      const newStart = frames[top + 2]!;
      const newEnd = frames[top + 3]!;
      const line = this.#mostCertain(oldStart, oldEnd, newStart, newEnd);
      if (this.workCount > workMax) return false;
      if (line < 0) continue;
      const match = this.matches[line]!;
      this.#settle(line, match, newStart, newEnd);
      if (line + 1 < newEnd) top = pushFrame(frames, top, match, oldEnd, line + 1, newEnd);
      if (line > newStart) top = pushFrame(frames, top, oldStart, match + 1, newStart, line);
    }
    return true;
  }

  #start(oldFirst: number, oldCount: number, newFirst: number, newCount: number): void {
    this.workCount = 0;
    this.#oldFirst = oldFirst;
    this.#newFirst = newFirst;
    this.#oldCount = oldCount;
    this.#newCount = newCount;
    this.#distance = Math.min(distanceMax, oldCount - 1);
    const cells = newCount * (2 * this.#distance + 1);
    this.#similarities = grownInts(this.#similarities, cells, this.#allowance);
    this.matches = grownInts(this.matches, newCount, this.#allowance);
    this.#seconds = grownInts(this.#seconds, newCount, this.#allowance);
    this.#certainties = grownInts(this.#certainties, newCount, this.#allowance);
    // Parts that wait have at least one new line each, and none in common.
    this.#frames = grownInts(this.#frames, (newCount + 1) * frameFields, this.#allowance);
    this.#similarities.fill(unknown, 0, cells);
    this.#certainties.fill(unknown, 0, newCount);
    this.matches.fill(-1, 0, newCount);
    this.#seconds.fill(-1, 0, newCount);
  }

  /** The old line that is in proportion as far down the hunk as a new one. */
  #expectedAt(line: number): number {
    return Math.floor(((2 * line + 1) * this.#oldCount) / (2 * this.#newCount));
  }

  #mostCertain(oldStart: number, oldEnd: number, newStart: number, newEnd: number): number {
    const certainties = this.#certainties;
    let found = -1;
    let most = unknown;
    for (let line = newStart; line < newEnd; line += 1) {
      if (certainties[line] === unknown) this.#compare(line, oldStart, oldEnd);
      const certainty = certainties[line]!;
      if (certainty <= most) continue;
      most = certainty;
      found = line;
    }
    this.workCount += newEnd - newStart;
    return found;
  }

  /** Finds the two most similar of the old lines `[oldStart, oldEnd)` in reach. */
  #compare(line: number, oldStart: number, oldEnd: number): void {
    const expected = this.#expectedAt(line);
    const from = Math.max(oldStart, expected - this.#distance);
    const to = Math.min(oldEnd, expected + this.#distance + 1);
    const row = line * (2 * this.#distance + 1) + this.#distance - expected;
    let best = 0;
    let second = 0;
    let bestAt = oldStart;
    let secondAt = oldStart;
    this.#new.load(this.#newFirst + line);
    for (let at = from; at < to; at += 1) {
      let similarity = this.#similarities[row + at]!;
      if (similarity === unknown) {
        similarity = Math.imul(this.#sharedPairs(at), pairWeight - Math.abs(at - expected));
        this.#similarities[row + at] = similarity;
      }
      if (similarity > best) {
        second = best;
        secondAt = bestAt;
        best = similarity;
        bestAt = at;
      } else if (similarity > second) {
        second = similarity;
        secondAt = at;
      }
    }
    this.#new.unload(this.#newFirst + line);
    this.matches[line] = best === 0 ? -1 : bestAt;
    this.#seconds[line] = secondAt;
    this.#certainties[line] = best === 0 ? matchesNothing : best * 2 - second;
  }

  #sharedPairs(at: number): number {
    const { starts } = this.#old;
    const line = this.#oldFirst + at;
    this.workCount += starts[line + 1]! - starts[line]!;
    return this.#old.sharedPairs(line);
  }

  /** Takes the pairs of a settled line from its match, and forgets what that makes wrong. */
  #settle(line: number, match: number, newStart: number, newEnd: number): void {
    this.#new.load(this.#newFirst + line);
    this.#old.subtract(this.#oldFirst + match);
    this.#new.unload(this.#newFirst + line);
    const width = 2 * this.#distance + 1;
    // New lines further away than that do not look at the same old line.
    const reach = Math.floor((width * this.#newCount - 1) / this.#oldCount);
    const from = Math.max(newStart, line - reach);
    const to = Math.min(newEnd, line + reach + 1);
    const certainties = this.#certainties;
    for (let at = from; at < to; at += 1) {
      const offset = match - this.#expectedAt(at);
      if (Math.abs(offset) > this.#distance) continue;
      this.#similarities[at * width + this.#distance + offset] = unknown;
      if (at === line || certainties[at]! < 0) continue;
      const best = this.matches[at]!;
      const second = this.#seconds[at]!;
      const isCrossed = at < line ? best >= match || second >= match : best <= match || second <= match;
      if (isCrossed) certainties[at] = unknown;
    }
    this.workCount += to - from;
  }
}

function pushFrame(
  frames: Int32Array,
  top: number,
  oldStart: number,
  oldEnd: number,
  newStart: number,
  newEnd: number,
): number {
  frames[top] = oldStart;
  frames[top + 1] = oldEnd;
  frames[top + 2] = newStart;
  frames[top + 3] = newEnd;
  return top + frameFields;
}
