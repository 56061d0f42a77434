import { describe, expect, test } from 'vitest';
import { parseTick, TickClock } from '../../../engine/history/index.ts';
import { randomFrom } from '../../support/random.ts';

const day = 86_400;

describe('TickClock', () => {
  test('tick 0 starts at midnight UTC of the first commit', () => {
    const clock = new TickClock({ tickSeconds: day });
    expect(clock.observe(Date.UTC(2005, 3, 7, 22, 13, 13) / 1000)).toBe(0);
    expect(clock.startOf(0)).toBe(Date.UTC(2005, 3, 7) / 1000);
    expect(clock.observe(Date.UTC(2005, 3, 7, 23, 59, 59) / 1000)).toBe(0);
    expect(clock.observe(Date.UTC(2005, 3, 8) / 1000)).toBe(1);
    expect(clock.startOf(366)).toBe(Date.UTC(2006, 3, 8) / 1000);
  });

  test('time never goes back along the walk', () => {
    const clock = new TickClock({ tickSeconds: day });
    expect([0, 5 * day, 2 * day, -9 * day, 6 * day].map((at) => clock.observe(at))).toEqual([0, 5, 5, 5, 6]);
    expect(clock.monotoneSeconds).toBe(6 * day);
  });

  test('times before 1970 are floored downwards, with no -0', () => {
    const clock = new TickClock({ tickSeconds: day });
    expect(clock.observe(-1)).toBe(0);
    expect(clock.startOf(0)).toBe(-day);
    expect(clock.observe(0)).toBe(1);
    const atZero = new TickClock({ tickSeconds: day });
    atZero.observe(-0);
    expect(Object.is(atZero.startOf(0), 0)).toBe(true);
  });

  test('times far beyond 2100 end in the last tick, which fits 31 bits', () => {
    const clock = new TickClock({ tickSeconds: 60 });
    clock.observe(0);
    expect(clock.observe(Date.UTC(2500, 0, 1) / 1000)).toBe(Date.UTC(2500, 0, 1) / 60_000);
    expect(clock.observe(Number.MAX_SAFE_INTEGER)).toBe(TickClock.tickMax);
    expect(TickClock.tickMax).toBe((TickClock.tickMax | 0) >>> 0);
  });

  test.each([11, 12, 13])('ticks never fall and hold their time, seed %i', (seed) => {
    const random = randomFrom(seed);
    const clock = new TickClock({ tickSeconds: 3600 });
    let latest = Number.NEGATIVE_INFINITY;
    let before = 0;
    for (let i = 0; i < 2000; i += 1) {
      const seconds = Math.floor((random() - 0.5) * 1e10);
      latest = Math.max(latest, seconds);
      const tick = clock.observe(seconds);
      expect(tick).toBeGreaterThanOrEqual(before);
      expect(clock.startOf(tick)).toBeLessThanOrEqual(latest);
      expect(clock.startOf(tick + 1)).toBeGreaterThan(latest);
      expect(Math.abs(clock.startOf(tick) % 3600)).toBe(0);
      before = tick;
    }
  });

  test('startOf() wants a commit first', () => {
    expect(() => new TickClock({ tickSeconds: 60 }).startOf(0)).toThrow('a commit was observed');
  });
});

describe('parseTick()', () => {
  test.each([
    ['24h', day],
    ['1h', 3600],
    ['7d', 7 * day],
    ['30m', 1800],
    ['1w', 7 * day],
    ['1m', 60],
    ['3650d', 3650 * day],
  ])('%s is %i seconds', (text, seconds) => {
    expect(parseTick(text)).toBe(seconds);
  });

  test.each(['', '24', 'h', '0h', '-1h', '1.5h', '1 h', '24H', '1h30m', '10s', '3651d', '1y', '9'.repeat(400)])(
    'refuses %j',
    (text) => {
      expect(() => parseTick(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );
});
