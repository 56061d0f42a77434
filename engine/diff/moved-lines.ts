import { ByteInterner, MiB } from '../base/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';
import { LineRanges } from './line-ranges.ts';
import { LongestFirst } from './longest-first.ts';
import { MoveRuns } from './move-runs.ts';

const lineFeed = 0x0a;
const hunkFields = 4;
/** Lines compared to find stretches, and again to choose among them: part of a second. */
const workMax = 1 << 26;
const noOrigins = new Int32Array(0);

/** 1 for ASCII letters and digits, as in git: bytes of other scripts do not count. */
const isLetter: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9A-Za-z]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

export interface MovedLinesOptions {
  /** Deleted and added lines together; with more of them none has moved. Default 65,536. */
  readonly lineCountMax?: number;
  /** Bytes of the distinct ones among them. Default 16 MiB. */
  readonly byteCountMax?: number;
  /** Pairs of equal windows of three lines that are looked at. Default 262,144. */
  readonly pairCountMax?: number;
  /** The account that the arrays are charged to, if there is one. */
  readonly allowance?: ScratchAllowance | undefined;
}

/** All that is held between changes; made for the first one. */
interface Parts {
  readonly lines: ByteInterner;
  readonly old: LineRanges;
  readonly newer: LineRanges;
  readonly runs: MoveRuns;
  readonly chooser: LongestFirst;
}

/**
 * Blocks of lines that a change deletes in one place and adds in another, of one file or of all files of a
 * commit.
 *
 * A block is three lines or more with 20 letters or digits together, equal byte for byte, that stand one below
 * the other here and there. The longest is taken first, of equals the one added first, then the one deleted
 * first; each deleted line is used once. Files come in the order of `add`, lines in the order of their file.
 *
 * One file: `map`. Several: `start`, `add` for each file, `match`, and then `originOf` for each added line.
 *
 * BOUNDED BY counts of lines, bytes and steps; beyond them nothing has moved, and `isCut` is set. OWNS copies of
 * distinct lines and about 100 bytes a line of the largest change, reused; `release` drops them.
 */
export class MovedLines {
  /** Whether a bound fired, so that no line has moved. */
  isCut = false;
  /** Whether windows that occur often found no block of their own: what has moved is right, and perhaps not all. */
  isCoarse = false;
  /** Added lines since `start`; they are numbered in the order of `add`. */
  addedCount = 0;
  /** How many of them `match` found to have moved. */
  movedCount = 0;
  readonly #lineCountMax: number;
  readonly #byteCountMax: number;
  readonly #pairCountMax: number | undefined;
  readonly #allowance: ScratchAllowance | undefined;
  #parts: Parts | undefined;
  /** Letters and digits of each distinct line. */
  #letters: Int32Array = new Int32Array(0);
  #byteCount = 0;
  #chargedBytes = 0;
  /** Per added line the index of the deleted line that it was; none before `match`. */
  #origins: Int32Array = noOrigins;

  constructor(options: MovedLinesOptions = {}) {
    this.#lineCountMax = options.lineCountMax ?? 65_536;
    this.#byteCountMax = options.byteCountMax ?? 16 * MiB;
    this.#pairCountMax = options.pairCountMax;
    this.#allowance = options.allowance;
  }

