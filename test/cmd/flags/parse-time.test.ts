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
    expect(parseTime(text, 0)).toBe(seconds);
  });

  const now = Date.UTC(2024, 2, 31, 11, 30, 15) / 1000;

  // A Sunday. From a day on, the first second of that day in UTC.
  test.each([
    ['now', '2024-03-31T11:30:15Z'],
    ['today', '2024-03-31'],
    ['yesterday', '2024-03-30'],
    ['30d', '2024-03-01'],
    ['2.weeks', '2024-03-17'],
    ['2 weeks ago', '2024-03-17'],
    ['a week ago', '2024-03-24'],
    ['last week', '2024-03-24'],
    ['three months ago', '2023-12-31'],
    // There is no 31 February: git, too, counts on into March.
    ['1.month.ago', '2024-03-02'],
    ['6mo', '2023-10-01'],
    ['1.year.ago', '2023-03-31'],
    ['1 year 2 months ago', '2023-01-31'],
    ['12.hours.ago', '2024-03-30T23:30:15Z'],
    ['90m', '2024-03-31T10:00:15Z'],
    ['last monday', '2024-03-25'],
    ['sunday', '2024-03-24'],
  ])('resolves "%s" by the clock to %s', (text, expected) => {
    expect(parseTime(text, now)).toBe(parseTime(expected, 0));
  });

  test('refuses a moment without a zone, which needs the zone of the machine', async () => {
    const refusal = await refusalOf(() => parseTime('2024-01-31T12:00:00', 0));
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
    'tomorrow',
    '5 fortnights',
    'week',
    '1e9 days',
  ])('refuses "%s"', async (text) => {
    expect(await refusalOf(() => parseTime(text, 0))).toMatch(/^USAGE Cannot read time /);
  });
});
