import type { LogReader } from './log-reader.ts';

/** At most this many lines, and half of the window's bytes, are examined ahead of the current line. */
export const aheadCountMax = 1024;
/** So many lines are held; more would only cost memory. */
const lineCountMax = 2048;

/** Shared by all windows, as only one sorts at a time: what one of them held before. */
const sorting = {
  bytes: Buffer.alloc(0),
  times: new Float64Array(lineCountMax),
  starts: new Int32Array(lineCountMax),
  ends: new Int32Array(lineCountMax),
  order: new Int32Array(lineCountMax),
};

/** Whether a record is wanted; asked once for each, when it is read. */
export type RecordFilter = (reader: LogReader) => boolean;

/**
 * One log in order of time, lazily: a line is given out when 1,024 lines behind it, or half a
 * window of bytes, are known to be no earlier.
 *
 *   reader ──► window  | 12 13 15 14 17 …|         sorted when it is filled and was not in order;
 *                        └ given out      └ ahead    equal times keep their order
 *
 * A line that comes later than that is given out at once and counted as late: the log is further
 * out of order than the window can mend.
 * BOUNDED BY: `windowBytes`, or two lines of `lineBytesMax`, and 2,048 lines of 16 bytes.
 */
export class LogWindow {
  readonly #reader: LogReader;
  readonly #wants: RecordFilter;
  readonly #onLate: (sentence: string) => void;
  readonly #windowBytes: number;
  #bytes: Buffer;
  #used = 0;
  readonly #times = new Float64Array(lineCountMax);
  readonly #starts = new Int32Array(lineCountMax);
  readonly #ends = new Int32Array(lineCountMax);
  /** Lines `[at, count)` are still to be given out; `at` is -1 before the first. */
  #at = -1;
  #count = 0;
  #isEnded = false;
  #hasHeldLine = false;
  #lastTime: number = Number.NEGATIVE_INFINITY;
  /** Lines that follow each other in the reader's buffer, to be copied at once. */
  #runStart = 0;
  #runEnd = 0;
  /** Lines that came too late to be put where they belong. */
  lateCount = 0;

  /** OWNS the reader. `onLate` is called for the first late line. */
  constructor(options: {
    readonly reader: LogReader;
    readonly windowBytes: number;
    readonly wants: RecordFilter;
    readonly onLate: (sentence: string) => void;
  }) {
    this.#reader = options.reader;
    this.#wants = options.wants;
    this.#onLate = options.onLate;
    this.#windowBytes = options.windowBytes;
    this.#bytes = Buffer.alloc(options.windowBytes);
    options.reader.beforeRefill = () => this.#copyRun();
  }

