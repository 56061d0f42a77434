import { CodefangError } from '../../engine/index.ts';
import { relativeTime } from './relative-time.ts';

const dateForm = /^(\d{4})-(\d\d)-(\d\d)$/;
const momentForm = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:?\d\d)?$/i;
/** As git: fewer digits are a year or a day, and not seconds, unless "@" says so. */
const secondsForm = /^(?:@(-?\d{1,12})|(\d{9,12}))$/;

/**
 * A moment in seconds since 1970: `2024-01-31` (its first second in UTC), `2024-01-31T12:00:00Z`
 * or with an offset, seconds since 1970 as `1706659200` or `@0`, or relative to the clock as `2.weeks`.
 *
 * Moments that depend on the machine's time zone are refused: a report must not.
 * @throws {CodefangError} USAGE
 * @example parseTime('1970-01-02', 0) === 86_400
 */
export function parseTime(text: string, nowSeconds: number): number {
  const written = text.trim();
  const seconds = secondsForm.exec(written);
  if (seconds !== null) return Number(seconds[1] ?? seconds[2]);
  const day = dayStart(written);
  if (day !== undefined) return day;
  const moment = momentForm.exec(written);
  if (moment !== null) return momentSeconds(text, moment);
  const relative = relativeTime(written, nowSeconds);
  if (relative !== undefined) return relative;
  throw refusal(text, 'it is not a date');
}

/** The first second of `YYYY-MM-DD` in UTC; undefined when there is no such day. */
function dayStart(text: string): number | undefined {
  const found = dateForm.exec(text);
  if (found === null) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return isReal ? date.getTime() / 1000 : undefined;
}

function momentSeconds(text: string, [, day, hour, minute, second, zone]: RegExpExecArray): number {
  if (zone === undefined) throw refusal(text, 'it has no time zone');
  const start = dayStart(day!);
  const isReal = Number(hour) < 24 && Number(minute) < 60 && Number(second ?? 0) < 60;
  if (start === undefined || !isReal) throw refusal(text, 'there is no such moment');
  const ofDay = Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0);
  return start + ofDay - offsetSeconds(zone);
}

function offsetSeconds(zone: string): number {
  const found = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (found === null) return 0;
  const size = Number(found[2]) * 3600 + Number(found[3]) * 60;
  return found[1] === '-' ? -size : size;
}

function refusal(text: string, state: string): CodefangError {
  const expected = 'expected 2024-01-31, 2024-01-31T12:00:00Z, seconds since 1970, yesterday or 2.weeks';
  return new CodefangError('USAGE', `Cannot read time "${text}": ${state}, ${expected}`);
}
