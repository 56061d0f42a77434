import { CodefangError, parseByteSize } from '../../engine/index.ts';
import { refuseSmallBytes } from './refuse-small-bytes.ts';

/**
 * Reads a size such as `512MiB`, `2GB` or bare bytes, from 1 MiB on where no unit is given.
 *
 * @throws {CodefangError} USAGE
 * @example parseSize('1KiB') === 1024
 */
export function parseSize(text: string): number {
  refuseSmallBytes('size', text);
  const bytes = parseByteSize(text);
  if (bytes > 0) return bytes;
  throw new CodefangError('USAGE', `Cannot read size "${text}": expected a size above 0, such as 512MiB or 2GB`);
}
