import { expect, test } from 'vitest';
import { checkMemoryPressure } from '../../planner/index.ts';
import { planErrorOf } from './plan-checks.ts';

test('checkMemoryPressure() reaches its levels at exactly 80 and 90 percent', () => {
  const levels = [799, 800, 899, 900, 5000].map((used) => checkMemoryPressure(used, 1000));
  expect(levels).toEqual(['none', 'warning', 'warning', 'critical', 'critical']);
});

test('checkMemoryPressure() refuses what is not finite', () => {
  for (const [used, budget] of [
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    [1, Number.NaN],
  ]) {
    expect(planErrorOf(() => checkMemoryPressure(used ?? 0, budget ?? 0)).code).toBe('USAGE');
  }
});
