/** Integers of a run: how many lines, and the place of the commit that wrote them. */
export const runInts = 2;

/** Origins that are no places. */
export const specialOrigin = {
  /** The lines are older than the walk: nobody's. */
  baseline: -1,
  /** Nobody has claimed the lines yet. */
  open: -2,
} as const;

/**
 * The lines of one version of a file as runs of equal origin, in line order. Scratch that is used over and over:
 * OWNS an array that grows to the version with the most runs, 8 bytes each.
 */
export class Runs {
  ints: Int32Array = new Int32Array(runInts * 512);
  /** Integers that are in use. */
  end = 0;

  get bytes(): number {
    return this.ints.byteLength;
  }

  clear(): void {
    this.end = 0;
  }

  /** Adds lines behind the others; joins them with the last run when they have its origin. */
  append(lineCount: number, origin: number): void {
    if (lineCount === 0) return;
    const last = this.end - runInts;
    if (last >= 0 && this.ints[last + 1] === origin) {
      this.ints[last]! += lineCount;
      return;
    }
    if (this.end === this.ints.length) this.#grow();
    this.ints[this.end] = lineCount;
    this.ints[this.end + 1] = origin;
    this.end += runInts;
  }

  lineCount(): number {
    let lines = 0;
    for (let at = 0; at < this.end; at += runInts) lines += this.ints[at]!;
    return lines;
  }

  hasOrigin(origin: number): boolean {
    for (let at = 1; at < this.end; at += runInts) if (this.ints[at] === origin) return true;
    return false;
  }

  #grow(): void {
    const bigger = new Int32Array(this.ints.length * 2);
    bigger.set(this.ints);
    this.ints = bigger;
  }
}
