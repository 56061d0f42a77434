import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { CodefangError, KiB } from '../base/index.ts';

const pieceBytes = 64 * KiB;
/** Git allows names of 4 KiB; an id and a space come before. */
const lineBytesMax = 8 * KiB;
const newline = 0x0a;

/**
 * Looks up refs in a `packed-refs` file: lines "hex name", with "#" headers and "^hex" notes
 * between. One pass over the file in pieces of 64 KiB, whatever its size; a line is at most 8 KiB.
 * @returns hex by name, for those of `names` that are there
 */
export function findPackedRefs(path: string, names: readonly string[], oidBytes: number): Map<string, string> {
  const found = new Map<string, string>();
  const wanted = names.map((name) => Buffer.from(name));
  scanFile(path, (bytes, start, end) => {
    const at = start + oidBytes * 2 + 1;
    for (let i = 0; i < wanted.length; i += 1) {
      const name = wanted[i]!;
      if (name.length !== end - at || bytes.compare(name, 0, end - at, at, end) !== 0) continue;
      found.set(names[i]!, readHex(path, bytes, start, oidBytes));
    }
    return found.size < names.length;
  });
  return found;
}

/** Calls back with name and hex of every ref directly below a prefix that ends with "/". */
export function visitPackedRefs(
  path: string,
  prefix: string,
  oidBytes: number,
  visit: (name: string, hex: string) => void,
): void {
  const wanted = Buffer.from(prefix);
  scanFile(path, (bytes, start, end) => {
    const at = start + oidBytes * 2 + 1;
    const within = at + wanted.length;
    if (within >= end || bytes.compare(wanted, 0, wanted.length, at, within) !== 0) return true;
    const name = bytes.toString('utf8', at, end);
    if (!name.includes('/', prefix.length)) visit(name, readHex(path, bytes, start, oidBytes));
    return true;
  });
}

/** Says whether to go on. */
type LineVisitor = (bytes: Buffer, start: number, end: number) => boolean;

/** Calls `visit` for each line of a file until it returns false; no file has no lines. */
function scanFile(path: string, visit: LineVisitor): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  const file = openSync(path, 'r');
  try {
    scanLines(path, file, visit);
  } finally {
    closeSync(file);
  }
}

function scanLines(path: string, file: number, visit: LineVisitor): void {
  const bytes = Buffer.alloc(pieceBytes + lineBytesMax);
  let keptBytes = 0;
  for (;;) {
    const count = readSync(file, bytes, keptBytes, pieceBytes, null);
    const end = keptBytes + count;
    let start = 0;
    let lineEnd = bytes.subarray(0, end).indexOf(newline, start);
    while (lineEnd >= 0) {
      if (!visit(bytes, start, lineEnd)) return;
      start = lineEnd + 1;
      lineEnd = bytes.subarray(0, end).indexOf(newline, start);
    }
    if (count === 0) {
      if (start < end) visit(bytes, start, end);
      return;
    }
    keptBytes = end - start;
    if (keptBytes > lineBytesMax) {
      throw new CodefangError('CORRUPT', `Cannot read "${path}": a line is longer than 8 KiB`);
    }
    bytes.copyWithin(0, start, end);
  }
}

function readHex(path: string, bytes: Buffer, start: number, oidBytes: number): string {
  const hex = bytes.toString('latin1', start, start + oidBytes * 2);
  if (/^[0-9a-f]+$/.test(hex)) return hex;
  throw new CodefangError('CORRUPT', `Cannot read "${path}": a line does not begin with an object id`);
}
