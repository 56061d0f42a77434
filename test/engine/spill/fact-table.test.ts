import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AssertionFailure } from '../../../engine/base/index.ts';
import type { Fold } from '../../../engine/contract.ts';
import { FactTable, factTableBytesMin, packRecord, SpillFiles, unpackRecord } from '../../../engine/spill/index.ts';
import { lentCount, openDescriptorCount, randomBelow, randomFrom, ScratchDirectory } from './scratch.ts';

interface Setup {
  readonly bytesMax?: number;
  readonly folds?: readonly Fold[];
  readonly keyCount?: 1 | 2 | 3;
  readonly tierFanIn?: number;
  readonly fanInMax?: number;
}

function tableIn(store: SpillFiles, setup: Setup = {}): FactTable {
  const { folds = ['sum'], keyCount = 3, ...rest } = setup;
  return new FactTable({
    name: 'table',
    keyCount,
    columns: folds.map((fold, at) => ({ name: `v${at}`, fold })),
    bytesMax: factTableBytesMin(keyCount, folds.length),
    spillTo: store,
    ...rest,
  });
}

function factsOf(table: FactTable, columnCount = 1): number[][] {
  const cursor = table.scan();
  const facts: number[][] = [];
  while (cursor.next()) {
    const values = Array.from({ length: columnCount }, (_, column) => cursor.value(column));
    facts.push([cursor.a, cursor.b, cursor.c, ...values]);
  }
  return facts;
}

function fill(table: FactTable, count: number, seed = 31): void {
  const random = randomFrom(seed);
  for (let i = 0; i < count; i += 1) {
    table.add(randomBelow(random, 50), randomBelow(random, 50), randomBelow(random, 3), randomBelow(random, 9) - 4);
  }
}

