import { describe, expect, test } from 'vitest';
import type { FactCursor } from '../../../engine/contract.ts';
import { MergeCursor } from '../../../engine/spill/index.ts';

type Row = readonly [a: number, b: number, c: number, value: number];

/** A source that tells how often it was closed, and may fail at a row. */
class Source implements FactCursor {
  readonly #rows: readonly Row[];
  readonly #failAt: number;
  #at = -1;
  closeCount = 0;

  constructor(rows: readonly Row[], failAt = -1) {
    this.#rows = rows;
    this.#failAt = failAt;
  }

  next(): boolean {
    this.#at += 1;
    if (this.#at === this.#failAt) throw new Error('source failed');
    return this.#at < this.#rows.length;
  }

  get a(): number {
    return this.#rows[this.#at]![0];
  }

  get b(): number {
    return this.#rows[this.#at]![1];
  }

  get c(): number {
    return this.#rows[this.#at]![2];
  }

  value(): number {
    return this.#rows[this.#at]![3];
  }

  close(): void {
    this.closeCount += 1;
  }
}

function rowsOf(cursor: FactCursor): Row[] {
  const rows: Row[] = [];
  while (cursor.next()) rows.push([cursor.a, cursor.b, cursor.c, cursor.value(0)]);
  return rows;
}

describe('MergeCursor', () => {
  test('orders by all three keys up to the largest and folds equal ones', () => {
    const last = 2 ** 32 - 1;
    const sources = [
      new Source([
        [0, 0, 1, 1],
        [0, last, 0, 2],
        [last, last, last, 3],
      ]),
      new Source([
        [0, 0, 0, 4],
        [0, 0, 1, 5],
        [1, 0, 0, 6],
      ]),
      new Source([]),
      new Source([[last, last, last, 7]]),
    ];
    expect(rowsOf(new MergeCursor(sources, ['sum']))).toEqual([
      [0, 0, 0, 4],
      [0, 0, 1, 6],
      [0, last, 0, 2],
      [1, 0, 0, 6],
      [last, last, last, 10],
    ]);
    expect(sources.every((source) => source.closeCount >= 1)).toBe(true);
  });

  test('folds the older source first', () => {
    const sources = [0.1, 0.2, 0.3, 0.4].map((value) => new Source([[1, 1, 1, value]]));
    const sum = rowsOf(new MergeCursor(sources, ['sum']))[0]![3];
    expect(sum).toBe(0.1 + 0.2 + 0.3 + 0.4);
    expect(sum).not.toBe(0.4 + 0.3 + 0.2 + 0.1);
  });

  test('of no sources is empty', () => {
    expect(rowsOf(new MergeCursor([], ['sum']))).toEqual([]);
  });

  test('close() closes all sources once and ends the merge', () => {
    const sources = [
      new Source([
        [1, 0, 0, 1],
        [2, 0, 0, 1],
      ]),
      new Source([[3, 0, 0, 1]]),
    ];
    const cursor = new MergeCursor(sources, ['max']);
    expect(cursor.next()).toBe(true);
    cursor.close();
    cursor.close();
    expect(cursor.next()).toBe(false);
    expect(sources.map((source) => source.closeCount)).toEqual([1, 1]);
  });

  test('closes all sources when one fails, at the start or later, and yields no more', () => {
    for (const failAt of [0, 1, 2]) {
      const good = new Source([
        [1, 0, 0, 1],
        [2, 0, 0, 1],
        [3, 0, 0, 1],
      ]);
      const bad = new Source(
        [
          [1, 0, 0, 1],
          [2, 0, 0, 1],
          [3, 0, 0, 1],
        ],
        failAt,
      );
      expect(() => rowsOf(new MergeCursor([good, bad], ['sum']))).toThrow('source failed');
      expect([good.closeCount, bad.closeCount]).toEqual([1, 1]);
    }
  });
});