  /** The current line is `bytes[start, end)`, of this time. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get start(): number {
    return this.#starts[this.#at]!;
  }

  get end(): number {
    return this.#ends[this.#at]!;
  }

  get time(): number {
    return this.#times[this.#at]!;
  }

  get reader(): LogReader {
    return this.#reader;
  }

  /** Goes to the next line in order; false at the end, or where a followed log ends now. */
  next(): boolean {
    this.#at += 1;
    if (!this.#isAheadEnough()) this.#fill();
    if (this.#at >= this.#count) {
      this.#at = this.#count - 1;
      return false;
    }
    const time = this.#times[this.#at]!;
    if (time < this.#lastTime) this.#noteLate();
    else this.#lastTime = time;
    return true;
  }

  /** A followed log may have grown: look again. */
  resume(): void {
    this.#isEnded = false;
  }

  close(): void {
    this.#reader.close();
  }

  #isAheadEnough(): boolean {
    if (this.#isEnded) return this.#at < this.#count;
    const left = this.#count - this.#at;
    return left > aheadCountMax || (left > 1 && this.#used - this.#starts[this.#at]! > this.#windowBytes / 2);
  }

  /** Moves what is left to the front, reads until the window is full, and sorts it if need be. */
  #fill(): void {
    if (this.#isEnded && !this.#hasHeldLine) return;
    this.#moveToFront();
    let isSorted = true;
    while (this.#count < lineCountMax && (this.#hasHeldLine || this.#read())) {
      if (!this.#append()) break;
      const last = this.#count - 1;
      if (last > 0 && this.#times[last]! < this.#times[last - 1]!) isSorted = false;
    }
    this.#copyRun();
    if (!isSorted) this.#sort();
  }

  /** The next wanted record; it stays in the reader until there is room for it. */
  #read(): boolean {
    while (this.#reader.next()) {
      if (!this.#wants(this.#reader)) continue;
      this.#hasHeldLine = true;
      return true;
    }
    this.#isEnded = true;
    return false;
  }

  #append(): boolean {
    const { start, end, time } = this.#reader;
    // A line that follows the one before brings the line end between them along.
    const isNear = this.#runEnd > this.#runStart && start >= this.#runEnd && start - this.#runEnd <= 2;
    const gap = isNear ? start - this.#runEnd : 0;
    const length = gap + end - start;
    if (this.#used + length > this.#bytes.length && !this.#makeRoom(length)) return false;
    if (!isNear) {
      this.#copyRun();
      this.#runStart = start;
    }
    this.#runEnd = end;
    this.#times[this.#count] = time;
    this.#starts[this.#count] = this.#used + gap;
    this.#used += length;
    this.#ends[this.#count] = this.#used;
    this.#count += 1;
    this.#hasHeldLine = false;
    return true;
  }

  #copyRun(): void {
    const length = this.#runEnd - this.#runStart;
    if (length > 0) this.#reader.bytes.copy(this.#bytes, this.#used - length, this.#runStart, this.#runEnd);
    this.#runStart = 0;
    this.#runEnd = 0;
  }

  /** Only a line that is alone too long for the window widens it. */
  #makeRoom(length: number): boolean {
    if (this.#count > 1) return false;
    this.#copyRun();
    const wider = Buffer.alloc(this.#used + length);
    wider.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = wider;
    return true;
  }

  #moveToFront(): void {
    const left = this.#count - this.#at;
    const from = left > 0 ? this.#starts[this.#at]! : this.#used;
    this.#bytes.copyWithin(0, from, this.#used);
    this.#used -= from;
    this.#times.copyWithin(0, this.#at, this.#count);
    for (let i = 0; i < left; i += 1) {
      this.#starts[i] = this.#starts[this.#at + i]! - from;
      this.#ends[i] = this.#ends[this.#at + i]! - from;
    }
    this.#count = left;
    this.#at = 0;
  }

  /** Sorts all lines held by time; bytes follow their lines, so that they stay in one piece. */
  #sort(): void {
    const count = this.#count;
    const { times, starts, ends, order } = sorting;
    times.set(this.#times.subarray(0, count));
    starts.set(this.#starts.subarray(0, count));
    ends.set(this.#ends.subarray(0, count));
    for (let at = 0; at < count; at += 1) order[at] = at;
    order.subarray(0, count).sort((x, y) => times[x]! - times[y]! || x - y);
    if (sorting.bytes.length < this.#used) sorting.bytes = Buffer.alloc(this.#bytes.length);
    this.#bytes.copy(sorting.bytes, 0, 0, this.#used);
    this.#used = 0;
    for (let at = 0; at < count; at += 1) {
      const from = order[at]!;
      this.#times[at] = times[from]!;
      this.#starts[at] = this.#used;
      this.#used += sorting.bytes.copy(this.#bytes, this.#used, starts[from]!, ends[from]!);
      this.#ends[at] = this.#used;
    }
  }

  #noteLate(): void {
    this.lateCount += 1;
    if (this.lateCount > 1) return;
    const state = `out of order by more than ${aheadCountMax} lines or half a window`;
    this.#onLate(`Log "${this.#reader.name}" is ${state}: late lines stay out of order`);
  }
}