describe('FactTable', () => {
  test('add() folds each column its own way, negative values and extreme keys too', () => {
    using scratch = new ScratchDirectory();
    const table = tableIn(new SpillFiles({ path: scratch.path }), { folds: ['sum', 'min', 'max'] });
    const last = 2 ** 32 - 1;
    table.add(last, last, last, 5, 5, 5);
    table.add(0, 0, 0, -3, -3, -3);
    table.add(last, last, last, -7, -7, -7);
    table.flush();
    table.add(last, last, last, 1, 1, 1);
    table.add(0, last, 0, 2 ** 53, 0.25, -0);
    expect(factsOf(table, 3)).toEqual([
      [0, 0, 0, -3, -3, -3],
      [0, last, 0, 2 ** 53, 0.25, 0],
      [last, last, last, -1, -7, 5],
    ]);
  });

  test('row() and fold() serve eight columns', () => {
    using scratch = new ScratchDirectory();
    const folds = Array.from({ length: 8 }, (): Fold => 'sum');
    const table = tableIn(new SpillFiles({ path: scratch.path }), { folds, keyCount: 1 });
    for (let round = 0; round < 2000; round += 1) {
      const row = table.row(round % 700, 0, 0);
      for (let column = 0; column < 8; column += 1) table.fold(row, column, column);
    }
    const facts = factsOf(table, 8);
    expect(facts).toHaveLength(700);
    expect(table.runCount).toBeGreaterThan(0);
    for (const [a, , , ...values] of facts) {
      const times = a! < 600 ? 3 : 2;
      expect(values).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((value) => value * times));
    }
  });

  test('scan() gives the same again and again, with rows in memory and after more facts', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const table = tableIn(store);
    fill(table, 3000);
    const first = factsOf(table);
    expect(factsOf(table)).toEqual(first);
    const [a, b, c] = first[0] as [number, number, number];
    table.add(a, b, c, 100);
    table.flush();
    table.add(a, b, c, 100);
    const second = factsOf(table);
    expect(second[0]![3]).toBe(first[0]![3]! + 200);
    expect(second.slice(1)).toEqual(first.slice(1));
    expect(lentCount(store.buffers.blocks)).toBe(0);
  });

  test('bytes stay within bytesMax whatever is added', () => {
    using scratch = new ScratchDirectory();
    for (const bytesMax of [20_000, 50_001, 100_000, 262_144, 1_000_000]) {
      const table = tableIn(new SpillFiles({ path: scratch.path }), { bytesMax });
      let peak = 0;
      for (let i = 0; i < 60_000; i += 1) {
        table.add(i, i, i, 1);
        peak = Math.max(peak, table.bytes);
      }
      expect(peak).toBeLessThanOrEqual(bytesMax);
      expect(peak).toBeGreaterThan(bytesMax * 0.6);
      table.drop();
    }
  });

  test('the number of runs grows with the logarithm of what is spilled', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const table = tableIn(store, { tierFanIn: 3, fanInMax: 3 });
    for (let round = 0; round < 100; round += 1) {
      table.add(round, 0, 0, 1);
      table.flush();
      // 100 flushes have tiers 0 to 4, at most 2 runs each.
      expect(table.runCount).toBeLessThanOrEqual(10);
      expect(store.fileCount).toBe(table.runCount);
      expect(scratch.names()).toHaveLength(table.runCount);
    }
    expect(factsOf(table)).toHaveLength(100);
    expect(table.writtenBytes).toBeGreaterThan(table.spilledBytes);
  });

  test('scan() never opens more sources than its fan-in', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const table = tableIn(store, { tierFanIn: 4, fanInMax: 4 });
    for (let round = 0; round < 60; round += 1) {
      table.add(round % 17, 0, 0, 1);
      if (round < 59) table.flush();
    }
    const facts = factsOf(table);
    expect(facts.map(([a, , , n]) => [a, n])).toEqual(Array.from({ length: 17 }, (_, a) => [a, a < 9 ? 4 : 3]));
    // Four readers and the writer of a merge.
    expect(store.buffers.blocks.bytes).toBeLessThanOrEqual(5 * 64 * 1024);
  });

  test('an open cursor keeps facts from being added or cleared; close() frees everything', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const table = tableIn(store);
    fill(table, 3000);
    table.flush();
    table.add(1, 1, 1, 1);
    const descriptors = openDescriptorCount();
    const cursor = table.scan();
    cursor.next();
    expect(() => table.add(2, 2, 2, 2)).toThrow(AssertionFailure);
    expect(() => table.flush()).toThrow(AssertionFailure);
    cursor.close();
    cursor.close();
    expect(cursor.next()).toBe(false);
    expect(openDescriptorCount()).toBe(descriptors);
    expect(lentCount(store.buffers.blocks)).toBe(0);
    table.add(2, 2, 2, 2);
    table.flush();
  });

  test('add() refuses keys that are no uint32 and values that are not finite or not exact', () => {
    using scratch = new ScratchDirectory();
    const table = tableIn(new SpillFiles({ path: scratch.path }));
    for (const key of [-1, 2 ** 32, 0.5, Number.NaN]) {
      expect(() => table.add(key, 0, 0, 1)).toThrow(AssertionFailure);
      expect(() => table.add(0, 0, key, 1)).toThrow(AssertionFailure);
    }
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53 + 2]) {
      expect(() => table.add(1, 0, 0, value)).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
    }
    table.add(2, 0, 0, 2 ** 53);
    table.flush();
    table.add(2, 0, 0, 2 ** 53);
    expect(() => factsOf(table)).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
  });

  test('hibernate() with drop gives the memory of rows up, boot() takes the least again', () => {
    using scratch = new ScratchDirectory();
    const table = tableIn(new SpillFiles({ path: scratch.path }), { bytesMax: 1_000_000 });
    fill(table, 5000);
    const facts = factsOf(table);
    const bytes = table.bytes;
    expect(table.hibernate('keep')).toBe(0);
    expect(table.bytes).toBe(bytes);
    expect([table.hibernate('drop'), table.bytes]).toEqual([bytes, 0]);
    expect(factsOf(table)).toEqual(facts);
    expect(() => table.add(1, 1, 1, 1)).toThrow(AssertionFailure);
    table.boot();
    expect(table.bytes).toBe(factTableBytesMin(3, 1));
    fill(table, 5000);
    expect(factsOf(table)).toEqual(facts.map(([a, b, c, value]) => [a, b, c, value! * 2]));
  });

  test('restore() goes on from a manifest, while the first table goes on for itself', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const table = tableIn(store, { tierFanIn: 2, fanInMax: 2 });
    fill(table, 5000);
    table.flush();
    const facts = factsOf(table);
    const manifest = unpackRecord(packRecord(table.manifest()), 'manifest');
    using kept = scratch.copyOf(namesOf(manifest));
    fill(table, 5000, 32);
    const later = factsOf(table);
    const other = new SpillFiles({ path: kept.path });
    const restored = tableIn(other, { tierFanIn: 2, fanInMax: 2 });
    restored.restore(manifest);
    expect(factsOf(restored)).toEqual(facts);
    fill(restored, 5000, 32);
    expect(factsOf(restored)).toEqual(later);
  });

  test('restore() refuses damaged runs and manifests of other tables', () => {
    using scratch = new ScratchDirectory();
    const store = new SpillFiles({ path: scratch.path });
    const table = tableIn(store);
    fill(table, 100);
    table.flush();
    const manifest = table.manifest();
    const refused = expect.objectContaining({ code: 'STATE' });
    expect(() => tableIn(store, { keyCount: 2 }).restore(manifest)).toThrow(refused);
    expect(() => tableIn(store, { folds: ['max'] }).restore(manifest)).toThrow(refused);
    expect(() => tableIn(store).restore(null)).toThrow(refused);
    expect(() => tableIn(store).restore({ ...(manifest as object), runs: [{ name: '../x.run' }] })).toThrow(refused);
    const path = scratch.file(namesOf(manifest)[0]!);
    const good = readFileSync(path);
    const bad = Buffer.from(good);
    bad[good.length >> 1]! ^= 1;
    writeFileSync(path, bad);
    expect(() => tableIn(store).restore(manifest)).toThrow(refused);
    const late = tableIn(store);
    late.restore(manifest, 'size');
    expect(() => factsOf(late)).toThrow(refused);
    writeFileSync(path, good.subarray(0, good.length - 1));
    expect(() => tableIn(store).restore(manifest, 'size')).toThrow(refused);
  });
});

function namesOf(manifest: unknown): string[] {
  return (manifest as { runs: { name: string }[] }).runs.map((run) => run.name);
}
