import { lineAbove, lineEnd } from './line-step.ts';

const tabWidth = 8;
const indentMax = 200;
const blankCountMax = 20;
/** The indent of a line of white space, and of none at all. */
const blank = -1;

const indentWeight = 60;
const startPenalty = 1;
const endPenalty = 21;
const blankPenalty = -30;
const blankBelowPenalty = 6;
/** Penalties of a line that is indented deeper or less than the one above: dense, and with blank lines about. */
const deeper = [-4, 10] as const;
const shallowerAsStart = [24, 17] as const;
const shallowerAsEnd = [23, 17] as const;

/**
 * How good the borders of a hunk look: git's indent heuristic, whose weights were fitted to what
 * people chose. Blank lines about a border are good, so is a border before a line that is not
 * indented much. Nothing is allocated.
 */
export class IndentScore {
  #indent = 0;
  #penalty = 0;
  #blanksAbove = 0;
  #indentAbove = blank;
  #blanksBelow = 0;
  #indentBelow = blank;

  clear(): void {
    this.#indent = 0;
    this.#penalty = 0;
  }

  copy(other: IndentScore): void {
    this.#indent = other.#indent;
    this.#penalty = other.#penalty;
  }

  /** Negative when this one is better. */
  compare(other: IndentScore): number {
    return Math.sign(this.#indent - other.#indent) * indentWeight + this.#penalty - other.#penalty;
  }

  /** Adds the border before the line that starts at `at` in a text of `length` bytes, or at its end. */
  addBorder(text: Uint8Array, length: number, at: number): void {
    const own = at < length ? indentAt(text, at, length) : blank;
    this.#lookUp(text, length, at);
    this.#lookDown(text, length, at);
    const blanksBelow = own === blank ? 1 + this.#blanksBelow : 0;
    const blankCount = this.#blanksAbove + blanksBelow;
    const indent = own === blank ? this.#indentBelow : own;
    if (this.#indentAbove === blank && this.#blanksAbove === 0) this.#penalty += startPenalty;
    if (at >= length) this.#penalty += endPenalty;
    this.#penalty += blankPenalty * blankCount + blankBelowPenalty * blanksBelow;
    this.#penalty += this.#stepPenalty(indent, blankCount > 0 ? 1 : 0);
    this.#indent += indent;
  }

  #stepPenalty(indent: number, column: 0 | 1): number {
    if (indent === blank || this.#indentAbove === blank || indent === this.#indentAbove) return 0;
    if (indent > this.#indentAbove) return deeper[column];
    return this.#indentBelow > indent ? shallowerAsStart[column] : shallowerAsEnd[column];
  }

  /** Blank lines above the border, and the indent of the line above them. */
  #lookUp(text: Uint8Array, length: number, at: number): void {
    this.#blanksAbove = 0;
    this.#indentAbove = blank;
    for (let line = at; line > 0;) {
      line = lineAbove(text, line);
      this.#indentAbove = indentAt(text, line, length);
      if (this.#indentAbove !== blank) return;
      this.#blanksAbove += 1;
      if (this.#blanksAbove === blankCountMax) {
        this.#indentAbove = 0;
        return;
      }
    }
  }

  /** Blank lines behind the line below the border, and the indent of the line after them. */
  #lookDown(text: Uint8Array, length: number, at: number): void {
    this.#blanksBelow = 0;
    this.#indentBelow = blank;
    for (let line = lineEnd(text, at, length); line < length; line = lineEnd(text, line, length)) {
      this.#indentBelow = indentAt(text, line, length);
      if (this.#indentBelow !== blank) return;
      this.#blanksBelow += 1;
      if (this.#blanksBelow === blankCountMax) {
        this.#indentBelow = 0;
        return;
      }
    }
  }
}

/** The columns of white space that a line starts with; -1 when it has nothing else. */
export function indentAt(text: Uint8Array, start: number, length: number): number {
  let indent = 0;
  for (let at = start; at < length; at += 1) {
    const byte = text[at];
    if (byte === 0x20) indent += 1;
    else if (byte === 0x09) indent += tabWidth - (indent % tabWidth);
    else if (byte === 0x0a) return blank;
    else if (byte !== 0x0d) return indent;
    if (indent >= indentMax) return indentMax;
  }
  return blank;
}
