import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';
import type { StretchTexts } from './stretch-texts.ts';

const lineFeed = 0x0a;
const questionMax = 0x7fff_ffff;
/** Lines of a text that are kept: as many as a comparison takes. */
const hitCountMax = 1 << 18;

/**
 * Which lines of a text stretches have too: it saves comparing what has nothing in common.
 *
 *   text   . a b . . a c d .      runs of lines that occur in some stretch are kept when they have enough letters
 *   runs     [a b]   [a c d]      a stretch is worth a comparison when it has the lines of a long enough piece of one
 *
 * OWNS 4 bytes a line of the longest text that had such lines, 262,144 at most, and 4 per distinct line.
 */
export class CopyHits {
  /** Lines of the text that was scanned. */
  sourceLineCount = 0;
  /** Lines in runs, with a mark between two runs. */
  lineCount = 0;
  /** Whether there were more of them than are kept. */
  isFull = false;
  readonly #texts: StretchTexts;
  readonly #allowance: ScratchAllowance | undefined;
  /** Ids of the lines in runs, -1 between two. */
  #ids: Int32Array = new Int32Array(0);
  /** By id: the last stretch, numbered by questions, that has the line. */
  #stamps: Int32Array = new Int32Array(0);
  #question = 0;
  #runStart = 0;

  constructor(texts: StretchTexts, allowance: ScratchAllowance | undefined) {
    this.#texts = texts;
    this.#allowance = allowance;
  }

  get bytes(): number {
    return this.#ids.byteLength + this.#stamps.byteLength;
  }

  /** Finds the runs of a text; returns whether there are any. */
  scan(bytes: Uint8Array, length: number, lettersMin: number): boolean {
    const { lines, letters } = this.#texts;
    this.lineCount = 0;
    this.sourceLineCount = 0;
    this.#runStart = 0;
    this.isFull = false;
    let sum = 0;
    for (let at = 0; at < length && !this.isFull;) {
      const lineStart = at;
      while (at < length && bytes[at] !== lineFeed) at += 1;
      if (at < length) at += 1;
      this.sourceLineCount += 1;
      const id = lines.find(bytes, lineStart, at);
      if (id >= 0) {
        this.#put(id);
        sum += letters[id]!;
      } else {
        this.#closeRun(sum >= lettersMin);
        sum = 0;
      }
    }
    this.#closeRun(sum >= lettersMin);
    return this.lineCount > 0;
  }

  /** Whether lines `[from, to)` of the stretches may have a piece in common that has so many letters. */
  mayHold(from: number, to: number, lettersMin: number): boolean {
    const { ids, letters, lines } = this.#texts;
    if (this.#stamps.length < lines.count) this.#stamps = grownInts(this.#stamps, lines.count, this.#allowance);
    if (this.#question === questionMax) {
      this.#stamps.fill(0);
      this.#question = 0;
    }
    this.#question += 1;
    for (let line = from; line < to; line += 1) this.#stamps[ids[line]!] = this.#question;
    let sum = 0;
    for (let at = 0; at < this.lineCount; at += 1) {
      const id = this.#ids[at]!;
      if (id < 0 || this.#stamps[id] !== this.#question) sum = 0;
      else {
        sum += letters[id]!;
        if (sum >= lettersMin) return true;
      }
    }
    return false;
  }

  /** Gives back the arrays. */
  release(): void {
    this.#allowance?.resize(this.bytes, 0);
    this.#ids = new Int32Array(0);
    this.#stamps = new Int32Array(0);
    this.#question = 0;
    this.lineCount = 0;
  }

  #closeRun(isKept: boolean): void {
    if (!isKept) this.lineCount = this.#runStart;
    else if (this.lineCount > this.#runStart) this.#put(-1);
    this.#runStart = this.lineCount;
  }

  #put(id: number): void {
    this.isFull = this.lineCount === hitCountMax;
    if (this.isFull) return;
    if (this.lineCount === this.#ids.length) this.#ids = grownInts(this.#ids, this.lineCount + 256, this.#allowance);
    this.#ids[this.lineCount] = id;
    this.lineCount += 1;
  }
}
