import { BoxCut } from './box-cut.ts';

const boxFields = 5;
const spentCostMax = 32;

/**
 * Marks the lines that a short edit script deletes and inserts, between two lists of line ids.
 *
 * Myers' divide and conquer in linear space ("An O(ND) Difference Algorithm and Its Variations",
 * 1986, section 4b): cut the box where the searches from both corners meet, then solve the two boxes
 * on either side. Past `costMax` edits a box is cut where the search got furthest (see BoxCut), as
 * GNU diff and git do; bounds count steps and never a clock. Work is O((N + M) costMax); once a run
 * has spent `workCountFull` steps, later boxes get 32 edits. Memory: 8 bytes a diagonal and the
 * stack of open boxes.
 */
export class EditPath {
  /** Whether a bound fired in the last run: the script is valid, and perhaps not the shortest. */
  isCapped = false;
  /** Steps of the last run: diagonals visited and matches followed. */
  workCount = 0;
  readonly #costMax: number;
  readonly #workCountFull: number;
  readonly #cut = new BoxCut();
  #boxes: Int32Array = new Int32Array(boxFields * 64);

  /** A box is searched for `costMax` edits, or for the root of its diagonals where that is more. */
  constructor(costMax: number, workCountFull: number = 2 ** 28) {
    this.#costMax = costMax;
    this.#workCountFull = workCountFull;
  }

  /** Bytes held by the arrays. */
  get bytes(): number {
    return this.#cut.bytes + this.#boxes.byteLength;
  }

  /**
   * Compares `a[0, aCount)` with `b[0, bCount)`. A deleted `a[i]` sets `aMarks[aPlaces[i]]`, an
   * inserted `b[j]` sets `bMarks[bPlaces[j]]`; other marks stay as they are.
   */
  run(
    a: Int32Array,
    aPlaces: Int32Array,
    aCount: number,
    aMarks: Uint8Array,
    b: Int32Array,
    bPlaces: Int32Array,
    bCount: number,
    bMarks: Uint8Array,
  ): void {
    this.isCapped = false;
    this.workCount = 0;
    const cut = this.#cut;
    cut.prepare(a, aCount, b, bCount);
    const costMax = Math.max(this.#costMax, rootPowerOfTwo(aCount + bCount + 3));
    let top = this.#push(0, 0, aCount, 0, bCount, false);
    while (top > 0) {
      top -= boxFields;
      const boxes = this.#boxes;
      let aStart = boxes[top]!;
      let aEnd = boxes[top + 1]!;
      let bStart = boxes[top + 2]!;
      let bEnd = boxes[top + 3]!;
      const isExact = boxes[top + 4] === 1;
      while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]) {
        aStart += 1;
        bStart += 1;
      }
      while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) {
        aEnd -= 1;
        bEnd -= 1;
      }
      if (aStart === aEnd || bStart === bEnd) {
        for (let i = aStart; i < aEnd; i += 1) aMarks[aPlaces[i]!] = 1;
        for (let j = bStart; j < bEnd; j += 1) bMarks[bPlaces[j]!] = 1;
        continue;
      }
      const boxCostMax = this.workCount < this.#workCountFull ? costMax : spentCostMax;
      cut.find(aStart, aEnd, bStart, bEnd, isExact ? Number.POSITIVE_INFINITY : boxCostMax);
      this.workCount += cut.workCount;
      if (cut.isCapped) this.isCapped = true;
      const { x, y } = cut;
      top = this.#push(top, x, aEnd, y, bEnd, cut.isHighExact);
      top = this.#push(top, aStart, x, bStart, y, cut.isLowExact);
    }
  }

  #push(top: number, aStart: number, aEnd: number, bStart: number, bEnd: number, isExact: boolean): number {
    if (top + boxFields > this.#boxes.length) {
      const bigger = new Int32Array(this.#boxes.length * 2);
      bigger.set(this.#boxes);
      this.#boxes = bigger;
    }
    const boxes = this.#boxes;
    boxes[top] = aStart;
    boxes[top + 1] = aEnd;
    boxes[top + 2] = bStart;
    boxes[top + 3] = bEnd;
    boxes[top + 4] = isExact ? 1 : 0;
    return top + boxFields;
  }
}

/** A power of two above the square root of `count`, by at most a factor of two. */
export function rootPowerOfTwo(count: number): number {
  let root = 1;
  for (let left = count; left > 0; left = Math.floor(left / 4)) root *= 2;
  return root;
}
