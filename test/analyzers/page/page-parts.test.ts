import { describe, expect, test } from 'vitest';
import { CalendarSteps } from '../../../analyzers/_page/calendar-steps.ts';
import { isMeantToMove, stemOf } from '../../../analyzers/_page/path-noise.ts';
import { SurvivalCurve } from '../../../analyzers/_page/survival-curve.ts';
import { Thinned } from '../../../analyzers/_page/thinned.ts';
import { TopRows } from '../../../analyzers/_page/top-rows.ts';
import { randomFrom } from '../../support/random.ts';

const daySeconds = 86_400;
const seconds = (text: string): number => Date.parse(text) / 1000;

describe('CalendarSteps', () => {
  test('CalendarSteps takes the shortest unit that has few enough pieces', () => {
    const from = seconds('2020-02-27T12:00:00Z');
    const unitFor = (days: number, countMax = 320): string =>
      new CalendarSteps(from, from + days * daySeconds, countMax).unit;
    expect([unitFor(3), unitFor(90), unitFor(700), unitFor(7000)]).toEqual(['day', 'day', 'week', 'month']);
    expect([unitFor(700, 30), unitFor(7000, 30), unitFor(2500, 30)]).toEqual(['month', 'year', 'quarter']);
  });

  test('CalendarSteps.placeOf agrees with startOf and labels at every border', () => {
    const from = seconds('1969-11-15T00:00:00Z');
    for (const days of [20, 400, 3000, 90_000]) {
      const steps = new CalendarSteps(from, from + days * daySeconds, 100);
      expect(steps.count).toBeLessThanOrEqual(100);
      expect(steps.labels()).toHaveLength(steps.count);
      expect(new Set(steps.labels()).size).toBe(steps.count);
      for (let place = 1; place < steps.count; place += 1) {
        expect(steps.placeOf(steps.startOf(place))).toBe(place);
        expect(steps.placeOf(steps.startOf(place) - 1)).toBe(place - 1);
      }
    }
  });

  test('CalendarSteps names pieces as people do and clamps what lies outside', () => {
    const steps = new CalendarSteps(seconds('2019-12-30T00:00:00Z'), seconds('2020-02-03T00:00:00Z'), 8);
    expect(steps.labels()).toEqual([
      '2019-12-30',
      '2020-01-06',
      '2020-01-13',
      '2020-01-20',
      '2020-01-27',
      '2020-02-03',
    ]);
    expect([steps.placeOf(0), steps.placeOf(4e9)]).toEqual([0, 5]);
    const long = new CalendarSteps(seconds('1000-01-01T00:00:00Z'), seconds('2999-01-01T00:00:00Z'), 30);
    expect(long.labels()[0]).toMatch(/^\d+–\d+$/);
  });
});

test('TopRows keeps what sorting would keep, earlier rows first among equals', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 40; round += 1) {
    const countMax = 1 + Math.floor(random() * 12);
    const top = new TopRows<string>(countMax);
    const rows = Array.from({ length: Math.floor(random() * 60) }, (_, at) => ({
      measure: Math.floor(random() * 9),
      row: `row ${at}`,
    }));
    for (const { measure, row } of rows) {
      const isAdmitted = top.admits(measure);
      let isMade = false;
      top.offer(measure, () => {
        isMade = true;
        return row;
      });
      expect(isMade).toBe(isAdmitted);
    }
    const expected = rows.toSorted((one, other) => other.measure - one.measure).slice(0, countMax);
    expect(top.sorted()).toEqual(expected.map(({ row }) => row));
    expect(top.seenCount).toBe(rows.length);
  }
});

test('Thinned keeps first and last, in order, at even distances, and never more than it may', () => {
  for (let count = 0; count < 300; count += 7) {
    const thinned = new Thinned<number>(10);
    for (let item = 0; item < count; item += 1) thinned.add(item);
    const items = thinned.items();
    expect(items.length).toBeLessThanOrEqual(10);
    expect(thinned.seenCount).toBe(count);
    if (count === 0) continue;
    expect([items[0], items.at(-1)]).toEqual([0, count - 1]);
    const steps = items.slice(1, -1).map((item, at) => item - items[at]!);
    expect(new Set(steps).size).toBeLessThanOrEqual(1);
  }
});

describe('SurvivalCurve', () => {
  const clock = {
    originSeconds: 0,
    lastSeconds: 0,
    tickSeconds: 1,
    bandSeconds: 10,
    sampleSeconds: 10,
  };

  test('SurvivalCurve multiplies the shares that outlive each step, over all bands', () => {
    const curve = new SurvivalCurve(clock);
    curve.sample(10, [100]);
    curve.sample(20, [80, 100]);
    curve.sample(30, [40, 60, 50]);
    const { rates, ageSeconds, halfLifeSeconds } = curve.block();
    // First step: 100 → 80 and 100 → 60, so 140 of 200. Second: 80 → 40.
    expect(rates).toEqual([1, 0.7, 0.35]);
    expect(ageSeconds).toEqual([0, 10, 20]);
    expect(halfLifeSeconds).toBe(Math.round(10 + (10 * (0.7 - 0.5)) / 0.35));
  });

  test('SurvivalCurve leaves out bands that are still written and a sample that comes too soon', () => {
    const curve = new SurvivalCurve(clock);
    curve.sample(10, [100]);
    curve.sample(20, [100, 10]);
    curve.sample(23, [1, 10, 5]);
    expect(curve.block().rates).toEqual([1, 1]);
  });

  test('SurvivalCurve never rises: lines that a branch brings in late are no survivors of that step', () => {
    const curve = new SurvivalCurve(clock);
    curve.sample(10, [100]);
    curve.sample(20, [300, 50]);
    curve.sample(30, [150, 25, 10]);
    // First step: 100 stay and 200 come, 50 → 25, so 125 of 150. Second: 300 → 150.
    expect(curve.block().rates).toEqual([1, 0.8333, 0.4167]);
  });

  test('SurvivalCurve has no half-life when half of the lines outlive the history', () => {
    const curve = new SurvivalCurve(clock);
    expect(curve.block()).toEqual({ ageSeconds: [0], rates: [1], halfLifeSeconds: null });
  });
});

test('isMeantToMove knows locks, logs, translations and what others wrote', () => {
  const noise = [
    'package-lock.json',
    'a/go.sum',
    'CHANGELOG.md',
    'po/de.po',
    'vendor/x/y.c',
    'Makefile',
    'Documentation/RelNotes/2.1.txt',
  ];
  expect(noise.filter(isMeantToMove)).toEqual(noise);
  const code = ['src/lock.c', 'history.c', 'src/news.ts', 'distance.c', 'vendors.ts'];
  expect(code.filter(isMeantToMove)).toEqual([]);
});

test('stemOf is the same for a source, its header, its test and its manual page', () => {
  const paths = [
    'convert.c',
    'include/convert.h',
    't/t0021-convert.sh',
    'convert_test.go',
    'test-convert.js',
    'git-convert.txt',
    'convert.spec.ts',
  ];
  expect(new Set(paths.map(stemOf))).toEqual(new Set(['convert']));
});
