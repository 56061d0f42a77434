import { expect, test } from 'vitest';
import { resolveBudget } from '../../../engine/memory/index.ts';

const GiB = 2 ** 30;

const tenGiB = (): number => 10 * GiB;

test('resolveBudget() takes half of what is available, at most 4 GiB', () => {
  expect(resolveBudget(undefined, tenGiB)).toBe(4 * GiB);
  expect(resolveBudget('auto', () => 3 * GiB + 1)).toBe(1.5 * GiB);
  expect(resolveBudget(' AUTO ', () => GiB)).toBe(GiB / 2);
});

test('resolveBudget() takes a share of what is available, whole bytes', () => {
  expect(resolveBudget('50%', tenGiB)).toBe(5 * GiB);
  expect(resolveBudget('100%', () => 999)).toBe(999);
  expect(resolveBudget('12.5 %', () => 1001)).toBe(125);
});

test('resolveBudget() takes sizes without asking what is available', () => {
  const unasked = (): number => expect.fail('asked');
  expect(resolveBudget('512MiB', unasked)).toBe(512 * 2 ** 20);
  expect(resolveBudget('2GB', unasked)).toBe(2e9);
  expect(resolveBudget('123456', unasked)).toBe(123_456);
  expect(resolveBudget('0', unasked)).toBe(0);
});

test('resolveBudget() refuses everything else', () => {
  const shares = ['-5%', '0%', '101%', '%'];
  for (const text of ['', 'half', '-1', '5 GiBs', 'NaN', '1e9', '9999999TB', ...shares]) {
    expect(() => resolveBudget(text, tenGiB), text).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.stringContaining('Cannot read memory budget'),
      }),
    );
  }
});
