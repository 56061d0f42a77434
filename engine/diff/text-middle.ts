import { sameLineAbove, sameLineBelow } from './line-step.ts';

const noText = new Uint8Array(0);
const noLines = new Int32Array(0);

/** The lines of a text between those that it shares with another one. */
export class TextMiddle {
  text: Uint8Array = noText;
  /** Where the text ends. */
  length = 0;
  #start = 0;
  #end = 0;
  #lineCount = 0;
  #ids: Int32Array = noLines;
  #lineEnds: Int32Array = noLines;

  /**
   * `ids` tell equal lines, `lineEnds` where each line ends. Without them the middle can only be asked
   * about as a whole.
   */
  set(
    text: Uint8Array,
    length: number,
    start: number,
    end: number,
    lineCount: number,
    ids: Int32Array = noLines,
    lineEnds: Int32Array = noLines,
  ): void {
    this.text = text;
    this.length = length;
    this.#start = start;
    this.#end = end;
    this.#lineCount = lineCount;
    this.#ids = ids;
    this.#lineEnds = lineEnds;
  }

  /** Forgets the text, so that its memory can go. */
  drop(): void {
    this.set(noText, 0, 0, 0, 0);
  }

  /** Where a line of the middle starts, in bytes of the text; the line behind the last one too. */
  offsetOf(line: number): number {
    if (line === 0) return this.#start;
    return line === this.#lineCount ? this.#end : this.#lineEnds[line - 1]!;
  }

  /** Whether lines `[first, last)` would be the same ones a line further up or down. */
  canMove(first: number, last: number): boolean {
    const ids = this.#ids;
    if (first > 0) {
      if (ids[first - 1] === ids[last - 1]) return true;
    } else if (sameLineAbove(this.text, this.#start, this.offsetOf(last)) > 0) return true;
    if (last < this.#lineCount) return ids[first] === ids[last];
    return sameLineBelow(this.text, this.offsetOf(first), this.#end, this.length) > 0;
  }
}
