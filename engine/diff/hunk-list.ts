/** Hunks of a change that are kept apart; a slab has room for so many. Part of the report, whatever the budget. */
export const hunkCountMax = 32_768;

const hunkFields = 4;
const firstLength = hunkFields * 16;

/** Hunks in ascending order; past `countMax` the last one covers all that follow. */
export class HunkList {
  count = 0;
  /** Four numbers a hunk: oldStart, oldCount, newStart, newCount. */
  fields: Int32Array = new Int32Array(firstLength);
  /** Whether the last hunk covers several. */
  isCoarse = false;
  readonly #countMax: number;

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  clear(): void {
    this.count = 0;
    this.isCoarse = false;
  }

  /** Gives back the memory. */
  release(): void {
    this.clear();
    this.fields = new Int32Array(firstLength);
  }

  add(oldStart: number, oldCount: number, newStart: number, newCount: number): void {
    if (this.count === this.#countMax) {
      const last = (this.count - 1) * hunkFields;
      this.fields[last + 1] = oldStart + oldCount - this.fields[last]!;
      this.fields[last + 3] = newStart + newCount - this.fields[last + 2]!;
      this.isCoarse = true;
      return;
    }
    const at = this.count * hunkFields;
    if (at === this.fields.length) {
      const bigger = new Int32Array(at * 2);
      bigger.set(this.fields);
      this.fields = bigger;
    }
    this.fields[at] = oldStart;
    this.fields[at + 1] = oldCount;
    this.fields[at + 2] = newStart;
    this.fields[at + 3] = newCount;
    this.count += 1;
  }
}
