const daySeconds = 86_400;

const unitSeconds: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: daySeconds,
  week: 7 * daySeconds,
};
const unitMonths: Readonly<Record<string, number>> = { month: 1, year: 12 };
const shortUnits: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  min: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};
const numberWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const stepForm = /^(\d{1,6}|[a-z]+)?\s*([a-z]+?)s?(?:\s+|$)/;

/**
 * A time as git writes it from the clock: `yesterday`, `2.weeks`, `3 months ago`, `1 year 2 months ago`, `last friday`,
 * `90m`. In seconds since 1970; undefined for any other text.
 *
 * From a day on, it means 00:00 UTC of that day, so that the same words on the same day give the same report.
 * @example relativeTime('2.weeks', 1_706_700_000) === 1_705_449_600
 */
export function relativeTime(text: string, nowSeconds: number): number | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s._-]+/g, ' ')
    .replace(/ ago$/, '');
  const today = startOfDay(nowSeconds);
  if (words === 'now') return Math.floor(nowSeconds);
  if (words === 'today' || words === 'midnight') return today;
  if (words === 'yesterday') return today - daySeconds;
  return lastWeekday(words, today) ?? steppedBack(words, nowSeconds);
}

function startOfDay(seconds: number): number {
  return Math.floor(seconds / daySeconds) * daySeconds;
}

/** `friday` and `last friday` are the newest one before today. */
function lastWeekday(words: string, today: number): number | undefined {
  const name = words.replace(/^last /, '');
  const weekday = weekdays.findIndex((full) => full === name || full.slice(0, 3) === name);
  if (weekday < 0) return undefined;
  const daysBack = (new Date(today * 1000).getUTCDay() - weekday + 7) % 7;
  return today - (daysBack === 0 ? 7 : daysBack) * daySeconds;
}

function steppedBack(words: string, nowSeconds: number): number | undefined {
  let at = Math.floor(nowSeconds);
  let isOfDay = true;
  for (let rest = words; rest !== '';) {
    const found = stepForm.exec(rest);
    const count = countOf(found?.[1]);
    const unit = unitOf(found?.[2] ?? '');
    if (found === null || count === undefined || unit === undefined) return undefined;
    at = unit in unitMonths ? monthsBefore(at, count * unitMonths[unit]!) : at - count * unitSeconds[unit]!;
    isOfDay &&= unit in unitMonths || unitSeconds[unit]! >= daySeconds;
    rest = rest.slice(found[0].length);
  }
  if (words === '' || !Number.isFinite(at)) return undefined;
  return isOfDay ? startOfDay(at) : at;
}

function countOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (word === 'a' || word === 'an' || word === 'last') return 1;
  const count = /^\d/.test(word) ? Number(word) : numberWords.indexOf(word);
  return count < 0 ? undefined : count;
}

function unitOf(word: string): string | undefined {
  const unit = shortUnits[word] ?? word;
  return unit in unitSeconds || unit in unitMonths ? unit : undefined;
}

/** As git: the 31st of a shorter month is a day of the next one. */
function monthsBefore(seconds: number, months: number): number {
  const date = new Date(seconds * 1000);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.getTime() / 1000;
}
