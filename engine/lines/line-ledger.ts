import { grown } from '../base/index.ts';
import type { FactSpec, FactStore } from '../contract.ts';
import { FileIdentity } from '../history/index.ts';
import { linesOf, originOf, type RunView } from './runs.ts';

/** What came and went on the mainline. */
export const eventSpec: FactSpec = {
  name: 'line_events',
  keys: ['place', 'origin', 'file'],
  columns: { lines: 'sum' },
};
/** What commits beside the mainline took away. */
export const removalSpec: FactSpec = {
  name: 'side_removals',
  keys: ['place', 'origin', 'file'],
  columns: { lines: 'sum' },
  weight: 0.5,
};

/** Keys have no sign: origins and files are one more, so that 0 is the baseline, and no file. */
export const keyShift = 1;

/**
 * The books of lines, as facts by places in the walk; labels such as people and bands are joined to them in reports.
 *
 *   line_events    (mainline place, origin + 1, file) → lines that came less lines that went, of that origin
 *   side_removals  (place, origin + 1, file + 1) → lines that a commit beside the mainline took away
 *
 * A line comes to the mainline when it first has it, and goes when it has it no more; within one commit and file what
 * came and what went of one origin are set off. Files are those of the mainline, renames followed.
 */
export class LineLedger {
  readonly #events: FactStore;
  readonly #removals: FactStore;
  files: FileIdentity = new FileIdentity();
  /** Lines on the mainline now. */
  mainlineLines = 0;
  /** By how many lines the open commit changes the mainline; its first one also by what was there before. */
  netLines = 0;
  #baselineLines = 0;
  #place = 0;
  #isMainline = false;
  readonly #commitCount: number;
  /** Lines by origin + 1 of the file that is being set off, all 0 in between; made for the first merge. */
  #balance: Int32Array = new Int32Array(0);
  /** The origins in it. */
  #touched: Int32Array = new Int32Array(1024);

  constructor(events: FactStore, removals: FactStore, commitCount: number) {
    this.#events = events;
    this.#removals = removals;
    this.#commitCount = commitCount;
  }

  begin(place: number, isMainline: boolean): void {
    this.#place = place;
    this.#isMainline = isMainline;
    this.netLines = isMainline ? this.#baselineLines : 0;
    if (isMainline) this.#baselineLines = 0;
  }

  get isMainline(): boolean {
    return this.#isMainline;
  }

  /** Lines that were there before the walk. */
  baseline(file: number, lineCount: number): void {
    if (lineCount > 0) this.#events.add(0, 0, file, lineCount);
    this.mainlineLines += lineCount;
    this.#baselineLines += lineCount;
  }

  /** Lines that the open commit wrote. */
  came(file: number, lineCount: number): void {
    if (this.#isMainline && lineCount > 0) this.#book(this.#place, file, lineCount);
  }

  /** Lines that the open commit, which is no merge, took away. */
  went(origin: number, file: number, lineCount: number): void {
    if (this.#isMainline) this.#book(origin, file, -lineCount);
    else this.#removals.add(this.#place, origin + keyShift, file + keyShift, lineCount);
  }

  /** All lines of a file that the open commit takes away. */
  allWent({ ints, start, end }: RunView, file: number): void {
    for (let at = start; at < end; at += 1) this.went(originOf(ints[at]!), file, linesOf(ints[at]!));
  }

  /** Books the difference of two versions of a file by origin; beside the mainline only what went counts. */
  differ(older: RunView, newer: RunView, file: number): void {
    if (this.#balance.length === 0) this.#balance = new Int32Array(this.#commitCount + keyShift);
    // What both begin and end with is no difference.
    let start = 0;
    const shorter = Math.min(older.end - older.start, newer.end - newer.start);
    while (start < shorter && older.ints[older.start + start] === newer.ints[newer.start + start]) start += 1;
    let behind = 0;
    while (behind < shorter - start && older.ints[older.end - 1 - behind] === newer.ints[newer.end - 1 - behind]) {
      behind += 1;
    }
    const touched = this.#weigh(older.ints, older.start + start, older.end - behind, 0, -1);
    this.#bookBalance(this.#weigh(newer.ints, newer.start + start, newer.end - behind, touched, 1), file);
  }

  #bookBalance(touchedCount: number, file: number): void {
    for (let at = 0; at < touchedCount; at += 1) {
      const key = this.#touched[at]!;
      const lines = this.#balance[key]!;
      this.#balance[key] = 0;
      if (this.#isMainline && lines !== 0) this.#book(key - keyShift, file, lines);
      else if (lines < 0) this.went(key - keyShift, file, -lines);
    }
  }

  /** Adds the lines of some runs to the balance; returns how many origins are touched then. */
  #weigh(ints: Int32Array, start: number, end: number, touchedCount: number, sign: number): number {
    let touched = touchedCount;
    const balance = this.#balance;
    for (let at = start; at < end; at += 1) {
      const key = originOf(ints[at]!) + keyShift;
      // An origin that comes back to 0 may be noted twice; its second turn finds nothing to book.
      if (balance[key] === 0) {
        if (touched === this.#touched.length) this.#touched = grown(this.#touched, touched * 2);
        this.#touched[touched] = key;
        touched += 1;
      }
      balance[key]! += sign * linesOf(ints[at]!);
    }
    return touched;
  }

  #book(origin: number, file: number, lineCount: number): void {
    this.#events.add(this.#place, origin + keyShift, file, lineCount);
    this.netLines += lineCount;
    this.mainlineLines += lineCount;
  }
}
