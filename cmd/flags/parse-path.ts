import { CodefangError } from '../../engine/index.ts';

/** A path as said; only that it is one is checked. @throws {CodefangError} USAGE */
export function parsePath(text: string): string {
  if (text !== '' && !text.includes('\0')) return text;
  throw new CodefangError('USAGE', `Cannot read path ${JSON.stringify(text)}: expected a name`);
}