  /** Bytes held between changes. */
  get bytes(): number {
    const own = this.#letters.byteLength + this.#origins.byteLength;
    if (this.#parts === undefined) return own;
    const { lines, old, newer, runs, chooser } = this.#parts;
    return own + lines.bytes + old.bytes + newer.bytes + runs.bytes + chooser.bytes;
  }

  /** Forgets the lines of the last change. */
  start(): void {
    this.isCut = false;
    this.isCoarse = false;
    this.addedCount = 0;
    this.movedCount = 0;
    this.#byteCount = 0;
    const parts = this.#parts;
    if (parts === undefined) return;
    parts.lines.clear();
    this.#chargeLines(parts.lines);
    parts.old.clear();
    parts.newer.clear();
  }

  /**
   * Adds what changed in a file, which the caller names by a number; returns the number of its first added
   * line. A hunk is oldStart, oldCount, newStart, newCount, as in `LineDiff`. The texts are not kept.
   */
  add(
    file: number,
    oldBytes: Uint8Array,
    oldLength: number,
    newBytes: Uint8Array,
    newLength: number,
    hunks: Int32Array,
    hunkCount: number,
  ): number {
    const first = this.addedCount;
    let deletedCount = this.#parts?.old.count ?? 0;
    for (let hunk = 0; hunk < hunkCount; hunk += 1) {
      deletedCount += hunks[hunk * hunkFields + 1]!;
      this.addedCount += hunks[hunk * hunkFields + 3]!;
    }
    if (deletedCount + this.addedCount > this.#lineCountMax) this.isCut = true;
    if (this.isCut) return first;
    const { old, newer, lines } = (this.#parts ??= this.#makeParts());
    this.#addSide(old, lines, file, oldBytes, oldLength, hunks, hunkCount, 0);
    this.#addSide(newer, lines, file, newBytes, newLength, hunks, hunkCount, 2);
    this.#chargeLines(lines);
    return first;
  }

  /** Finds what has moved; nothing is added after that. */
  match(): void {
    const parts = this.#parts;
    if (this.isCut || parts === undefined) return;
    const { old, newer, runs, chooser } = parts;
    this.#origins = grownInts(this.#origins, newer.count, this.#allowance);
    const origins = this.#origins;
    origins.fill(-1, 0, newer.count);
    const isDone =
      runs.run(old, newer, this.#letters, workMax) && chooser.run(old.count, newer, this.#letters, origins, workMax);
    this.isCut = !isDone;
    this.isCoarse = runs.isCoarse;
    this.movedCount = isDone ? chooser.movedCount : 0;
  }

  /** After `match`: the index of the deleted line that an added line was, or -1. */
  originOf(added: number): number {
    return this.isCut || this.#parts === undefined ? -1 : this.#origins[added]!;
  }

  /** The file of a deleted line, as it was named to `add`. */
  fileOf(origin: number): number {
    return this.#parts!.old.files[origin]!;
  }

  /** The number of a deleted line in its file, from 0. */
  lineOf(origin: number): number {
    return this.#parts!.old.numbers[origin]!;
  }

  /**
   * For one file, for each new line inside the hunks, in order: the number of the old line that moved here,
   * from 0, or -1. The view is valid until the next change.
   */
  map(
    oldBytes: Uint8Array,
    oldLength: number,
    newBytes: Uint8Array,
    newLength: number,
    hunks: Int32Array,
    hunkCount: number,
  ): Int32Array {
    this.start();
    this.add(0, oldBytes, oldLength, newBytes, newLength, hunks, hunkCount);
    this.match();
    this.#origins = grownInts(this.#origins, this.addedCount, this.#allowance);
    const origins = this.#origins.subarray(0, this.addedCount);
    if (this.movedCount === 0) return origins.fill(-1);
    for (let added = 0; added < origins.length; added += 1) {
      const origin = origins[added]!;
      if (origin >= 0) origins[added] = this.lineOf(origin);
    }
    return origins;
  }

  /** Gives back the arrays; the next change makes new ones. */
  release(): void {
    this.#allowance?.resize(this.bytes, 0);
    this.#parts = undefined;
    this.#chargedBytes = 0;
    this.#letters = new Int32Array(0);
    this.#origins = noOrigins;
    this.start();
  }

  /** The lines of one side that are inside hunks; `field` is where a hunk has its start there. */
  #addSide(
    side: LineRanges,
    lines: ByteInterner,
    file: number,
    bytes: Uint8Array,
    length: number,
    hunks: Int32Array,
    hunkCount: number,
    field: 0 | 2,
  ): void {
    let line = 0;
    let at = 0;
    for (let hunk = 0; hunk < hunkCount; hunk += 1) {
      const first = hunks[hunk * hunkFields + field]!;
      const last = first + hunks[hunk * hunkFields + field + 1]!;
      for (; line < last; line += 1) {
        const start = at;
        at = lineEnd(bytes, start, length);
        if (line < first) continue;
        side.add(this.#idOf(lines, bytes, start, at), file, line);
        if (this.#byteCount > this.#byteCountMax) {
          this.isCut = true;
          return;
        }
      }
    }
  }

  #idOf(lines: ByteInterner, bytes: Uint8Array, start: number, end: number): number {
    const known = lines.count;
    const id = lines.intern(bytes, start, end);
    if (id < known) return id;
    let count = 0;
    for (let at = start; at < end; at += 1) count += isLetter[bytes[at]!]!;
    if (id === this.#letters.length) this.#letters = grownInts(this.#letters, id + 256, this.#allowance);
    this.#letters[id] = count;
    this.#byteCount += end - start;
    return id;
  }

  #chargeLines(lines: ByteInterner): void {
    this.#allowance?.resize(this.#chargedBytes, lines.bytes);
    this.#chargedBytes = lines.bytes;
  }

  #makeParts(): Parts {
    const allowance = this.#allowance;
    const runs = new MoveRuns(this.#pairCountMax, allowance);
    return {
      lines: new ByteInterner(),
      old: new LineRanges(allowance),
      newer: new LineRanges(allowance),
      runs,
      chooser: new LongestFirst(runs, allowance),
    };
  }
}

function lineEnd(bytes: Uint8Array, start: number, length: number): number {
  let at = start;
  while (at < length && bytes[at] !== lineFeed) at += 1;
  return Math.min(at + 1, length);
}
