import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';

/**
 * Lines of one side of a change, of one file or of several: each with its file, its number and an id that equal
 * lines share. OWNS 12 bytes a line, reused.
 */
export class LineRanges {
  count = 0;
  ids: Int32Array = new Int32Array(0);
  files: Int32Array = new Int32Array(0);
  numbers: Int32Array = new Int32Array(0);
  readonly #allowance: ScratchAllowance | undefined;

  constructor(allowance?: ScratchAllowance) {
    this.#allowance = allowance;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.ids.byteLength + this.files.byteLength + this.numbers.byteLength;
  }

  clear(): void {
    this.count = 0;
  }

  add(id: number, file: number, number: number): void {
    const at = this.count;
    if (at === this.numbers.length) {
      const length = at + 256;
      this.ids = grownInts(this.ids, length, this.#allowance);
      this.files = grownInts(this.files, length, this.#allowance);
      this.numbers = grownInts(this.numbers, length, this.#allowance);
    }
    this.ids[at] = id;
    this.files[at] = file;
    this.numbers[at] = number;
    this.count = at + 1;
  }

  /** Whether the line stands right below the one that was added before it. */
  isBelow(at: number): boolean {
    if (at <= 0 || at >= this.count) return false;
    return this.files[at] === this.files[at - 1] && this.numbers[at] === this.numbers[at - 1]! + 1;
  }
}
