/** The month of a time in UTC, counted from January of the year 0. */
export function monthOf(seconds: number): number {
  const date = new Date(seconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The first second of a month. */
export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12) / 1000;
}
