import { expect, test } from 'vitest';
import { EditPath, rootPowerOfTwo } from '../../../engine/diff/edit-path.ts';
import { commonLineCount, TextMaker } from './text-maker.ts';

interface Marks {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

function mark(path: EditPath, a: Int32Array, b: Int32Array): Marks {
  const marks = { a: new Uint8Array(a.length), b: new Uint8Array(b.length) };
  const aPlaces = Int32Array.from(a.keys());
  const bPlaces = Int32Array.from(b.keys());
  path.run(a, aPlaces, a.length, marks.a, b, bPlaces, b.length, marks.b);
  return marks;
}

function randomIds(maker: TextMaker, countMax: number, kinds: number): Int32Array {
  return Int32Array.from({ length: maker.below(countMax) }, () => maker.below(kinds));
}

test('EditPath.run() leaves a longest common subsequence unmarked', () => {
  const path = new EditPath(256);
  for (let seed = 1; seed <= 10_000; seed += 1) {
    const maker = new TextMaker(seed);
    const kinds = 1 + maker.below(12);
    const a = randomIds(maker, 30, kinds);
    const b = randomIds(maker, 30, kinds);
    const marks = mark(path, a, b);
    const aLeft = a.filter((_, i) => marks.a[i] === 0);
    expect(aLeft, `SEED=${seed}`).toEqual(b.filter((_, i) => marks.b[i] === 0));
    expect(aLeft.length, `SEED=${seed}`).toBe(commonLineCount(a, b));
    expect(path.isCapped).toBe(false);
  }
});

test('EditPath.run() stays valid when its bounds fire', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const maker = new TextMaker(seed);
    const a = randomIds(maker, 3_000, 20);
    const b = randomIds(maker, 3_000, 20);
    const path = new EditPath(1);
    const marks = mark(path, a, b);
    const aLeft = a.filter((_, i) => marks.a[i] === 0);
    expect(aLeft, `SEED=${seed}`).toEqual(b.filter((_, i) => marks.b[i] === 0));
  }
});

test('EditPath.run() looks less far once it has spent much work', () => {
  const maker = new TextMaker(2);
  const ids = (): Int32Array => Int32Array.from({ length: 6_000 }, () => maker.below(50));
  const a = ids();
  const b = ids();
  const patient = new EditPath(256);
  mark(patient, a, b);
  const hasty = new EditPath(256, 100_000);
  const marks = mark(hasty, a, b);
  expect(hasty.workCount).toBeLessThan(patient.workCount / 2);
  const left = (ids: Int32Array, of: Uint8Array): Int32Array => ids.filter((_, i) => of[i] === 0);
  expect(left(a, marks.a)).toEqual(left(b, marks.b));
});

test('EditPath.run() takes a long run of matches as a cut when it is far ahead', () => {
  const maker = new TextMaker(3);
  const noise = (): number[] => Array.from({ length: 700 }, () => maker.below(30));
  const shared = Array.from({ length: 3_000 }, (_, i) => 100 + i);
  const a = Int32Array.from([...noise(), ...shared, ...noise()]);
  const b = Int32Array.from([...noise(), ...shared, ...noise()]);
  const path = new EditPath(100_000);
  const marks = mark(path, a, b);
  expect(path.isCapped).toBe(true);
  for (let i = 700; i < 3_700; i += 1) expect(marks.a[i]).toBe(0);
});

test('rootPowerOfTwo() is above the root by at most a factor of two', () => {
  for (let count = 1; count < 100_000; count += 37) {
    const root = rootPowerOfTwo(count);
    expect(root).toBeGreaterThan(Math.sqrt(count));
    expect(root).toBeLessThanOrEqual(2 * Math.sqrt(count));
  }
});
