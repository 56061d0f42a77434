import { expect, test } from 'vitest';
import type { Fold } from '../../engine/contract.ts';
import { FactTable, factTableBytesMin, SpillFiles } from '../../engine/spill/index.ts';
import { lentCount, randomBelow, randomFrom, ScratchDirectory } from '../engine/spill/scratch.ts';

/**
 * Strategy: random facts go to a FactTable with a random shape, memory and fan-in, and to a Map;
 * flushes, scans, checkpoints and restores come at random. Invariant: the scan equals the sorted
 * Map, at any time.
 */
const folds: readonly Fold[] = ['sum', 'min', 'max'];
const fold = {
  sum: (x: number, y: number) => x + y,
  min: (x: number, y: number) => Math.min(x, y),
  max: (x: number, y: number) => Math.max(x, y),
};

class Model {
  readonly #facts = new Map<string, number[]>();
  readonly #folds: readonly Fold[];
  constructor(columns: readonly Fold[]) {
    this.#folds = columns;
  }

  add(keys: readonly number[], values: readonly number[]): void {
    const known = this.#facts.get(keys.join());
    const folded = known === undefined ? [...values] : values.map((v, i) => fold[this.#folds[i]!](known[i]!, v));
    this.#facts.set(keys.join(), folded);
  }

  rows(): number[][] {
    const rows = [...this.#facts].map(([keys, values]) => [...keys.split(',').map(Number), ...values]);
    return rows.sort((x, y) => x[0]! - y[0]! || x[1]! - y[1]! || x[2]! - y[2]!);
  }
}

function rowsOf(table: FactTable, columnCount: number): number[][] {
  const cursor = table.scan();
  const rows: number[][] = [];
  while (cursor.next()) {
    rows.push([cursor.a, cursor.b, cursor.c, ...Array.from({ length: columnCount }, (_, i) => cursor.value(i))]);
  }
  cursor.close();
  return rows;
}

const firstSeed = Number(process.env['SEED'] ?? 1);
const seeds = process.env['SEED'] === undefined ? 40 : 1;

for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
  test(`FactTable equals a Map, SEED=${seed}`, () => {
    using scratch = new ScratchDirectory();
    const random = randomFrom(seed);
    const store = new SpillFiles({ path: scratch.path });
    const keyCount = (1 + randomBelow(random, 3)) as 1 | 2 | 3;
    const columns = Array.from({ length: 1 + randomBelow(random, 4) }, () => folds[randomBelow(random, 3)]!);
    const tierFanIn = 2 + randomBelow(random, 5);
    const options = {
      name: `model ${seed}`,
      keyCount,
      columns: columns.map((way, at) => ({ name: `c${at}`, fold: way })),
      bytesMax: factTableBytesMin(keyCount, columns.length) + randomBelow(random, 100_000),
      spillTo: store,
      tierFanIn,
      fanInMax: tierFanIn + randomBelow(random, 4),
    };
    let table = new FactTable(options);
    const model = new Model(columns);
    const keyEnd = [3, 60, 2 ** 32][randomBelow(random, 3)]!;
    const addCount = 500 + randomBelow(random, 6000);
    for (let i = 0; i < addCount; i += 1) {
      const keys = [0, 1, 2].map((at) => (at < keyCount ? randomBelow(random, keyEnd) : 0));
      const values = columns.map(() => randomBelow(random, 2000) - 1000);
      table.add(keys[0]!, keys[1]!, keys[2]!, values[0]!, values[1], values[2], values[3]);
      model.add(keys, values);
      const dice = random() * addCount;
      if (dice < 12) table.flush();
      else if (dice < 14) expect(rowsOf(table, columns.length)).toEqual(model.rows());
      else if (dice < 16) {
        table.flush();
        const manifest = table.manifest();
        table = new FactTable(options);
        table.restore(manifest);
      }
      if (table.bytes > options.bytesMax) expect.fail(`${table.bytes} bytes after ${i} facts`);
    }
    expect(rowsOf(table, columns.length)).toEqual(model.rows());
    expect(lentCount(store.buffers.blocks)).toBe(0);
    expect(scratch.names()).toHaveLength(table.runCount);
    table.drop();
    expect(scratch.names()).toEqual([]);
  });
}
