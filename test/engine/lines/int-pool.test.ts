import { describe, expect, test } from 'vitest';
import { intPool } from '../../../engine/lines/int-pool.ts';
import { randomFrom } from '../../support/random.ts';

describe('intPool', () => {
  test('never hands out an array twice at a time, nor one that is too short or far too long', () => {
    const random = randomFrom(2);
    const below = (limit: number): number => Math.floor(random() * limit);
    const held: Int32Array[] = [];
    const seen = new Set<Int32Array>();
    let again = 0;
    for (let round = 0; round < 4000; round += 1) {
      if (held.length > 0 && below(2) === 0) {
        intPool.give(held.splice(below(held.length), 1)[0]!);
        continue;
      }
      const count = below(below(9) === 0 ? 100_000 : 900);
      const ints = intPool.take(count);
      const isFit = ints.length >= count && ints.length <= Math.max(64, count * 1.25 + 1);
      if (!isFit) throw new Error(`${ints.length} for ${count}`);
      if (held.includes(ints)) throw new Error('Two have the same array');
      if (seen.has(ints)) again += 1;
      seen.add(ints);
      held.push(ints);
    }
    expect(again).toBeGreaterThan(200);
  });
});
