import { CodefangError, GiB, parseByteSize } from '../base/index.ts';
import { availableMemoryBytes } from './available-memory.ts';

const autoBytesMax = 4 * GiB;

/**
 * Bytes of a budget as written: `512MiB`, `2GB`, bare bytes, `50%` of what is available, or `auto`
 * (also when absent): half of what is available, at most 4 GiB. `0` means unlimited and is returned
 * as 0.
 *
 * @throws {CodefangError} USAGE when the text is none of these
 * @example resolveBudget('512MiB') === 536_870_912
 */
export function resolveBudget(text: string | undefined, availableBytes: () => number = availableMemoryBytes): number {
  const written = (text ?? 'auto').trim().toLowerCase();
  if (written === 'auto') return Math.min(Math.floor(availableBytes() / 2), autoBytesMax);
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(written);
  if (percent !== null) return shareOf(availableBytes(), Number(percent[1]), written);
  try {
    return parseByteSize(written);
  } catch (cause) {
    throw refusal(written, cause);
  }
}

function shareOf(availableBytes: number, percent: number, written: string): number {
  const share = Math.floor((availableBytes * percent) / 100);
  // A share that rounds down to 0 must not turn into "unlimited".
  if (percent <= 100 && share > 0) return share;
  throw refusal(written, undefined);
}

function refusal(written: string, cause: unknown): CodefangError {
  return new CodefangError(
    'USAGE',
    `Cannot read memory budget "${written}": expected a size such as 512MiB or 2GB, ` +
      'a share of up to 100%, auto, or 0 for unlimited',
    { cause },
  );
}
