import { extname } from 'node:path';
import { CodefangError } from '../../engine/index.ts';

export type PictureFormat = 'svg' | 'png';

/**
 * The format that the ending of a file asks for; SVG where it has none. @throws {CodefangError} USAGE for
 * another ending
 */
export function pictureFormatOf(output: string): PictureFormat {
  const ending = extname(output).slice(1).toLowerCase();
  if (ending === '' || ending === 'svg') return 'svg';
  if (ending === 'png') return 'png';
  throw new CodefangError('USAGE', `Cannot write a picture as .${ending}: pictures are .svg or .png, see --format`);
}
