/** The latest moment ECMAScript knows, +275760-09-13; the earliest is -271821-04-20. */
const secondsMax = 8.64e12;

/**
 * Seconds since 1970 as `2005-04-07T22:13:13Z` (UTC, ISO 8601). Never throws.
 *
 * Parts of a second are dropped. Years outside 0000 to 9999 are written with a sign and six digits,
 * as ECMAScript does: `+010000-01-01T00:00:00Z`. Times beyond those of ECMAScript are shown as the
 * nearest it knows, and what is not a number as 1970.
 */
export function isoUtc(seconds: number): string {
  const whole = Number.isNaN(seconds) ? 0 : Math.floor(seconds);
  const clamped = Math.min(Math.max(whole, -secondsMax), secondsMax);
  return new Date(clamped * 1000).toISOString().replace('.000Z', 'Z');
}
