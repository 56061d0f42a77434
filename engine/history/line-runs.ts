import { assert, CodefangError } from '../base/index.ts';
import { decodeRuns, encodeRuns, filesPerPart, runInts } from './line-runs-codec.ts';

/** Integers that even an empty part has room for. */
const capacityMin = 96;

/** Hears of lines that an edit took away, run by run. */
export interface RemovalSink {
  removed(tick: number, personId: number, lineCount: number): void;
}

/**
 * The line histories of up to 64 files, each a list of runs of equal age and author.
 *
 *   line   0       12        40   55
 *          | t3 p1 | t9 p4   | t3 p1 |      run = (lines, tick, person), 12 bytes
 *
 * All runs of a part lie in one array, so that it hibernates as a copy. An edit writes the file's new
 * runs behind the last one; the array is packed when more than half of it is dead.
 * Cost of an edit: O(runs of the file + hunks). BOUNDED BY: the lines of the files; the owner weighs it.
 */
export class LineRuns {
  readonly #starts: Int32Array = new Int32Array(filesPerPart);
  readonly #counts: Int32Array = new Int32Array(filesPerPart).fill(-1);
  #runs: Int32Array;
  #end = 0;
  #live = 0;

  constructor(runs: Int32Array = new Int32Array(capacityMin)) {
    this.#runs = runs;
  }

  get bytes(): number {
    return this.#runs.byteLength + 2 * filesPerPart * 4;
  }

  has(slot: number): boolean {
    return this.#counts[slot]! >= 0;
  }

