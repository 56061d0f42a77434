import { MiB } from '../base/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { CopyHits } from './copy-hits.ts';
import { LineDiff } from './line-diff.ts';
import { StretchTexts } from './stretch-texts.ts';

/** Letters and digits that a stretch needs to have moved within its file, or to come from another one: git's. */
export const movedLettersMin = 20;
export const copiedLettersMin = 40;

const hunkFields = 4;
/** A comparison takes a text line by line several times. */
const comparingFactor = 4;

export interface CopiedLinesOptions {
  /** Lines looked for; with more of them none is found. Default 65,536. */
  readonly lineCountMax?: number;
  /** Bytes of them. Default 16 MiB. */
  readonly byteCountMax?: number;
  /** Stretches at a time. Default 16,384. */
  readonly stretchCountMax?: number;
  /** Bytes and lines looked at between two `start`. Default 268,435,456. */
  readonly workMax?: number;
  /** The account that the arrays are charged to, if there is one. */
  readonly allowance?: ScratchAllowance | undefined;
}

/** Lines that follow each other and have no origin yet, as lines `[from, to)` of the texts. */
interface Stretch {
  readonly owner: number;
  /** Number of its first line in the file of the owner. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
  /** The best that was found since the last `settle`; none when `bestTo` is 0. */
  bestFrom: number;
  bestTo: number;
  bestLetters: number;
  bestSource: number;
  bestLine: number;
}

/** Where lines `[line, line + count)` of the owner's file stood: from `sourceLine` of a source. */
export interface CopiedRun {
  readonly owner: number;
  readonly line: number;
  readonly count: number;
  readonly source: number;
  readonly sourceLine: number;
}

/**
 * Where stretches of new lines stood before, by the rules of `git blame -M` and `-C` (blame.c, find_copy_in_blob).
 *
 *   stretch  a b c d e f      is compared with the whole of each text that is offered; of what both have in common
 *   source   x c d e y        the piece with the most letters and digits is taken, of equals the last one, when it
 *                             has enough; what is left on either side is looked for again, until nothing is found
 *
 * `start`, `add` for each stretch, and then `offer` of all sources and `settle`, in turn, while that returns true.
 *
 * BOUNDED BY counts of lines, bytes and steps; beyond them nothing is found, and `isCut` says so. OWNS copies of the
 * stretches, about 60 bytes a line, and what a comparison takes; `release` drops them.
 */
export class CopiedLines {
  isCut = false;
  /** Bytes and lines looked at since `start`. */
  workCount = 0;
  /** What was found, in the order of finding. */
  runs: CopiedRun[] = [];
  /** The most letters and digits of a stretch that nothing was found for. */
  lettersLeft = 0;
  readonly #lineCountMax: number;
  readonly #byteCountMax: number;
  readonly #stretchCountMax: number;
  readonly #workMax: number;
  readonly #allowance: ScratchAllowance | undefined;
  readonly #diff: LineDiff;
  readonly #texts: StretchTexts;
  readonly #hits: CopyHits;
  #pending: Stretch[] = [];
  #lettersMin = 0;

  constructor(options: CopiedLinesOptions = {}) {
    this.#lineCountMax = options.lineCountMax ?? 65_536;
    this.#byteCountMax = options.byteCountMax ?? 16 * MiB;
    this.#stretchCountMax = options.stretchCountMax ?? 16_384;
    this.#workMax = options.workMax ?? 1 << 28;
    this.#allowance = options.allowance;
    this.#diff = new LineDiff({ allowance: this.#allowance });
    this.#texts = new StretchTexts(this.#allowance);
    this.#hits = new CopyHits(this.#texts, this.#allowance);
  }

  /** Bytes held between changes. */
  get bytes(): number {
    return this.#texts.bytes + this.#hits.bytes + this.#diff.bytes;
  }

  get hasStretches(): boolean {
    return this.#pending.length > 0;
  }

  /** Forgets all; stretches with fewer letters and digits are not looked for. */
  start(lettersMin: number): void {
    this.#lettersMin = lettersMin;
    this.isCut = false;
    this.workCount = 0;
    this.lettersLeft = 0;
    this.runs = [];
    this.#pending = [];
    this.#texts.clear();
  }

