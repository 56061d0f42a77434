import { expect, test } from 'vitest';
import { type PressureLevel, PressureWatch } from '../../../engine/memory/index.ts';

const budgetBytes = 1000;

test('PressureWatch tells each rise once, and again only after a clear fall', () => {
  expect(watched([700, 800, 850, 810, 900, 950, 880, 910])).toEqual([
    'none',
    'warning!',
    'warning',
    'warning',
    'critical!',
    'critical',
    'warning',
    'critical',
  ]);
  // 5 % of the budget below a threshold is a clear fall.
  expect(watched([910, 849, 901])).toEqual(['critical!', 'warning', 'critical!']);
  expect(watched([800, 751, 800, 749, 800])).toEqual(['warning!', 'none', 'warning', 'none', 'warning!']);
});

test('PressureWatch may rise from nothing to critical and fall back in one step', () => {
  expect(watched([100, 990, 100, 990])).toEqual(['none', 'critical!', 'none', 'critical!']);
});

test('PressureWatch without a budget is never under pressure', () => {
  const watch = new PressureWatch({ budgetBytes: 0, meter: { rssBytes: () => 9e9 }, levelOf });
  expect(watch.sample()).toEqual({ level: 'none', rssBytes: 9e9, hasRisen: false });
});

/** Levels for a series of resident sizes, with "!" where a rise was told. */
function watched(sizes: readonly number[]): string[] {
  let at = 0;
  const meter = { rssBytes: (): number => sizes[at] ?? 0 };
  const watch = new PressureWatch({ budgetBytes, meter, levelOf });
  const seen: string[] = [];
  for (; at < sizes.length; at += 1) {
    const { level, hasRisen } = watch.sample();
    seen.push(hasRisen ? `${level}!` : level);
  }
  return seen;
}

function levelOf(usedBytes: number, budget: number): PressureLevel {
  if (budget <= 0) return 'none';
  if (usedBytes >= budget * 0.9) return 'critical';
  return usedBytes >= budget * 0.8 ? 'warning' : 'none';
}
