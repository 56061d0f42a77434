import type { ChangeGroups } from './change-groups.ts';
import { IndentScore } from './indent-score.ts';
import { lineAbove, lineEnd, sameLineAbove, sameLineBelow } from './line-step.ts';

const scoredLinesMax = 100;
const noText = new Uint8Array(0);

/**
 * Moves the changed stretches of one text to where git shows them.
 *
 *     f() {            f() {        A stretch can move up when the line above it equals its last
 *   +   x              x            line, and down likewise; it says the same wherever it stands.
 *   + }              }              On its way it swallows the stretches it bumps into.
 *   + g() {        + g() {
 *       y          +   y            It goes as far down as it can, then back up to a changed
 *     }            + }              stretch of the other text, or else to where it looks best.
 *
 * Bytes are enough for that: as the line that is let go equals the line that is taken in, a stretch
 * keeps its size. Cost: the bytes moved over.
 */
export class GroupSlider {
  #text: Uint8Array = noText;
  #length = 0;
  /** Groups that stand where they will stay, at the front of the list, and the first one to come. */
  #placedCount = 0;
  #nextIndex = 0;
  /** The group in hand. */
  #before = 0;
  #lineCount = 0;
  #start = 0;
  #end = 0;
  readonly #score = new IndentScore();
  readonly #bestScore = new IndentScore();

  /** Moves all `groups` of a text of `length` bytes; `others` are those of the other text. */
  run(groups: ChangeGroups, others: ChangeGroups, text: Uint8Array, length: number): void {
    this.#text = text;
    this.#length = length;
    this.#placedCount = 0;
    this.#nextIndex = 0;
    while (this.#nextIndex < groups.count) {
      this.#before = groups.before(this.#nextIndex);
      this.#lineCount = groups.lineCount(this.#nextIndex);
      this.#start = groups.start(this.#nextIndex);
      this.#end = groups.end(this.#nextIndex);
      this.#nextIndex += 1;
      this.#place(groups, others);
      groups.set(this.#placedCount, this.#before, this.#lineCount, this.#start, this.#end);
      this.#placedCount += 1;
    }
    groups.cut(this.#placedCount);
    this.#text = noText;
  }

  #place(groups: ChangeGroups, others: ChangeGroups): void {
    let lineCount = 0;
    let first = 0;
    let aligned = -1;
    while (lineCount !== this.#lineCount) {
      lineCount = this.#lineCount;
      while (this.#movedUp(groups)) continue;
      first = this.#before;
      aligned = others.hasAt(first) ? first : -1;
      while (this.#movedDown(groups)) if (others.hasAt(this.#before)) aligned = this.#before;
    }
    if (this.#before === first) return;
    const chosen = aligned >= 0 ? aligned : this.#bestLooking(first);
    while (this.#before > chosen) this.#movedUp(groups);
  }

  #movedUp(groups: ChangeGroups): boolean {
    const size = sameLineAbove(this.#text, this.#start, this.#end);
    if (size === 0) return false;
    this.#before -= 1;
    this.#start -= size;
    this.#end -= size;
    const last = this.#placedCount - 1;
    if (last >= 0 && groups.before(last) === this.#before) {
      this.#lineCount += groups.lineCount(last);
      this.#start = groups.start(last);
      this.#placedCount = last;
    }
    return true;
  }

  #movedDown(groups: ChangeGroups): boolean {
    const size = sameLineBelow(this.#text, this.#start, this.#end, this.#length);
    if (size === 0) return false;
    this.#before += 1;
    this.#start += size;
    this.#end += size;
    const next = this.#nextIndex;
    if (next < groups.count && groups.before(next) === this.#before) {
      this.#lineCount += groups.lineCount(next);
      this.#end = groups.end(next);
      this.#nextIndex = next + 1;
    }
    return true;
  }

  /**
   * The unchanged lines before the group where it looks best, from `first` on; the later one of two
   * that look the same.
   */
  #bestLooking(first: number): number {
    const text = this.#text;
    const size = this.#end - this.#start;
    let before = Math.max(first, this.#before - this.#lineCount - 1, this.#before - scoredLinesMax);
    let end = this.#end;
    for (let line = this.#before; line > before; line -= 1) end = lineAbove(text, end);
    let best = -1;
    for (; before <= this.#before; before += 1) {
      this.#score.clear();
      this.#score.addBorder(text, this.#length, end);
      this.#score.addBorder(text, this.#length, end - size);
      if (best < 0 || this.#score.compare(this.#bestScore) <= 0) {
        this.#bestScore.copy(this.#score);
        best = before;
      }
      end = lineEnd(text, end, this.#length);
    }
    return best;
  }
}
