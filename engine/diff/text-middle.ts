const noText = new Uint8Array(0);
const noEnds = new Int32Array(0);

/** The lines of a text between those that it shares with another one. */
export class TextMiddle {
  text: Uint8Array = noText;
  /** Where the text ends. */
  length = 0;
  #start = 0;
  #end = 0;
  #lineCount = 0;
  #lineEnds: Int32Array = noEnds;

  /** `lineEnds` tells where each line ends; without it only the first start and the last end are known. */
  set(
    text: Uint8Array,
    length: number,
    start: number,
    end: number,
    lineCount: number,
    lineEnds: Int32Array = noEnds,
  ): void {
    this.text = text;
    this.length = length;
    this.#start = start;
    this.#end = end;
    this.#lineCount = lineCount;
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
}
