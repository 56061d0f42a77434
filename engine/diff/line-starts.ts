import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';

const lineFeed = 0x0a;

/** Where the lines of a text start; a line is its bytes up to and including LF. OWNS 4 bytes a line, reused. */
export class LineStarts {
  count = 0;
  /** One number more than there are lines: the last is the length of the text. */
  starts: Int32Array = new Int32Array(0);
  readonly #allowance: ScratchAllowance | undefined;

  constructor(allowance?: ScratchAllowance) {
    this.#allowance = allowance;
  }

  get bytes(): number {
    return this.starts.byteLength;
  }

  /** Reads `bytes[0, length)`; false when it has more than `countMax` lines. */
  run(bytes: Uint8Array, length: number, countMax: number): boolean {
    this.count = 0;
    this.#put(0, 0);
    for (let at = 0; at < length; at += 1) {
      if (bytes[at] !== lineFeed && at + 1 < length) continue;
      if (this.count === countMax) return false;
      this.count += 1;
      this.#put(this.count, at + 1);
    }
    return true;
  }

  #put(at: number, start: number): void {
    if (at >= this.starts.length) this.starts = grownInts(this.starts, at + 256, this.#allowance);
    this.starts[at] = start;
  }
}
