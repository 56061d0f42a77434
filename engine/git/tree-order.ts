const treeDigit = 0x34;
const slash = 0x2f;
const space = 0x20;

/**
 * Where in the raw bytes of a tree an entry lies that does not come after the one before it; -1 when all are in order.
 * Git writes each name once, by bytes, a directory's as if it ended in a slash. A tree in another order has no
 * difference that git and others agree on. Bytes that are no tree are not found here.
 */
export function findDisorder(bytes: Uint8Array, length: number, oidBytes: number): number {
  let lastStart = 0;
  let lastEnd = 0;
  let lastAfter = 0;
  for (let at = 0; at < length;) {
    const entry = at;
    // Modes of directories are the only ones that begin with a 4, old ones with 04.
    const isTree = bytes[at] === treeDigit || (bytes[at] === 0x30 && bytes[at + 1] === treeDigit);
    while (at < length && bytes[at] !== space) at += 1;
    const start = at + 1;
    at = start;
    while (at < length && bytes[at] !== 0) at += 1;
    const after = isTree ? slash : 0;
    if (entry > 0 && !isBefore(bytes, lastStart, lastEnd, lastAfter, start, at, after)) return entry;
    lastStart = start;
    lastEnd = at;
    lastAfter = after;
    at += 1 + oidBytes;
  }
  return -1;
}

function isBefore(
  bytes: Uint8Array,
  aStart: number,
  aEnd: number,
  aAfter: number,
  bStart: number,
  bEnd: number,
  bAfter: number,
): boolean {
  let a = aStart;
  let b = bStart;
  while (a < aEnd && b < bEnd && bytes[a] === bytes[b]) {
    a += 1;
    b += 1;
  }
  const order = (a < aEnd ? bytes[a]! : aAfter) - (b < bEnd ? bytes[b]! : bAfter);
  // One name twice: as a file and a directory they would differ in what comes after it.
  return order < 0 && !(a === aEnd && b === bEnd);
}
