import { CodefangError, LogReader, LogTail, openByteSource, visibleText } from '../../engine/index.ts';
import type { DashboardModel } from './dashboard-model.ts';
import type { LogView } from './dashboard-view.ts';
import { shortened } from './logged-fields.ts';

const faultCountMax = 5;
/** Logs are many, and each has a buffer of its own; longer lines are passed over and counted. */
const recordsPerLook = 256;

/**
 * One log that is read into the model, in steps so short that a server answers in between.
 * BOUNDED BY: the buffer of its reader (256 KiB), 5 faults.
 */
export class WatchedLog {
  readonly path: string;
  readonly #name: string;
  readonly #isFollowed: boolean;
  readonly #faults: string[] = [];
  #reader: LogReader | undefined;
  #tail: LogTail | undefined;
  #recordCount = 0;
  #passedOverCount = 0;
  /** Nothing more is read from it: it ended, or it is no log. */
  isClosed = false;

  /** @param name stands in the page; may be any text */
  constructor(path: string, name: string, isFollowed: boolean) {
    this.path = path;
    this.#name = shortened(visibleText(name));
    this.#isFollowed = isFollowed;
  }

  view(): LogView {
    return {
      name: this.#name,
      recordCount: this.#recordCount,
      passedOverCount: this.#passedOverCount,
      faults: this.#faults,
      notes: this.#notes(),
    };
  }

  /** Reads until `deadline`, by `performance.now()`; returns whether there is more now. */
  read(model: DashboardModel, deadline: number): boolean {
    if (this.isClosed) return false;
    try {
      return this.#readOn(model, deadline);
    } catch (failure) {
      if (!(failure instanceof CodefangError)) throw failure;
      this.#fault(failure.message);
      this.close();
      return false;
    }
  }

  close(): void {
    this.#reader?.close();
    this.#reader = undefined;
    this.isClosed = true;
  }

  #readOn(model: DashboardModel, deadline: number): boolean {
    this.#reader ??= this.#open();
    const reader = this.#reader;
    for (let count = 1; reader.next(); count += 1) {
      this.#noteCounts(reader);
      model.take(reader);
      if (count % recordsPerLook === 0 && performance.now() > deadline) return true;
    }
    this.#noteCounts(reader);
    if (this.#isFollowed) return false;
    if (reader.isTorn) this.#fault('It ends in the middle of a line, as the log of a killed run does');
    this.close();
    return false;
  }

  #open(): LogReader {
    const options = {
      expects: 'chunk-record',
      onFault: (sentence: string) => this.#fault(sentence),
    } as const;
    if (!this.#isFollowed) return new LogReader(openByteSource(this.path), options);
    this.#tail = new LogTail(this.path);
    return new LogReader(this.#tail, { ...options, isFollowed: true });
  }

  #noteCounts({ recordCount, damagedCount, foreignCount, oversizeCount }: LogReader): void {
    this.#recordCount = recordCount;
    this.#passedOverCount = damagedCount + foreignCount + oversizeCount;
  }

  /** What is true now and need not stay so. */
  #notes(): string[] {
    const restarts = this.#tail?.restartCount ?? 0;
    const notes: string[] = [];
    if (restarts > 0) notes.push(`rotated or truncated ${restarts === 1 ? 'once' : `${restarts} times`}`);
    if (this.#recordCount > 0 || this.#faults.length > 0) return notes;
    if (this.#passedOverCount > 0) notes.push('none of its lines so far is a record of codefang');
    else notes.push(this.isClosed ? 'it is empty' : 'nothing is written to it yet');
    return notes;
  }

  #fault(sentence: string): void {
    if (this.#faults.length < faultCountMax) this.#faults.push(shortened(visibleText(sentence)));
  }
}