  /** Adds lines of a file, which begin with number `line` and are `bytes[start, end)`. Nothing is kept of `bytes`. */
  add(owner: number, line: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.isCut) return;
    this.isCut = this.#texts.length + end - start > this.#byteCountMax;
    if (this.isCut) return;
    const from = this.#texts.count;
    const letters = this.#texts.add(bytes, start, end, this.#lineCountMax);
    this.isCut = this.#texts.count > this.#lineCountMax;
    this.#push(owner, line, from, this.#texts.count, letters);
  }

  /**
   * Looks for the stretches in a text that the caller names by a number; those of owners that are `excluded` are left
   * alone. Returns whether the text has lines that may be found, now or for what is left then.
   */
  offer(source: number, bytes: Uint8Array, length: number, excluded?: (owner: number) => boolean): boolean {
    if (this.isCut || this.#pending.length === 0) return false;
    this.workCount += length;
    const hasHits = this.#hits.scan(bytes, length, this.#lettersMin);
    if (this.#hits.isFull) this.#cut();
    if (!hasHits || this.isCut) return false;
    for (const stretch of this.#pending) {
      if (excluded?.(stretch.owner) === true) continue;
      this.workCount += this.#hits.lineCount + stretch.to - stretch.from;
      if (this.workCount > this.#workMax) break;
      const lettersMin = Math.max(this.#lettersMin, stretch.bestLetters);
      if (!this.#hits.mayHold(stretch.from, stretch.to, lettersMin)) continue;
      this.workCount += length * comparingFactor;
      if (this.workCount <= this.#workMax) this.#compare(stretch, source, bytes, length);
    }
    if (this.workCount > this.#workMax) this.#cut();
    return true;
  }

  /** Takes the best pieces. Returns whether there are stretches left on their sides, which may be offered sources. */
  settle(): boolean {
    if (this.isCut) return false;
    const settled = this.#pending;
    this.#pending = [];
    for (const stretch of settled) this.#settleOne(stretch);
    return this.#pending.length > 0 && !this.isCut;
  }

  /** Gives back the arrays; the next change makes new ones. */
  release(): void {
    this.start(this.#lettersMin);
    this.#texts.release();
    this.#hits.release();
    this.#diff.release();
  }

  /** Beyond a bound nothing is found. */
  #cut(): void {
    this.isCut = true;
    this.runs = [];
  }

  #push(owner: number, line: number, from: number, to: number, letters: number): void {
    if (letters < this.#lettersMin) {
      this.#leave(letters);
      return;
    }
    if (this.#pending.length === this.#stretchCountMax) this.#cut();
    if (this.isCut) return;
    const best = { bestFrom: 0, bestTo: 0, bestLetters: 0, bestSource: 0, bestLine: 0 };
    this.#pending.push({ owner, line, from, to, ...best });
  }

  #leave(letters: number): void {
    if (letters > this.lettersLeft) this.lettersLeft = letters;
  }

  /** Hunk by hunk: what lies between two of them is in both texts. */
  #compare(stretch: Stretch, source: number, bytes: Uint8Array, length: number): void {
    const diff = this.#diff;
    const { from, to } = stretch;
    const text = this.#texts.view(from, to);
    diff.run(bytes, length, text, text.length, 'positions', this.#hits.sourceLineCount, to - from);
    const { hunks, hunkCount } = diff;
    let line = 0;
    let sourceLine = 0;
    for (let hunk = 0; hunk < hunkCount * hunkFields; hunk += hunkFields) {
      this.#consider(stretch, from + line, from + hunks[hunk + 2]!, source, sourceLine);
      sourceLine = hunks[hunk]! + hunks[hunk + 1]!;
      line = hunks[hunk + 2]! + hunks[hunk + 3]!;
    }
    this.#consider(stretch, from + line, to, source, sourceLine);
  }

  #consider(stretch: Stretch, from: number, to: number, source: number, sourceLine: number): void {
    if (from >= to) return;
    const letters = this.#texts.lettersIn(from, to);
    if (letters < this.#lettersMin || letters < stretch.bestLetters) return;
    stretch.bestFrom = from;
    stretch.bestTo = to;
    stretch.bestLetters = letters;
    stretch.bestSource = source;
    stretch.bestLine = sourceLine;
  }

  #settleOne(stretch: Stretch): void {
    const { owner, line, from, to, bestFrom, bestTo, bestSource, bestLine } = stretch;
    if (bestTo === 0) {
      this.#leave(this.#texts.lettersIn(from, to));
      return;
    }
    const count = bestTo - bestFrom;
    this.runs.push({ owner, line: line + bestFrom - from, count, source: bestSource, sourceLine: bestLine });
    if (from < bestFrom) this.#push(owner, line, from, bestFrom, this.#texts.lettersIn(from, bestFrom));
    if (bestTo < to) this.#push(owner, line + bestTo - from, bestTo, to, this.#texts.lettersIn(bestTo, to));
  }
}
