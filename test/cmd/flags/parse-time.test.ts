import { describe, expect, test } from 'vitest';
import { parseTime } from '../../../cmd/flags/parse-time.ts';
import { refusalOf } from '../refusal-of.ts';

describe('parseTime()', () => {
  test.each([
    ['1970-01-02', 86_400],
    ['1969-12-31', -86_400],
    ['2024-02-29', Date.UTC(2024, 1, 29) / 1000],
    ['2024-01-31T12:34:56Z', Date.UTC(2024, 0, 31, 12, 34, 56) / 1000],
    ['2024-01-31 12:34Z', Date.UTC(2024, 0, 31, 12, 34) / 1000],
    ['2024-01-31T00:30:00+02:00', Date.UTC(2024, 0, 30, 22, 30) / 1000],
    ['2024-01-31T00:30:00-0530', Date.UTC(2024, 0, 31, 6) / 1000],
    ['1706659200', 1_706_659_200],
    ['@0', 0],
    ['@-5', -5],
  ])('reads %s', (text, seconds) => {
    expect(parseTime(text)).toBe(seconds);
  });

  test.each(['now', 'yesterday', '30d', '2 weeks ago', '6mo', '1.year.ago', 'last monday'])(
    'refuses "%s", which needs a clock',
    async (text) => {
      expect(await refusalOf(() => parseTime(text))).toContain('it depends on the clock');
    },
  );

  test('refuses a moment without a zone, which needs the zone of the machine', async () => {
    const refusal = await refusalOf(() => parseTime('2024-01-31T12:00:00'));
    expect(refusal).toContain('it has no time zone');
  });

  test.each([
    '',
    '2024',
    '20240131',
    '2023-02-29',
    '2024-13-01',
    '2024-01-31T24:00:00Z',
    '2024-01-31T12:60Z',
    '31.01.2024',
    'NaN',
  ])('refuses "%s"', async (text) => {
    expect(await refusalOf(() => parseTime(text))).toMatch(/^USAGE Cannot read time /);
  });
});
