const unreachedForward = -1;
/** Half of the largest integer, so that what is reckoned with it still is one. */
const unreachedBackward = 0x3fffffff;
const longRunCount = 20;
const longRunCostMin = 256;
/** Beyond every diagonal. */
const diagonalMax = 0x3fffffff;
const gainPerCostMin = 4;

/**
 * Finds where to cut a box of the edit graph in two, on a shortest path or near one.
 *
 *        b ->          diagonal k = x - y; `forward` holds the furthest x that `cost` edits
 *   a  +------+        reach from the upper left corner, `backward` the same from the lower
 *   |  | \    |        right one. Where the two fronts meet on a diagonal lies the middle of a
 *   v  |   \  |        shortest path.
 *      +------+
 *
 * When they do not meet within bounds, the box is cut at a long run of matches far ahead of its
 * cost, else at the furthest point of the better front. The part on that front's side has a known
 * cost, so it is then solved exactly (`isLowExact`, `isHighExact`). Memory: 8 bytes a diagonal.
 */
export class BoxCut {
  /** The cut: the low part ends and the high part starts at line `x` of a and line `y` of b. */
  x = 0;
  y = 0;
  isLowExact = true;
  isHighExact = true;
  /** Whether a bound fired, so that the cut may lie off every shortest path. */
  isCapped = false;
  /** Diagonals visited and matches followed by the last call. */
  workCount = 0;
  #a: Int32Array = new Int32Array(0);
  #b: Int32Array = new Int32Array(0);
  #aStart = 0;
  #aEnd = 0;
  #bStart = 0;
  #bEnd = 0;
  #forward: Int32Array = new Int32Array(0);
  #forwardMin = 0;
  #forwardMax = 0;
  #backward: Int32Array = new Int32Array(0);
  #backwardMin = 0;
  #backwardMax = 0;
  /** Index of diagonal 0 in both fronts. */
  #zero = 0;
  #hasLongRun = false;

  /** Bytes held by the fronts. */
  get bytes(): number {
    return this.#forward.byteLength + this.#backward.byteLength;
  }

