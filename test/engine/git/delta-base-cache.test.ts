import { describe, expect, test } from 'vitest';
import { DeltaBaseCache } from '../../../engine/git/delta-base-cache.ts';
import { randomFrom } from './store-oracle.ts';

describe('DeltaBaseCache', () => {
  test('gives back what was put in or nothing, keeps the newest, stays within its ring', () => {
    const random = randomFrom(99);
    const capacity = 10_000;
    const cache = new DeltaBaseCache(capacity);
    const model = new Map<number, Buffer>();
    for (let round = 0; round < 30_000; round += 1) {
      const key = Math.floor(random() * 200) * 2 ** 40 + Math.floor(random() * 3) * 2 ** 33 + 12;
      const entry = cache.find(key);
      if (entry >= 0) {
        const start = cache.startOf(entry);
        const held = cache.bytes.subarray(start, start + cache.lengthOf(entry));
        expect(held.equals(model.get(key)!)).toBe(true);
        expect(cache.kindOf(entry)).toBe(held.length % 5);
        continue;
      }
      const content = Buffer.alloc(1 + Math.floor(random() ** 4 * 2499), round & 255);
      cache.put(key, content.length % 5, content, content.length);
      model.set(key, content);
      expect(cache.find(key)).toBeGreaterThanOrEqual(0);
      expect(cache.usedBytes).toBeLessThanOrEqual(capacity);
      if (round % 1000 === 0) {
        cache.shrinkTo(500);
        expect(cache.usedBytes).toBeLessThanOrEqual(500);
      }
    }
  });

  test('put() keeps nothing larger than a quarter of the ring', () => {
    const cache = new DeltaBaseCache(1000);
    cache.put(1, 3, Buffer.alloc(251), 251);
    cache.put(2, 3, Buffer.alloc(250), 250);
    expect([cache.find(1) >= 0, cache.find(2) >= 0]).toEqual([false, true]);
  });

  test('a ring of no bytes keeps nothing', () => {
    const cache = new DeltaBaseCache(0);
    cache.put(1, 3, Buffer.alloc(1), 1);
    expect(cache.find(1)).toBe(-1);
  });
});
