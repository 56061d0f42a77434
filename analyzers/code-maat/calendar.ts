const dayMs = 86_400_000;
const daySeconds = 86_400;
const minuteSeconds = 60;

/** The day, counted from 1970-01-01, that a clock of the zone showed. */
export function dayAt(seconds: number, zoneMinutes: number): number {
  return Math.floor((seconds + zoneMinutes * minuteSeconds) / daySeconds);
}

/** `2020-02-29` */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The day of a text such as `2020-02-29`; undefined where there is no such day. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms) || dayText(ms / dayMs) !== text) return undefined;
  return ms / dayMs;
}

/**
 * Whole calendar months from a day to a later one, as Joda counts them: the last day of a month counts like any day
 * that the month lacks.
 */
export function monthsBetween(from: number, to: number): number {
  const [start, end] = [new Date(from * dayMs), new Date(to * dayMs)];
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  const isLastOfMonth = new Date((to + 1) * dayMs).getUTCDate() === 1;
  const isReached = end.getUTCDate() >= start.getUTCDate() || isLastOfMonth;
  return isReached ? months : months - 1;
}
