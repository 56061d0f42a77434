import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';
import { LineFingerprints, pairKinds } from './line-fingerprints.ts';
import { LineStarts } from './line-starts.ts';
import { OrderedMatch } from './ordered-match.ts';
import { WholeFileMatch } from './whole-file-match.ts';

const hunkFields = 4;
/** Lines of the old text, and new lines in hunks, that are looked at; part of the report. */
const lineCountMax = 65_536;
/** Distinct pairs of the lines of either side; about 2 MB of source text. */
const pairCountMax = 1 << 20;
/** Pairs and lines visited for one change: a few seconds. */
const defaultWorkMax = 1 << 28;

export interface IgnoredLinesOptions {
  /** Steps for one change; beyond, none of its lines is passed on. Default 268,435,456. */
  readonly workMax?: number;
  /** The account that the arrays are charged to, if there is one. */
  readonly allowance?: ScratchAllowance | undefined;
}

/** All that is held between changes; made for the first one. */
interface Parts {
  readonly weights: Int32Array;
  readonly oldStarts: LineStarts;
  readonly newStarts: LineStarts;
  readonly old: LineFingerprints;
  readonly newer: LineFingerprints;
  readonly ordered: OrderedMatch;
  readonly whole: WholeFileMatch;
}

/**
 * Where the lines that an ignored commit changed came from, by the rules of `git blame --ignore-rev`.
 *
 * Hunk by hunk, from the top: each new line goes to an old line of its hunk (`OrderedMatch`), or else to the
 * most similar one of the whole old text (`WholeFileMatch`), or to none. Several may go to one old line. What
 * a match within a hunk has in common with its old line counts no more for later lines, and not for the search
 * in the whole text.
 *
 * BOUNDED BY 65,536 lines and 1,048,576 distinct pairs a side, and by steps; a change beyond that passes
 * no line on, and `isCut` is set. OWNS its arrays, about 40 MiB for the largest change; `release` drops them.
 */
export class IgnoredLines {
  /** Whether a bound fired in the last run, so that no line has an origin. */
  isCut = false;
  /** Steps of the last run. */
  workCount = 0;
  readonly #workMax: number;
  readonly #allowance: ScratchAllowance | undefined;
  #parts: Parts | undefined;
  #origins: Int32Array = new Int32Array(0);

  constructor(options: IgnoredLinesOptions = {}) {
    this.#workMax = options.workMax ?? defaultWorkMax;
    this.#allowance = options.allowance;
  }

  /** Bytes held between runs. */
  get bytes(): number {
    const own = this.#origins.byteLength;
    if (this.#parts === undefined) return own;
    const { weights, oldStarts, newStarts, old, newer, ordered, whole } = this.#parts;
    const lines = own + oldStarts.bytes + newStarts.bytes;
    return lines + weights.byteLength + old.bytes + newer.bytes + ordered.bytes + whole.bytes;
  }

  /**
   * For each new line inside the hunks, in order: the number of the old line that it came from, from 0, or -1.
   * A hunk is oldStart, oldCount, newStart, newCount, as in `LineDiff`. The view is valid until the next run.
   */
  map(
    oldBytes: Uint8Array,
    oldLength: number,
    newBytes: Uint8Array,
    newLength: number,
    hunks: Int32Array,
    hunkCount: number,
  ): Int32Array {
    this.isCut = false;
    this.workCount = 0;
    let lineCount = 0;
    for (let hunk = 0; hunk < hunkCount; hunk += 1) lineCount += hunks[hunk * hunkFields + 3]!;
    if (lineCount === 0) return this.#origins.subarray(0, 0);
    const parts = (this.#parts ??= this.#makeParts());
    this.#origins = grownInts(this.#origins, lineCount, this.#allowance);
    const origins = this.#origins.subarray(0, lineCount);
    const isDone =
      lineCount <= lineCountMax &&
      readOld(parts, oldBytes, oldLength) &&
      readNew(parts, newBytes, newLength, hunks, hunkCount) &&
      this.#match(parts, hunks, hunkCount, origins);
    if (!isDone) origins.fill(-1);
    this.isCut = !isDone;
    return origins;
  }

  /** Gives back the arrays; the next run makes new ones. */
  release(): void {
    this.#allowance?.resize(this.bytes, 0);
    this.#parts = undefined;
    this.#origins = new Int32Array(0);
  }

  #makeParts(): Parts {
    const allowance = this.#allowance;
    allowance?.resize(0, pairKinds * Int32Array.BYTES_PER_ELEMENT);
    const weights = new Int32Array(pairKinds);
    const old = new LineFingerprints(weights, allowance);
    const newer = new LineFingerprints(weights, allowance);
    return {
      weights,
      oldStarts: new LineStarts(allowance),
      newStarts: new LineStarts(allowance),
      old,
      newer,
      ordered: new OrderedMatch(old, newer, allowance),
      whole: new WholeFileMatch(old, newer, allowance),
    };
  }

  #match(parts: Parts, hunks: Int32Array, hunkCount: number, origins: Int32Array): boolean {
    const { ordered, whole } = parts;
    whole.start();
    let orderedWork = 0;
    let done = 0;
    for (let hunk = 0; hunk < hunkCount; hunk += 1) {
      const field = hunk * hunkFields;
      const oldStart = hunks[field]!;
      const oldCount = hunks[field + 1]!;
      const newStart = hunks[field + 2]!;
      const newCount = hunks[field + 3]!;
      const hasOrder = oldCount > 0 && newCount > 0;
      if (hasOrder) {
        const isDone = ordered.run(oldStart, oldCount, done, newCount, this.#workMax - this.workCount);
        orderedWork += ordered.workCount;
        this.workCount = orderedWork + whole.workCount;
        if (!isDone) return false;
        whole.refresh(oldStart, oldStart + oldCount);
      }
      for (let line = 0; line < newCount; line += 1) {
        const match = hasOrder ? ordered.matches[line]! : -1;
        origins[done + line] = match < 0 ? whole.find(done + line, newStart + line) : oldStart + match;
        this.workCount = orderedWork + whole.workCount;
        if (this.workCount > this.#workMax) return false;
      }
      done += newCount;
    }
    return true;
  }
}

/** Every line of the old text; false when there are too many. */
function readOld(parts: Parts, bytes: Uint8Array, length: number): boolean {
  const { old, oldStarts } = parts;
  old.clear();
  if (!oldStarts.run(bytes, length, lineCountMax)) return false;
  return addLines(old, bytes, oldStarts.starts, 0, oldStarts.count);
}

/** The new lines inside hunks; there are as many outside them as in the old text, which were counted. */
function readNew(parts: Parts, bytes: Uint8Array, length: number, hunks: Int32Array, hunkCount: number): boolean {
  const { newer, newStarts } = parts;
  newer.clear();
  newStarts.run(bytes, length, lineCountMax * 2);
  for (let hunk = 0; hunk < hunkCount; hunk += 1) {
    const first = hunks[hunk * hunkFields + 2]!;
    const last = first + hunks[hunk * hunkFields + 3]!;
    if (!addLines(newer, bytes, newStarts.starts, first, last)) return false;
  }
  return true;
}

function addLines(
  lines: LineFingerprints,
  bytes: Uint8Array,
  starts: Int32Array,
  first: number,
  last: number,
): boolean {
  for (let line = first; line < last; line += 1) {
    lines.add(bytes, starts[line]!, starts[line + 1]!);
    if (lines.pairCount > pairCountMax) return false;
  }
  return true;
}
