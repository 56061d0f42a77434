import { expect, test } from 'vitest';
import { QuantileSketch, RunningStats } from '../../../engine/logs/index.ts';
import { TopN } from '../../../engine/telemetry/index.ts';
import { randomFrom } from '../../support/random.ts';

function shuffled(values: readonly number[], random: () => number): number[] {
  const mixed = [...values];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}

test('RunningStats equals what is computed over all values at once', () => {
  const random = randomFrom(1);
  const stats = new RunningStats();
  const values = Array.from({ length: 5000 }, () => 1e9 + random() * 10);
  for (const value of values) stats.add(value);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect([stats.count, stats.min, stats.max]).toEqual([5000, Math.min(...values), Math.max(...values)]);
  expect(stats.mean).toBeCloseTo(mean, 5);
  // Squares of large values would have lost this.
  expect(stats.deviation).toBeCloseTo(Math.sqrt(variance), 5);
});

test('RunningStats without values, and with one', () => {
  const stats = new RunningStats();
  expect([stats.count, stats.deviation, stats.quantile(0.5)]).toEqual([0, 0, Number.NaN]);
  stats.add(3);
  expect([stats.mean, stats.deviation, stats.quantile(0), stats.quantile(1)]).toEqual([3, 0, 3, 3]);
});

test('QuantileSketch stays within 2 % of the true quantile, in any order of the values', () => {
  const random = randomFrom(2);
  const values = Array.from({ length: 4001 }, () => Math.exp(random() * 16 - 6));
  const sorted = values.toSorted((x, y) => x - y);
  const one = new QuantileSketch();
  const other = new QuantileSketch();
  for (const value of values) one.add(value);
  for (const value of shuffled(values, random)) other.add(value);
  for (const share of [0, 0.01, 0.5, 0.9, 0.99, 1]) {
    const truth = sorted[Math.floor(share * 4000)]!;
    expect(Math.abs(one.quantile(share) - truth) / truth).toBeLessThan(0.0201);
    expect(other.quantile(share)).toBe(one.quantile(share));
  }
});

test('QuantileSketch keeps high quantiles when values span more than its buckets', () => {
  const sketch = new QuantileSketch();
  for (let power = -9; power <= 15; power += 0.01) sketch.add(10 ** power);
  const truth = 10 ** (-9 + 24 * 0.99);
  expect(Math.abs(sketch.quantile(0.99) - truth) / truth).toBeLessThan(0.03);
  const zeros = new QuantileSketch();
  for (const value of [0, 0, -1, 5]) zeros.add(value);
  expect([zeros.quantile(0.5), zeros.quantile(1)]).toEqual([0, expect.closeTo(5, 0)]);
});

test('TopN keeps the heaviest, and of equal ones the first', () => {
  const random = randomFrom(4);
  for (let round = 0; round < 200; round += 1) {
    const countMax = 1 + Math.floor(random() * 9);
    const top = new TopN<number>(countMax);
    const weights = Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 12));
    let fallenCount = 0;
    for (const [item, weight] of weights.entries()) {
      const isTaken = top.takes(weight);
      const fallen = top.offer(item, weight);
      expect(isTaken).toBe(fallen !== item);
      if (fallen !== undefined) fallenCount += 1;
    }
    const order = weights.map((_, item) => item).sort((x, y) => weights[y]! - weights[x]! || x - y);
    expect(top.sorted()).toEqual(order.slice(0, countMax));
    expect(fallenCount).toBe(Math.max(0, weights.length - countMax));
  }
});
