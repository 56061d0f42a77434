import { CodefangError } from '../../engine/index.ts';

/**
 * A number in `[min, max]`, written in decimal digits with a point.
 *
 * @throws {CodefangError} USAGE
 * @example parseNumber('0.05', 0, 1) === 0.05
 */
export function parseNumber(text: string, min: number, max: number = Infinity): number {
  const value = /^-?[0-9]{1,15}(\.[0-9]{1,15})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const range = max === Infinity ? `from ${min}` : `from ${min} to ${max}`;
  throw new CodefangError('USAGE', `Cannot read number "${text}": expected one ${range}`);
}
