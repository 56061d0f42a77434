import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FactCursor, Fold } from '../../../engine/contract.ts';
import { SortedRunReader } from '../../../engine/spill/sorted-run-reader.ts';
import { type SortedRunInfo, type SortedRunShape, writeSortedRun } from '../../../engine/spill/sorted-run-writer.ts';
import { SpillFiles } from '../../../engine/spill/index.ts';
import { lentCount, randomBelow, randomFrom, ScratchDirectory } from './scratch.ts';

type Row = readonly [a: number, b: number, c: number, ...values: number[]];

function shapeOf(keyCount: number, folds: readonly Fold[]): SortedRunShape {
  return { table: 'pairs of files', keyCount, folds };
}

function cursorOf(rows: readonly Row[]): FactCursor {
  let at = -1;
  return {
    next: () => (at += 1) < rows.length,
    get a() {
      return rows[at]![0];
    },
    get b() {
      return rows[at]![1];
    },
    get c() {
      return rows[at]![2];
    },
    value: (column) => rows[at]![3 + column]!,
    close() {},
  };
}

function readAll(store: SpillFiles, shape: SortedRunShape, run: SortedRunInfo): Row[] {
  const reader = new SortedRunReader(store, shape, run);
  const rows: Row[] = [];
  while (reader.next()) {
    const values = shape.folds.map((_, column) => reader.value(column));
    rows.push([reader.a, reader.b, reader.c, ...values]);
  }
  reader.close();
  return rows;
}

const extremes = [
  0,
  1,
  -1,
  127,
  128,
  -64,
  -65,
  2 ** 31,
  -(2 ** 31),
  2 ** 51,
  -(2 ** 51),
  2 ** 53,
  -(2 ** 53),
  0.1,
  1e300,
];

/** Rows with ascending keys of `keyCount` columns; dense and sparse ones. */
function randomRows(random: () => number, count: number, keyCount: number, columnCount: number): Row[] {
  const rows = new Map<string, Row>();
  const isSparse = random() < 0.5;
  const key = (): number => (isSparse ? randomBelow(random, 2 ** 32) : randomBelow(random, 40));
  while (rows.size < Math.min(count, isSparse ? count : 30)) {
    const keys = [key(), keyCount > 1 ? key() : 0, keyCount > 2 ? key() : 0] as const;
    const value = (): number => extremes[randomBelow(random, random() < 0.5 ? 8 : extremes.length)]!;
    rows.set(keys.join(), [...keys, ...Array.from({ length: columnCount }, value)]);
  }
  return [...rows.values()].sort((x, y) => x[0] - y[0] || x[1] - y[1] || x[2] - y[2]);
}

describe('runs', () => {
  test('SortedRunReader reads what writeSortedRun() wrote, for every shape', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const random = randomFrom(21);
    for (let keyCount = 1; keyCount <= 3; keyCount += 1) {
      for (let columnCount = 1; columnCount <= 8; columnCount += 1) {
        const shape = shapeOf(
          keyCount,
          Array.from({ length: columnCount }, () => 'sum'),
        );
        const rows = randomRows(random, 1 + randomBelow(random, 6000), keyCount, columnCount);
        const run = writeSortedRun(store, shape, 0, cursorOf(rows));
        expect(run.recordCount).toBe(rows.length);
        expect(readAll(store, shape, run)).toEqual(rows);
      }
    }
    expect(lentCount(store.buffers.blocks)).toBe(0);
    expect(store.buffers.blocks.bytes).toBe(64 * 1024);
  });

  test('writeSortedRun() spends about three bytes on a counted pair and allows none at all', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const shape = shapeOf(2, ['sum']);
    const rows = Array.from({ length: 50_000 }, (_, at): Row => [at >> 5, (at & 31) * 900, 0, 1 + (at % 3)]);
    expect(writeSortedRun(store, shape, 0, cursorOf(rows)).bytes).toBeLessThan(50_000 * 4);
    const empty = writeSortedRun(store, shape, 0, cursorOf([]));
    expect(readAll(store, shape, empty)).toEqual([]);
  });

  test('SortedRunReader refuses a run with a flipped bit in any byte, or cut at any byte', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const shape = shapeOf(2, ['sum', 'max']);
    const run = writeSortedRun(
      store,
      shape,
      0,
      cursorOf([
        [1, 2, 0, 3, 4],
        [1, 3, 0, 5, 0.5],
        [9, 0, 0, -1, 7],
      ]),
    );
    const path = scratch.file(run.name);
    const good = readFileSync(path);
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good);
      bad[at] = bad[at]! ^ (0x80 >> (at % 8));
      writeFileSync(path, bad);
      expect(() => readAll(store, shape, run), `byte ${at}`).toThrow(expect.objectContaining({ code: 'STATE' }));
      writeFileSync(path, good.subarray(0, at));
      expect(() => readAll(store, shape, run), `cut ${at}`).toThrow(expect.objectContaining({ code: 'STATE' }));
    }
    expect(lentCount(store.buffers.blocks)).toBe(0);
  });

  test('SortedRunReader refuses a run of another table, shape, length or record count', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const shape = shapeOf(2, ['sum']);
    const run = writeSortedRun(store, shape, 0, cursorOf([[1, 2, 0, 3]]));
    const others: readonly (readonly [SortedRunShape, SortedRunInfo])[] = [
      [{ ...shape, table: 'others' }, run],
      [{ ...shape, folds: ['min'] }, run],
      [{ ...shape, keyCount: 3 }, run],
      [shape, { ...run, bytes: run.bytes + 1 }],
      [shape, { ...run, recordCount: 2 }],
      [shape, { ...run, name: 'absent.run' }],
    ];
    for (const [otherShape, otherRun] of others) {
      expect(() => readAll(store, otherShape, otherRun)).toThrow(expect.objectContaining({ code: 'STATE' }));
    }
  });

  test('SortedRunReader refuses keys that do not ascend within a block or across blocks', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const shape = shapeOf(1, ['sum']);
    const many = Array.from({ length: 12_000 }, (_, at): Row => [at, 0, 0, 1]);
    const doubled: Row[] = [
      [5, 0, 0, 1],
      [5, 0, 0, 1],
    ];
    const again = [...many.slice(0, 5461), ...many.slice(0, 10)];
    for (const rows of [doubled, again]) {
      const run = writeSortedRun(store, shape, 0, cursorOf(rows));
      expect(() => readAll(store, shape, run)).toThrow(expect.objectContaining({ code: 'STATE' }));
    }
  });
});
