import { CodefangError } from '../../engine/index.ts';

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads a length of time such as `500ms`, `90s`, `10m`, `2h` or `1d` into seconds.
 *
 * @throws {CodefangError} USAGE when the text is anything else, or no time at all
 * @example parseDuration('10m') === 600
 */
export function parseDuration(text: string): number {
  const found = /^([0-9]{1,7})(ms|[smhd])$/.exec(text);
  const seconds = Number(found?.[1]) * (unitSeconds[found?.[2] ?? ''] ?? Number.NaN);
  if (seconds > 0) return seconds;
  throw new CodefangError('USAGE', `Cannot read time "${text}": expected a number and ms, s, m, h or d, such as 10m`);
}
