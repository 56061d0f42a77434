import type { ChangeColumns } from './change-columns.ts';

/** A commit whose trees and files took long to compare; what several commits share counts for one. */
export interface SlowCommit {
  /** Place in the walk. */
  readonly place: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly changeCount: number;
}

/** A file whose versions, side by side in one group, took long to read and compare. */
export interface SlowFile {
  readonly path: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly versionCount: number;
}

/** What a thread did with one batch. Starts are milliseconds since 1970. */
export interface BatchTiming {
  /** Reading and comparing. */
  readonly workMs: number;
  /** Waiting for the main thread to fold what was handed over. */
  readonly stallMs: number;
  /** Slowest first, at most `slowCountMax` of each; equal ones as the batch has them. */
  readonly commits: readonly SlowCommit[];
  readonly files: readonly SlowFile[];
}

/** So many commits and files of a batch are logged. */
export const slowCountMax = 4;
/** What is faster is not worth a line. */
const slowMs = 1;
const rowCountFirst = 1024;

/**
 * Measures batches for the chunk log: one look at the clock a change, a file and a commit, which is
 * a thousandth of what comparing them takes. No number of a report depends on it.
 * BOUNDED BY: four commits and files a batch, and 8 bytes a change of a group.
 */
export class BatchTimer {
  readonly #commits = new Slowest<SlowCommit>();
  readonly #files = new Slowest<SlowFile>();
  /** Of the group: starts and lengths of the tree diffs, and time of each row. */
  #places: number[] = [];
  #treeAts: number[] = [];
  #treeMs: number[] = [];
  #rowMs = new Float64Array(rowCountFirst);
  #startedAt = 0;
  #stallMs = 0;
  #fileAt = 0;
  #lapAt = 0;

  begin(): void {
    this.#startedAt = performance.now();
    this.#stallMs = 0;
  }

  now(): number {
    return performance.now();
  }

  /** A free slab was waited for since then. */
  stalled(since: number): void {
    this.#stallMs += performance.now() - since;
  }

  /** The trees of a commit are compared. */
  treesCompared(place: number, since: number): void {
    this.#places.push(place);
    this.#treeAts.push(since);
    this.#treeMs.push(performance.now() - since);
  }

  beginFile(): void {
    this.#fileAt = performance.now();
    this.#lapAt = this.#fileAt;
  }

  /** A row of the file is compared, since the file began or the row before. */
  rowCompared(row: number): void {
    if (row >= this.#rowMs.length) this.#widen(row);
    const now = performance.now();
    this.#rowMs[row] = now - this.#lapAt;
    this.#lapAt = now;
  }

  endFile({ paths }: ChangeColumns, path: number, versionCount: number): void {
    const durationMs = this.#lapAt - this.#fileAt;
    if (!this.#files.takes(durationMs)) return;
    const bytes = paths.bytesOf(path);
    const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    this.#files.offer({ path: name, startMs: sinceEpoch(this.#fileAt), durationMs, versionCount });
  }

  /** @param ends behind the rows of each commit */
  endGroup(ends: readonly number[]): void {
    let start = 0;
    for (const [at, end] of ends.entries()) {
      let durationMs = this.#treeMs[at]!;
      for (let row = start; row < end; row += 1) durationMs += this.#rowMs[row] ?? 0;
      if (this.#places[at]! >= 0 && this.#commits.takes(durationMs)) {
        const startMs = sinceEpoch(this.#treeAts[at]!);
        this.#commits.offer({ place: this.#places[at]!, startMs, durationMs, changeCount: end - start });
      }
      start = end;
    }
    this.#rowMs.fill(0, 0, start);
    this.#places = [];
    this.#treeAts = [];
    this.#treeMs = [];
  }

  end(): BatchTiming {
    return {
      workMs: performance.now() - this.#startedAt - this.#stallMs,
      stallMs: this.#stallMs,
      commits: this.#commits.take(),
      files: this.#files.take(),
    };
  }

  #widen(row: number): void {
    const wider = new Float64Array(Math.max(row + 1, this.#rowMs.length * 2));
    wider.set(this.#rowMs);
    this.#rowMs = wider;
  }
}

/** The few slowest, slowest first; of equal ones the first. */
class Slowest<Item extends { readonly durationMs: number }> {
  #items: Item[] = [];

  takes(durationMs: number): boolean {
    if (durationMs < slowMs) return false;
    return this.#items.length < slowCountMax || durationMs > this.#items.at(-1)!.durationMs;
  }

  /** REQUIRES: it is taken. */
  offer(item: Item): void {
    if (this.#items.length === slowCountMax) this.#items.pop();
    const slower = this.#items.findIndex((kept) => kept.durationMs < item.durationMs);
    this.#items.splice(slower < 0 ? this.#items.length : slower, 0, item);
  }

  take(): readonly Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}

function sinceEpoch(at: number): number {
  return performance.timeOrigin + at;
}
