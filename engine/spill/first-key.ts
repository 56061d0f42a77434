import { assert } from '../base/index.ts';
import type { FactCursor, FactSpec } from '../contract.ts';

const keyEnd = 2 ** 32;

/**
 * How the first key of a table lies in the keys of its rows, which are uint32 and ascend.
 *
 *   descending   (max - key)
 *   wide         (key / 2^32, key % 2^32), so that the second key is the third of the row
 */
export class FirstKey {
  readonly isWide: boolean;
  readonly #isDescending: boolean;
  readonly #max: number;

  constructor({ order = 'ascending', isWide = false }: Pick<FactSpec, 'order' | 'isWide'>) {
    this.isWide = isWide;
    this.#isDescending = order === 'descending';
    this.#max = isWide ? Number.MAX_SAFE_INTEGER : keyEnd - 1;
  }

  /** Whether it is the first key of a row as it stands. */
  get isPlain(): boolean {
    return !this.isWide && !this.#isDescending;
  }

  /** The number that lies in the row for a key. */
  put(key: number): number {
    assert(!this.isWide || (Number.isSafeInteger(key) && key >= 0), 'wide keys are integers in [0, 2^53)');
    return this.#isDescending ? this.#max - key : key;
  }

  /** The key for the number that lies in the row. */
  take(number: number): number {
    return this.#isDescending ? this.#max - number : number;
  }

  static high(number: number): number {
    return Math.floor(number / keyEnd);
  }

  static low(number: number): number {
    return number % keyEnd;
  }

  /** Shows the keys of a table over a cursor of its rows. */
  read(rows: FactCursor): FactCursor {
    return this.isPlain ? rows : new FirstKeyCursor(rows, this);
  }
}

class FirstKeyCursor implements FactCursor {
  readonly #rows: FactCursor;
  readonly #first: FirstKey;

  constructor(rows: FactCursor, first: FirstKey) {
    this.#rows = rows;
    this.#first = first;
  }

  next(): boolean {
    return this.#rows.next();
  }

  get a(): number {
    const { a, b } = this.#rows;
    return this.#first.take(this.#first.isWide ? a * keyEnd + b : a);
  }

  get b(): number {
    return this.#first.isWide ? this.#rows.c : this.#rows.b;
  }

  get c(): number {
    return this.#first.isWide ? 0 : this.#rows.c;
  }

  value(column: number): number {
    return this.#rows.value(column);
  }

  close(): void {
    this.#rows.close();
  }
}
