import { dirname, isAbsolute, join, relative } from 'node:path';
import { CodefangError } from '../../engine/index.ts';
import type { Flag } from '../flags/flag.ts';
import type { ConfigFile } from './config-file.ts';

/**
 * A path in a configuration file is meant from the file's directory. One that the analysed
 * repository names must lie in its work tree. Other texts stay as they are.
 *
 * @throws {CodefangError} USAGE
 */
export function placedPath(flag: Flag, file: ConfigFile, text: string, source: string): string {
  const isWord = flag.choices?.includes(text) === true;
  if (flag.kind !== 'path' || isWord || text === '') return text;
  if (text.startsWith('~')) throw refusal(text, source, '"~" is not read as a home directory here');
  const directory = dirname(file.path);
  const placed = isAbsolute(text) ? text : join(directory, text);
  if (file.owner === 'user') return placed;
  const inside = relative(directory, placed);
  const isOutside = inside === '' || inside === '..' || inside.startsWith('../');
  if (!isOutside && !isAbsolute(text)) return placed;
  throw refusal(text, source, 'the analysed repository may name only files of its own');
}

function refusal(text: string, source: string, state: string): CodefangError {
  const expected = 'expected a path from the directory of the file';
  return new CodefangError('USAGE', `Cannot use "${text}" as ${source}: ${state}, ${expected}`);
}
