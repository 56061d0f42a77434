import { CodefangError } from '../../engine/index.ts';

/** The largest count any flag takes; all of them fit an Int32Array. */
export const countMax: number = 2 ** 31 - 1;

/**
 * A whole number in `[min, max]`, written in decimal digits.
 *
 * @throws {CodefangError} USAGE
 * @example parseCount('30', 1) === 30
 */
export function parseCount(text: string, min: number, max: number = countMax): number {
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const range = max === countMax ? `from ${min}` : `from ${min} to ${max}`;
  throw new CodefangError('USAGE', `Cannot read count "${text}": expected a whole number ${range}`);
}
