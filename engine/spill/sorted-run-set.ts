import { assert, CodefangError } from '../base/index.ts';
import type { FactCursor } from '../contract.ts';
import { verifyFrames } from './frame-reader.ts';
import { MergeCursor, openAll } from './merge-sorted-runs.ts';
import type { RecordValue } from './record-codec.ts';
import { SortedRunReader } from './sorted-run-reader.ts';
import { type SortedRunInfo, type SortedRunShape, writeSortedRun } from './sorted-run-writer.ts';
import type { SortedRunStore } from './spill-files.ts';

export interface SortedRunSetLimits {
  /** That many runs of one tier become one of the next; at least 2. */
  readonly tierFanIn: number;
  /** Most sources of a merge, at least `tierFanIn`: 64 KiB and an open file each. */
  readonly fanInMax: number;
}

/**
 * The sorted runs of one table, oldest first.
 *
 *   tier   2        1     1     0   0   0          tiers never rise from old to new
 *          |████████|████ |████ |█  |█  |█  |      the `tierFanIn` newest of a tier merge
 *
 * A record is merged O(log n) times and there are O(log n) runs. A merge is published and listed
 * before the runs it replaces are released, so a failure at any point leaves the set as it was or
 * merged.
 */
export class SortedRunSet {
  readonly #store: SortedRunStore;
  readonly #shape: SortedRunShape;
  readonly #limits: SortedRunSetLimits;
  #runs: readonly SortedRunInfo[] = [];
  #writtenBytes = 0;

  constructor(store: SortedRunStore, shape: SortedRunShape, limits: SortedRunSetLimits) {
    assert(limits.tierFanIn >= 2, 'a merge has two sources');
    assert(limits.fanInMax >= limits.tierFanIn, 'a tier merges at once');
    this.#store = store;
    this.#shape = shape;
    this.#limits = limits;
  }

  get runs(): readonly SortedRunInfo[] {
    return this.#runs;
  }

  /** Bytes of the runs on disk now. */
  get bytes(): number {
    return this.#runs.reduce((sum, run) => sum + run.bytes, 0);
  }

  /** Bytes ever written, merges included. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /**
   * Writes sorted records as the newest run. @throws {CodefangError} IO, and the set is as it was
   */
  append(records: FactCursor): void {
    this.#runs = [...this.#runs, this.#write(0, records)];
  }

  /** Merges tiers that are full. @throws {CodefangError} IO or STATE */
  compact(): void {
    const { tierFanIn } = this.#limits;
    while (tailCount(this.#runs) >= tierFanIn) this.#mergeNewest(tierFanIn);
  }

  /**
   * Opens readers of all runs, oldest first, and leaves room in the fan-in for `others` more
   * sources. When there are more runs than that, the newest ones are merged first.
   *
   * @throws {CodefangError} IO or STATE
   */
  open(others: number): FactCursor[] {
    const room = this.#limits.fanInMax - others;
    assert(room >= 1, 'the fan-in holds a run beside the others');
    while (this.#runs.length > room) {
      const excess = this.#runs.length - room + 1;
      this.#mergeNewest(Math.min(excess, this.#limits.fanInMax));
    }
    return openAll(this.#runs, (run) => new SortedRunReader(this.#store, this.#shape, run));
  }

  /** Releases all runs. */
  drop(): void {
    const runs = this.#runs;
    this.#runs = [];
    for (const run of runs) this.#store.release(run.name);
  }

  /**
   * Takes over the runs of a manifest. @throws {CodefangError} STATE when one is missing or
   * damaged, IO
   */
  restore(runs: RecordValue | undefined, check: 'full' | 'size'): void {
    assert(this.#runs.length === 0, 'only an empty set is restored');
    const listed = runsOf(runs, this.#shape.table);
    for (const run of listed) this.#checkRun(run, check);
    for (const run of listed) this.#store.adopt(run.name);
    this.#runs = listed;
  }

  #mergeNewest(count: number): void {
    const kept = this.#runs.slice(0, this.#runs.length - count);
    const merged = this.#runs.slice(this.#runs.length - count);
    const tier = Math.min(merged[0]!.tier + 1, kept.at(-1)?.tier ?? Number.POSITIVE_INFINITY);
    const readers = openAll(merged, (run) => new SortedRunReader(this.#store, this.#shape, run));
    const cursor = new MergeCursor(readers, this.#shape.folds);
    try {
      this.#runs = [...kept, this.#write(tier, cursor)];
    } finally {
      cursor.close();
    }
    for (const run of merged) this.#store.release(run.name);
  }

  #write(tier: number, records: FactCursor): SortedRunInfo {
    const run = writeSortedRun(this.#store, this.#shape, tier, records);
    this.#writtenBytes += run.bytes;
    return run;
  }

  #checkRun(run: SortedRunInfo, check: 'full' | 'size'): void {
    const file = this.#store.open(run.name);
    try {
      if (file.size !== run.bytes) {
        const says = `its manifest says ${run.bytes}`;
        throw new CodefangError('STATE', `Cannot use ${file.name}: it has ${file.size} bytes, ${says}`);
      }
      if (check === 'full') verifyFrames(file, this.#store.buffers);
    } finally {
      file.close();
    }
  }
}

/** How many runs at the new end have the tier of the newest. */
function tailCount(runs: readonly SortedRunInfo[]): number {
  const tier = runs.at(-1)?.tier;
  let count = 0;
  while (count < runs.length && runs[runs.length - 1 - count]!.tier === tier) count += 1;
  return count;
}

function runsOf(value: RecordValue | undefined, table: string): readonly SortedRunInfo[] {
  if (!Array.isArray(value)) throw badManifest(table);
  return (value as readonly RecordValue[]).map((item) => runOf(item, table));
}

function runOf(value: RecordValue, table: string): SortedRunInfo {
  const { name, tier, recordCount, bytes } = (value ?? {}) as Partial<SortedRunInfo>;
  const isRun =
    typeof name === 'string' &&
    /^[\w-]+\.run$/.test(name) &&
    Number.isSafeInteger(tier) &&
    Number.isSafeInteger(recordCount) &&
    Number.isSafeInteger(bytes);
  if (!isRun) throw badManifest(table);
  return { name, tier: tier!, recordCount: recordCount!, bytes: bytes! };
}

function badManifest(table: string): CodefangError {
  return new CodefangError('STATE', `Cannot restore table "${table}": its manifest does not list runs`);
}
