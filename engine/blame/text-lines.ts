const lineFeed = 0x0a;

/** The lines of a text, without their ends. OWNS 4 bytes a line. */
export class TextLines {
  readonly count: number;
  readonly #bytes: Buffer;
  /** Where each line starts, and where the text ends. */
  readonly #starts: Int32Array;

  constructor(bytes: Buffer) {
    const starts: number[] = [];
    for (let at = 0; at < bytes.length;) {
      starts.push(at);
      const end = bytes.indexOf(lineFeed, at);
      at = end < 0 ? bytes.length : end + 1;
    }
    this.#bytes = bytes;
    this.count = starts.length;
    this.#starts = Int32Array.from([...starts, bytes.length]);
  }

  /** A line by its number from 1. */
  line(number: number): Buffer {
    const start = this.#starts[number - 1]!;
    const end = this.#starts[number]!;
    return this.#bytes.subarray(start, this.#bytes[end - 1] === lineFeed ? end - 1 : end);
  }

  /** Whether some line is equal to `wanted`. */
  has(wanted: Buffer): boolean {
    return this.numberOf(wanted, 1) > 0;
  }

  /** Number of the first line at or after `from` that is equal to `wanted`; 0 when there is none. */
  numberOf(wanted: Buffer, from: number): number {
    for (let number = from; number <= this.count; number += 1) if (this.line(number).equals(wanted)) return number;
    return 0;
  }
}