  /** Text lines of a file. */
  lineCount(slot: number): number {
    let lines = 0;
    const end = this.#starts[slot]! + Math.max(0, this.#counts[slot]!) * runInts;
    for (let at = this.#starts[slot]!; at < end; at += runInts) lines += this.#runs[at]!;
    return lines;
  }

  /** Makes a file of `lineCount` lines, all by one person at one tick. */
  create(slot: number, lineCount: number, tick: number, personId: number): void {
    assert(!this.has(slot), 'a file is created once');
    this.#reserve(runInts);
    this.#starts[slot] = this.#end;
    this.#counts[slot] = 0;
    if (lineCount === 0) return;
    this.#runs[this.#end] = lineCount;
    this.#runs[this.#end + 1] = tick;
    this.#runs[this.#end + 2] = personId;
    this.#counts[slot] = 1;
    this.#end += runInts;
    this.#live += runInts;
  }

  /** Visits the runs of a file in line order. */
  each(slot: number, visit: (lineCount: number, tick: number, personId: number) => void): void {
    const end = this.#starts[slot]! + Math.max(0, this.#counts[slot]!) * runInts;
    for (let at = this.#starts[slot]!; at < end; at += runInts) {
      visit(this.#runs[at]!, this.#runs[at + 1]!, this.#runs[at + 2]!);
    }
  }

  /** Takes a file out; every line of it counts as removed. */
  remove(slot: number, sink: RemovalSink): void {
    this.each(slot, (lines, tick, person) => sink.removed(tick, person, lines));
    this.#live -= this.#counts[slot]! * runInts;
    this.#counts[slot] = -1;
  }

  /**
   * Applies the hunks of one change: four integers each, old start, old count, new start, new count.
   *
   * @throws {CodefangError} INVARIANT when the hunks do not fit the lines of the file
   */
  edit(slot: number, edit: LineEdit, sink: RemovalSink): void {
    assert(this.has(slot), 'a file is created before it is edited');
    const count = rebuild(this.#runs, this.#starts[slot]!, this.#counts[slot]!, edit, sink);
    this.#replace(slot, count);
  }

  /** Moves a file, with its history, to a slot of this or another part. */
  moveTo(slot: number, target: LineRuns, targetSlot: number): void {
    assert(!target.has(targetSlot), 'the target of a move is free');
    const ints = this.#counts[slot]! * runInts;
    target.#reserve(ints);
    const from = this.#starts[slot]!;
    target.#runs.set(this.#runs.subarray(from, from + ints), target.#end);
    target.#starts[targetSlot] = target.#end;
    target.#counts[targetSlot] = this.#counts[slot]!;
    target.#end += ints;
    target.#live += ints;
    this.#live -= ints;
    this.#counts[slot] = -1;
  }

  /** See `encodeRuns`. The bytes are a view that the next part overwrites. */
  encode(): Uint8Array {
    return encodeRuns(this.#counts, this.#starts, this.#runs, this.#live);
  }

  static decode(bytes: Uint8Array): LineRuns {
    const { counts, runs } = decodeRuns(bytes, capacityMin);
    const part = new LineRuns(runs);
    part.#counts.set(counts);
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      part.#starts[slot] = part.#end;
      part.#end += Math.max(0, part.#counts[slot]!) * runInts;
    }
    part.#live = part.#end;
    return part;
  }

  #replace(slot: number, count: number): void {
    const ints = count * runInts;
    const old = this.#counts[slot]! * runInts;
    this.#live += ints - old;
    if (ints > old) {
      this.#counts[slot] = 0;
      this.#reserve(ints);
      this.#starts[slot] = this.#end;
      this.#end += ints;
    }
    this.#runs.set(rebuilt.subarray(0, ints), this.#starts[slot]!);
    this.#counts[slot] = count;
  }

  #reserve(ints: number): void {
    if (this.#end + ints <= this.#runs.length) return;
    let length = Math.max(capacityMin, this.#runs.length);
    while (length < (this.#live + ints) * 1.5) length *= 2;
    const packed = new Int32Array(length);
    let end = 0;
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      const size = Math.max(0, this.#counts[slot]!) * runInts;
      packed.set(this.#runs.subarray(this.#starts[slot]!, this.#starts[slot]! + size), end);
      this.#starts[slot] = end;
      end += size;
    }
    this.#runs = packed;
    this.#end = end;
  }
}

/** One change of one file, as the fold hands it on. */
export interface LineEdit {
  hunks: Int32Array;
  hunkStart: number;
  hunkCount: number;
  oldLines: number;
  tick: number;
  personId: number;
}

/** Scratch of `rebuild`; grows to the file with the most runs. */
let rebuilt = new Int32Array(4096);
let rebuiltEnd = 0;

/** Writes the runs after the edit into `rebuilt`; returns how many. */
function rebuild(runs: Int32Array, start: number, count: number, edit: LineEdit, sink: RemovalSink): number {
  const end = start + count * runInts;
  rebuiltEnd = 0;
  let at = start;
  let left = at < end ? runs[at]! : 0;
  let line = 0;
  const hunksEnd = edit.hunkStart + edit.hunkCount * 4;
  for (let hunk = edit.hunkStart; hunk < hunksEnd; hunk += 4) {
    let keep = edit.hunks[hunk]! - line;
    line = edit.hunks[hunk]! + edit.hunks[hunk + 1]!;
    while (keep > 0 && at < end) {
      const lines = Math.min(keep, left);
      append(lines, runs[at + 1]!, runs[at + 2]!);
      keep -= lines;
      left -= lines;
      if (left === 0 && (at += runInts) < end) left = runs[at]!;
    }
    let drop = edit.hunks[hunk + 1]!;
    while (drop > 0 && at < end) {
      const lines = Math.min(drop, left);
      sink.removed(runs[at + 1]!, runs[at + 2]!, lines);
      drop -= lines;
      left -= lines;
      if (left === 0 && (at += runInts) < end) left = runs[at]!;
    }
    if (keep > 0 || drop > 0) throw misfit(edit);
    append(edit.hunks[hunk + 3]!, edit.tick, edit.personId);
  }
  while (at < end) {
    append(left, runs[at + 1]!, runs[at + 2]!);
    line += left;
    at += runInts;
    if (at < end) left = runs[at]!;
  }
  if (line !== edit.oldLines) throw misfit(edit);
  return rebuiltEnd / runInts;
}

function append(lines: number, tick: number, personId: number): void {
  if (lines === 0) return;
  const last = rebuiltEnd - runInts;
  if (last >= 0 && rebuilt[last + 1] === tick && rebuilt[last + 2] === personId) {
    rebuilt[last] = rebuilt[last]! + lines;
    return;
  }
  if (rebuiltEnd + runInts > rebuilt.length) {
    const bigger = new Int32Array(rebuilt.length * 2);
    bigger.set(rebuilt);
    rebuilt = bigger;
  }
  rebuilt[rebuiltEnd] = lines;
  rebuilt[rebuiltEnd + 1] = tick;
  rebuilt[rebuiltEnd + 2] = personId;
  rebuiltEnd += runInts;
}

function misfit(edit: LineEdit): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot apply a change to a line history: the diff speaks of ${edit.oldLines} lines before it, ` +
      `the history holds another number`,
  );
}
