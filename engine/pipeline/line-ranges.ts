const lineFeed = 0x0a;
const fields = 4;

export interface Text {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** Ranges of lines in ascending order, none next to another: start and end of each. */
export type LineRanges = readonly number[];

/** The lines of the new text that hunks add. */
export function addedRanges(hunks: Int32Array, from: number, count: number): LineRanges {
  const ranges: number[] = [];
  for (let hunk = from; hunk < from + count * fields; hunk += fields) {
    const start = hunks[hunk + 2]!;
    if (hunks[hunk + 3]! > 0) ranges.push(start, start + hunks[hunk + 3]!);
  }
  return ranges;
}

/** What both have. */
export function sharedRanges(one: LineRanges, other: LineRanges): LineRanges {
  const shared: number[] = [];
  for (let at = 0, otherAt = 0; at < one.length && otherAt < other.length;) {
    const start = Math.max(one[at]!, other[otherAt]!);
    const end = Math.min(one[at + 1]!, other[otherAt + 1]!);
    if (start < end) shared.push(start, end);
    if (one[at + 1]! < other[otherAt + 1]!) at += 2;
    else otherAt += 2;
  }
  return shared;
}

/** What is left of ranges without others, which may be next to each other. */
export function rangesWithout(ranges: LineRanges, others: LineRanges): LineRanges {
  const left: number[] = [];
  let other = 0;
  for (let at = 0; at < ranges.length; at += 2) {
    const end = ranges[at + 1]!;
    let start = ranges[at]!;
    for (; other < others.length && others[other]! < end; other += 2) {
      if (start < others[other]!) left.push(start, others[other]!);
      start = Math.max(start, others[other + 1]!);
      if (start >= end) break;
    }
    if (start < end) left.push(start, end);
  }
  return left;
}

/** Visits where the lines of each range lie in a text. */
export function eachRange(
  { bytes, length }: Text,
  ranges: LineRanges,
  visit: (line: number, start: number, end: number) => void,
): void {
  let line = 0;
  let at = 0;
  const seek = (target: number): void => {
    for (; line < target; line += 1) {
      while (at < length && bytes[at] !== lineFeed) at += 1;
      if (at < length) at += 1;
    }
  };
  for (let range = 0; range < ranges.length; range += 2) {
    seek(ranges[range]!);
    const start = at;
    seek(ranges[range + 1]!);
    visit(ranges[range]!, start, at);
  }
}
