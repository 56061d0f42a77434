import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { CodefangError, formatBytes, MiB } from '../base/index.ts';
import type { OptionValue, RuleFile } from '../contract.ts';

/** A list of a million commits with comments fits; a device without an end does not. */
const bytesMax = 64 * MiB;
const pieceBytes = MiB;

/**
 * @param what for the refusal, such as `people dictionary`
 * @throws {CodefangError} USAGE when it cannot be read, or has more than 64 MiB
 */
export function readRuleFile(what: string, path: string): RuleFile {
  const bytes = readAtMost(what, path);
  if (bytes.length <= bytesMax) return { name: path, bytes };
  const state = `it has more than ${formatBytes(bytesMax)}, which is all that is read`;
  throw new CodefangError('USAGE', `Cannot read ${what} "${path}": ${state}`);
}

/** The bytes of a file, or of what stands in its place such as a pipe; a few more than allowed where there are more. */
function readAtMost(what: string, path: string): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      return readPieces(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new CodefangError('USAGE', `Cannot read ${what} "${path}"`, { cause });
  }
}

function readPieces(file: number): Uint8Array {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length <= bytesMax) {
    const piece = Buffer.alloc(pieceBytes);
    const count = readSync(file, piece);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
  }
  return Buffer.concat(pieces, length);
}

/** Whether the value of an option is a file. */
export function isRuleFile(value: OptionValue): value is RuleFile {
  return typeof value === 'object' && 'bytes' in value;
}

/** `sha256:<hex>` of its bytes. */
export function hashOfRuleFile({ bytes }: RuleFile): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