  /** Sets the sequences that later boxes lie in. */
  prepare(a: Int32Array, aCount: number, b: Int32Array, bCount: number): void {
    this.#a = a;
    this.#b = b;
    this.#zero = bCount + 1;
    const diagonalCount = aCount + bCount + 3;
    if (this.#forward.length >= diagonalCount) return;
    const length = Math.max(diagonalCount, this.#forward.length * 2);
    this.#forward = new Int32Array(length);
    this.#backward = new Int32Array(length);
  }

  /**
   * Cuts `a[aStart, aEnd)` × `b[bStart, bEnd)`. With a `costMax` of Infinity the cut is on a
   * shortest path. REQUIRES: both ranges are not empty, their first and their last elements differ.
   */
  find(aStart: number, aEnd: number, bStart: number, bEnd: number, costMax: number): void {
    this.#aStart = aStart;
    this.#aEnd = aEnd;
    this.#bStart = bStart;
    this.#bEnd = bEnd;
    this.#start();
    const isOdd = ((aStart - bStart - aEnd + bEnd) & 1) !== 0;
    for (let cost = 1; ; cost += 1) {
      this.#hasLongRun = false;
      if (this.#advanceForward(isOdd) || this.#advanceBackward(!isOdd)) return;
      if (costMax === Number.POSITIVE_INFINITY) continue;
      if (this.#hasLongRun && cost > longRunCostMin) {
        if (this.#cutAtForwardRun(cost) || this.#cutAtBackwardRun(cost)) return;
      }
      if (cost >= costMax) {
        this.#cutAtFurthest();
        return;
      }
    }
  }

  #start(): void {
    this.#forwardMin = this.#forwardMax = this.#aStart - this.#bStart;
    this.#backwardMin = this.#backwardMax = this.#aEnd - this.#bEnd;
    this.#forward[this.#forwardMin + this.#zero] = this.#aStart;
    this.#backward[this.#backwardMin + this.#zero] = this.#aEnd;
    this.workCount = 0;
    this.isLowExact = true;
    this.isHighExact = true;
    this.isCapped = false;
  }

  /** One more edit from the upper left; true when the fronts met. */
  #advanceForward(mayMeet: boolean): boolean {
    const a = this.#a;
    const b = this.#b;
    const aEnd = this.#aEnd;
    const bEnd = this.#bEnd;
    const front = this.#forward;
    const other = this.#backward;
    const zero = this.#zero;
    // The diagonals just outside the front are fenced; at the border of the box the front narrows
    // instead.
    if (this.#forwardMin > this.#aStart - bEnd) {
      this.#forwardMin -= 1;
      front[this.#forwardMin - 1 + zero] = unreachedForward;
    } else this.#forwardMin += 1;
    if (this.#forwardMax < aEnd - this.#bStart) {
      this.#forwardMax += 1;
      front[this.#forwardMax + 1 + zero] = unreachedForward;
    } else this.#forwardMax -= 1;
    const kMin = this.#forwardMin;
    const meetMin = mayMeet ? this.#backwardMin : diagonalMax;
    const meetMax = this.#backwardMax;
    let work = 0;
    let longest = 0;
    let fromAbove = front[this.#forwardMax + 1 + zero]!;
    for (let k = this.#forwardMax; k >= kMin; k -= 2) {
      const fromBelow = front[k - 1 + zero]!;
      // The larger of two numbers without a branch, which would be guessed wrong half of the time.
      const gap = fromAbove - fromBelow - 1;
      const runStart = fromBelow + 1 + (gap & ~(gap >> 31));
      fromAbove = fromBelow;
      let x = runStart;
      let y = x - k;
      while (x < aEnd && y < bEnd && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      const run = x - runStart;
      work += run + 1;
      if (run > longest) longest = run;
      front[k + zero] = x;
      if (k >= meetMin && k <= meetMax && other[k + zero]! <= x) return this.#meet(x, y, work);
    }
    if (longest > longRunCount) this.#hasLongRun = true;
    this.workCount += work;
    return false;
  }

  /** One more edit from the lower right; true when the fronts met. */
  #advanceBackward(mayMeet: boolean): boolean {
    const a = this.#a;
    const b = this.#b;
    const aStart = this.#aStart;
    const bStart = this.#bStart;
    const front = this.#backward;
    const other = this.#forward;
    const zero = this.#zero;
    if (this.#backwardMin > aStart - this.#bEnd) {
      this.#backwardMin -= 1;
      front[this.#backwardMin - 1 + zero] = unreachedBackward;
    } else this.#backwardMin += 1;
    if (this.#backwardMax < this.#aEnd - bStart) {
      this.#backwardMax += 1;
      front[this.#backwardMax + 1 + zero] = unreachedBackward;
    } else this.#backwardMax -= 1;
    const kMin = this.#backwardMin;
    const meetMin = mayMeet ? this.#forwardMin : diagonalMax;
    const meetMax = this.#forwardMax;
    let work = 0;
    let longest = 0;
    let fromAbove = front[this.#backwardMax + 1 + zero]!;
    for (let k = this.#backwardMax; k >= kMin; k -= 2) {
      const fromBelow = front[k - 1 + zero]!;
      const gap = fromAbove - 1 - fromBelow;
      const runEnd = fromBelow + (gap & (gap >> 31));
      fromAbove = fromBelow;
      let x = runEnd;
      let y = x - k;
      while (x > aStart && y > bStart && a[x - 1] === b[y - 1]) {
        x -= 1;
        y -= 1;
      }
      const run = runEnd - x;
      work += run + 1;
      if (run > longest) longest = run;
      front[k + zero] = x;
      if (k >= meetMin && k <= meetMax && x <= other[k + zero]!) return this.#meet(x, y, work);
    }
    if (longest > longRunCount) this.#hasLongRun = true;
    this.workCount += work;
    return false;
  }

  #meet(x: number, y: number, work: number): true {
    this.x = x;
    this.y = y;
    this.workCount += work;
    return true;
  }

  /** Takes the end of a long run that gained at least four lines an edit, the best of them. */
  #cutAtForwardRun(cost: number): boolean {
    const middle = this.#aStart - this.#bStart;
    let best = gainPerCostMin * cost;
    let isFound = false;
    for (let k = this.#forwardMax; k >= this.#forwardMin; k -= 2) {
      const x = this.#forward[k + this.#zero]!;
      const y = x - k;
      const gain = x - this.#aStart + y - this.#bStart - Math.abs(k - middle);
      if (gain <= best || x >= this.#aEnd || y >= this.#bEnd) continue;
      if (x < this.#aStart + longRunCount || y < this.#bStart + longRunCount) continue;
      if (!this.#isRun(x - longRunCount, y - longRunCount)) continue;
      best = gain;
      isFound = true;
      this.#capAt(x, y, 'low');
    }
    return isFound;
  }

  #cutAtBackwardRun(cost: number): boolean {
    const middle = this.#aEnd - this.#bEnd;
    let best = gainPerCostMin * cost;
    let isFound = false;
    for (let k = this.#backwardMax; k >= this.#backwardMin; k -= 2) {
      const x = this.#backward[k + this.#zero]!;
      const y = x - k;
      const gain = this.#aEnd - x + this.#bEnd - y - Math.abs(k - middle);
      if (gain <= best || x <= this.#aStart || y <= this.#bStart) continue;
      if (x > this.#aEnd - longRunCount || y > this.#bEnd - longRunCount) continue;
      if (!this.#isRun(x, y)) continue;
      best = gain;
      isFound = true;
      this.#capAt(x, y, 'high');
    }
    return isFound;
  }

  #isRun(x: number, y: number): boolean {
    for (let i = 0; i < longRunCount; i += 1) if (this.#a[x + i] !== this.#b[y + i]) return false;
    return true;
  }

  /** Takes the point of either front that is furthest from its corner, clipped to the box. */
  #cutAtFurthest(): void {
    let lowBest = -1;
    let lowX = 0;
    for (let k = this.#forwardMax; k >= this.#forwardMin; k -= 2) {
      const x = Math.min(this.#forward[k + this.#zero]!, this.#aEnd, this.#bEnd + k);
      if (x + x - k <= lowBest) continue;
      lowBest = x + x - k;
      lowX = x;
    }
    let highBest = unreachedBackward;
    let highX = 0;
    for (let k = this.#backwardMax; k >= this.#backwardMin; k -= 2) {
      const x = Math.max(this.#backward[k + this.#zero]!, this.#aStart, this.#bStart + k);
      if (x + x - k >= highBest) continue;
      highBest = x + x - k;
      highX = x;
    }
    const lowGain = lowBest - this.#aStart - this.#bStart;
    const highGain = this.#aEnd + this.#bEnd - highBest;
    if (highGain < lowGain) this.#capAt(lowX, lowBest - lowX, 'low');
    else this.#capAt(highX, highBest - highX, 'high');
  }

  #capAt(x: number, y: number, known: 'low' | 'high'): void {
    this.x = x;
    this.y = y;
    this.isCapped = true;
    this.isLowExact = known === 'low';
    this.isHighExact = known === 'high';
  }
}
