import { formats } from '../../analysis/internal.ts';
import { CodefangError } from '../../engine/index.ts';
import { didYouMean } from '../nearest-name.ts';

/** The name of a format, of any of its names. @throws {CodefangError} USAGE naming the known ones */
export function parseFormat(text: string): string {
  const found = formats.find(({ name, aliases }) => name === text || aliases?.includes(text) === true);
  if (found !== undefined) return found.name;
  const names = formats.map((format) => format.name);
  const state = `known are ${names.join(', ')}${didYouMean(text, names)}`;
  throw new CodefangError('USAGE', `Cannot write format "${text}": ${state}`);
}
