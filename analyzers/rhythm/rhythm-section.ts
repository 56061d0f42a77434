import { type Cell, type Column, commitFlag, type ReportContext, type Section } from '../../engine/index.ts';
import { localTime } from './local-time.ts';

const columns: readonly Column[] = [
  { name: 'quarter', type: 'time', description: 'First second of the quarter in UTC, by the time of the author' },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that are no bot’s' },
  { name: 'weekend_share', type: 'float', description: 'Of them: on Saturday or Sunday, where the author was' },
  { name: 'night_share', type: 'float', description: 'Of them: from 22 to 6 o’clock, where the author was' },
  { name: 'utc_share', type: 'float', description: 'Of them: in the zone +0000, which servers and some tools write' },
  { name: 'median_hour', type: 'int', unit: 'hours', description: 'Half of the commits are of this hour or earlier' },
];

/** Shares by quarter in the order of time; quarters without commits are left out. */
export function rhythmSection(context: ReportContext): Section {
  return {
    name: 'rhythm',
    title: 'Weekends and nights by quarter',
    shape: 'table',
    columns,
    show: { keep: 'last', emptyBecause: 'the history has no commits' },
    rows: { [Symbol.iterator]: () => rowsOf(context) },
  };
}

function* rowsOf(context: ReportContext): Generator<readonly Cell[]> {
  const { notes, history } = context;
  const hours = context.scratch({
    name: 'quarters',
    keys: ['quarter', 'hour'],
    columns: { commits: 'sum', weekend: 'sum', utc: 'sum' },
  });
  for (let place = 0; place < history.commits; place += 1) {
    if ((notes.flags(place) & commitFlag.botAuthor) !== 0) continue;
    const { weekday, hour } = localTime(place, notes);
    const isUtc = notes.authorZoneMinutes(place) === 0;
    hours.add(quarterOf(notes.authorSeconds(place)), hour, 0, 1, weekday > 5 ? 1 : 0, isUtc ? 1 : 0);
  }
  for (const group of hours.groups()) {
    const byHour = Array.from({ length: 24 }, () => 0);
    const sums = { commits: 0, weekend: 0, utc: 0 };
    for (const { hour, commits, weekend, utc } of group) {
      byHour[hour]! += commits;
      sums.commits += commits;
      sums.weekend += weekend;
      sums.utc += utc;
    }
    const night = byHour.reduce((sum, commits, hour) => (hour >= 22 || hour < 6 ? sum + commits : sum), 0);
    const shares = [sums.weekend, night, sums.utc].map((part) => part / sums.commits);
    yield [context.isoUtc(quarterStart(group.key)), sums.commits, ...shares, medianOf(byHour, sums.commits)];
  }
}

/** The lower median. */
function medianOf(byHour: readonly number[], commits: number): number {
  let seen = 0;
  return byHour.findIndex((count) => {
    seen += count;
    return seen * 2 >= commits;
  });
}

/** The quarter of a time in UTC, counted from the year 0; earlier times are of the first. */
export function quarterOf(seconds: number): number {
  const date = new Date(seconds * 1000);
  const quarter = date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
  return quarter > 0 ? quarter : 0;
}

/** The first second of a quarter. */
export function quarterStart(quarter: number): number {
  return Date.UTC(Math.floor(quarter / 4), (quarter % 4) * 3) / 1000;
}
