import { LineSieve } from './line-sieve.ts';
import type { LineTable } from './line-table.ts';

/** With fewer bytes to go over for a line put in, a sieve does not pay. */
const bytesPerLineMin = 16;

/** Looks for the lines of a LineTable in the text that both sides share. */
export class SharedLines {
  readonly #table: LineTable;
  readonly #sieve = new LineSieve();

  constructor(table: LineTable) {
    this.#table = table;
  }

  get bytes(): number {
    return this.#sieve.bytes;
  }

  /** What later calls look for: all lines of the table, or those that only one side has. */
  lookFor(which: 'all' | 'unmatched', byteCount: number): void {
    if (byteCount < this.#table.idCount * bytesPerLineMin) {
      this.#sieve.open();
      return;
    }
    this.#sieve.clear();
    this.#table.fillSieve(this.#sieve, which);
  }

  /**
   * Counts the lines of `old[start, end)` once more on both sides, or takes them back with a step of
   * -1; returns how many lines there are.
   */
  count(start: number, end: number, step: 1 | -1 = 1): number {
    const sieve = this.#sieve;
    const table = this.#table;
    const { oldUses, newUses } = table;
    sieve.start(table.oldText, start, end);
    while (sieve.next()) {
      const id = table.idOf(sieve.lineStart, sieve.lineEnd);
      if (id < 0) continue;
      oldUses[id]! += step;
      newUses[id]! += step;
    }
    sieve.drop();
    return sieve.lineCount;
  }

  /**
   * Counts like `count`; false when a line came to be matched or frequent thereby, so that `LineFilter`
   * might choose others than before.
   */
  countKeepsClasses(start: number, end: number, oldFrequentMin: number, newFrequentMin: number): boolean {
    const sieve = this.#sieve;
    const table = this.#table;
    const { oldUses, newUses } = table;
    let isKept = true;
    sieve.start(table.oldText, start, end);
    while (sieve.next()) {
      const id = table.idOf(sieve.lineStart, sieve.lineEnd);
      if (id < 0) continue;
      const inOld = oldUses[id]! + 1;
      const inNew = newUses[id]! + 1;
      oldUses[id] = inOld;
      newUses[id] = inNew;
      if (inOld === 1 || inNew === 1 || inNew === oldFrequentMin || inOld === newFrequentMin) isKept = false;
    }
    sieve.drop();
    return isKept;
  }

  /** Whether a line that only one side has lies in `old[start, end)`. */
  hasUnmatched(start: number, end: number): boolean {
    const sieve = this.#sieve;
    const table = this.#table;
    const { oldUses, newUses } = table;
    let isFound = false;
    sieve.start(table.oldText, start, end);
    while (!isFound && sieve.next()) {
      const id = table.idOf(sieve.lineStart, sieve.lineEnd);
      isFound = id >= 0 && (oldUses[id] === 0 || newUses[id] === 0);
    }
    sieve.drop();
    return isFound;
  }
}
