/**
 * A run is lines that follow each other and were written by one commit, as one integer:
 *
 *   | lines 8 bits | origin + 1, 24 bits |     more lines of one origin take more runs; 0 is a baseline
 *
 * WHY so tight: versions of all open branches are kept at once, and they are scanned more often than changed.
 */
const originBits = 24;
const originMask = (1 << originBits) - 1;
export const linesPerRunMax = 255;
/** Places of commits that fit. */
export const originCountMax: number = originMask - 1;

/** Origins that are no places. */
export const specialOrigin: { readonly baseline: number; readonly open: number } = {
  /** The lines are older than the walk: nobody's. */
  baseline: -1,
  /** Nobody has claimed the lines yet. */
  open: originMask - 1,
};

export function linesOf(run: number): number {
  return run >>> originBits;
}

export function originOf(run: number): number {
  return (run & originMask) - 1;
}

export function runOf(lineCount: number, origin: number): number {
  return (lineCount << originBits) | (origin + 1);
}

/** Runs that lie somewhere, in line order: `ints[start, end)`. */
export interface RunView {
  ints: Int32Array;
  start: number;
  end: number;
}

/** From how many integers on a copy by the engine is faster than a loop. */
const longCopyInts = 48;

/** Scratch for the runs of one version. OWNS an array that grows to the version with the most runs, 4 bytes each. */
export class Runs implements RunView {
  ints: Int32Array = new Int32Array(1024);
  readonly start = 0;
  end = 0;

  get bytes(): number {
    return this.ints.byteLength;
  }

  clear(): void {
    this.end = 0;
  }

  /** Adds lines behind the others, in the last run where that has their origin and room. */
  append(lineCount: number, origin: number): void {
    let left = lineCount;
    const last = this.end === 0 ? 0 : this.ints[this.end - 1]!;
    if (this.end > 0 && originOf(last) === origin) {
      const fits = Math.min(left, linesPerRunMax - linesOf(last));
      this.ints[this.end - 1] = runOf(linesOf(last) + fits, origin);
      left -= fits;
    }
    while (left > 0) {
      const lines = left < linesPerRunMax ? left : linesPerRunMax;
      this.#reserve(1);
      this.ints[this.end] = runOf(lines, origin);
      this.end += 1;
      left -= lines;
    }
  }

  /** Adds whole runs behind the others. */
  appendRuns(from: Int32Array, start: number, end: number): void {
    if (start >= end) return;
    // Only the first may have the origin of the last run here.
    this.append(linesOf(from[start]!), originOf(from[start]!));
    const count = end - start - 1;
    this.#reserve(count);
    if (count >= longCopyInts) this.ints.set(from.subarray(start + 1, end), this.end);
    else for (let at = 0; at < count; at += 1) this.ints[this.end + at] = from[start + 1 + at]!;
    this.end += count;
  }

  #reserve(count: number): void {
    if (this.end + count <= this.ints.length) return;
    const bigger = new Int32Array(Math.max(this.ints.length * 2, this.end + count));
    bigger.set(this.ints.subarray(0, this.end));
    this.ints = bigger;
  }
}

export function lineCountOfRuns({ ints, start, end }: RunView): number {
  let lines = 0;
  for (let at = start; at < end; at += 1) lines += linesOf(ints[at]!);
  return lines;
}

export function hasOrigin({ ints, start, end }: RunView, origin: number): boolean {
  for (let at = start; at < end; at += 1) if (originOf(ints[at]!) === origin) return true;
  return false;
}
