import { assert, CodefangError } from '../base/index.ts';
import type { FactCursor, FactStore, Fold } from '../contract.ts';
import { FactRows, factRowsBytesMin, type RowShape } from './fact-rows.ts';
import { addExactly, foldValues } from './fold-values.ts';
import type { Hibernatable } from './hibernatable.ts';
import { MergeCursor } from './merge-sorted-runs.ts';
import type { RecordValue } from './record-codec.ts';
import { SortedRunSet } from './sorted-run-set.ts';
import type { SpillClock } from './spill-clock.ts';
import type { SortedRunStore } from './spill-files.ts';

export interface FactTableOptions {
  readonly name: string;
  readonly keyCount: 1 | 2 | 3;
  /** 1 to 8. */
  readonly columns: readonly { readonly name: string; readonly fold: Fold }[];
  /**
   * Memory of the rows; at least `factTableBytesMin`. Scans and spills use the store's buffers
   * beside it.
   */
  readonly bytesMax: number;
  readonly spillTo: SortedRunStore;
  /** Called for spills that happen while facts are added. */
  readonly clock?: SpillClock | undefined;
  /** Default 8. */
  readonly tierFanIn?: number;
  /** Default 16. */
  readonly fanInMax?: number;
}

/**
 * Facts under up to three integer keys, folded as they come, in bounded memory.
 *
 *   add ──► rows in memory ──full──► sorted run on disk ──► tiers of ever longer runs
 *   scan ──► k-way merge of runs and rows, equal keys folded, one record at a time
 *
 * The result depends on what was added only, not on when it spilled, as long as sums are integers.
 * BOUNDED BY: `bytesMax` for the rows, and while a scan is open 64 KiB for each of at most
 * `fanInMax` runs, from the store's pool. Runs on disk have no bound but the disk.
 */
export class FactTable implements FactStore, Hibernatable {
  readonly name: string;
  readonly #columns: readonly { readonly name: string; readonly fold: Fold }[];
  readonly #folds: readonly Fold[];
  readonly #columnCount: number;
  readonly #isCounter: boolean;
  readonly #shape: RowShape;
  readonly #bytesMax: number;
  /** Undefined while the table is dropped from memory. */
  #rows: FactRows | undefined;
  readonly #runs: SortedRunSet;
  readonly #clock: SpillClock | undefined;

  constructor(options: FactTableOptions) {
    const { name, keyCount, columns, bytesMax, spillTo, tierFanIn = 8, fanInMax = 16 } = options;
    assert(columns.length >= 1 && columns.length <= 8, 'a table has 1 to 8 columns');
    this.name = name;
    this.#clock = options.clock;
    this.#columns = columns;
    this.#folds = columns.map((column) => column.fold);
    this.#columnCount = columns.length;
    this.#isCounter = columns.length === 1 && columns[0]!.fold === 'sum';
    this.#shape = { keyCount, folds: this.#folds };
    this.#bytesMax = bytesMax;
    this.#rows = new FactRows(this.#shape, bytesMax);
    this.#runs = new SortedRunSet(spillTo, { ...this.#shape, table: name }, { tierFanIn, fanInMax });
  }

  /** Memory of the rows, in bytes; never above `bytesMax`. */
  get bytes(): number {
    return this.#rows?.bytes ?? 0;
  }

  /** Rows in memory. */
  get rowCount(): number {
    return this.#rows?.count ?? 0;
  }

  /** Bytes of runs on disk now. */
  get spilledBytes(): number {
    return this.#runs.bytes;
  }

  /** Bytes ever written to runs, merges included. */
  get writtenBytes(): number {
    return this.#runs.writtenBytes;
  }

  get runCount(): number {
    return this.#runs.runs.length;
  }

  /**
   * Folds values into the fact under (a, b, c); keys that the table does not have are 0. One value
   * for each column; a table of more than 4 uses `row` and `fold`. Spills when the rows are full.
   *
   * @throws {CodefangError} IO when a spill is refused, INVARIANT when a sum leaves 2^53
   */
  add(a: number, b: number, c: number, v0: number, v1?: number, v2?: number, v3?: number): void {
    const row = this.row(a, b, c);
    if (this.#isCounter) {
      const { values } = this.#rows!;
      values[row] = addExactly(values[row]!, v0);
      return;
    }
    this.fold(row, 0, v0);
    if (this.#columnCount > 1) this.fold(row, 1, v1!);
    if (this.#columnCount > 2) this.fold(row, 2, v2!);
    if (this.#columnCount > 3) this.fold(row, 3, v3!);
  }

  /**
   * The row of a key, for `fold`; valid until the next `row` or `add`. A new row holds nothing yet:
   * fold every column.
   */
  row(a: number, b: number, c: number): number {
    assert(a >>> 0 === a && b >>> 0 === b && c >>> 0 === c, 'keys are integers in [0, 2^32)');
    assert(this.#rows !== undefined, 'a table that was dropped boots before facts are added');
    const row = this.#rows.row(a, b, c);
    return row >= 0 ? row : this.#rowAfterSpill(this.#rows, a, b, c);
  }

  /** Folds one value into a column of a row. */
  fold(row: number, column: number, value: number): void {
    const { values } = this.#rows!;
    const at = row * this.#columnCount + column;
    const folded = foldValues(this.#folds[column]!, values[at]!, value);
    // A -0 would not survive the integer form of a run.
    values[at] = folded + 0;
  }

  /**
   * All facts by (a, b, c). May be called again; no fact is added while a cursor is open. @throws
   * {CodefangError} IO, STATE
   */
  scan(): FactCursor {
    const rows = this.rowCount > 0 ? this.#rows : undefined;
    const sources = this.#runs.open(rows === undefined ? 0 : 1);
    if (rows !== undefined) sources.push(rows.cursor());
    return new MergeCursor(sources, this.#folds);
  }

  /**
   * Writes the rows in memory as a run, so that `manifest` covers every fact. @throws
   * {CodefangError} IO
   */
  flush(): void {
    if (this.#rows !== undefined && this.#rows.count > 0) this.#spill(this.#rows);
  }

  /** Flushes; with `drop` the memory of the rows goes as well. Scans work all the same. @throws {CodefangError} IO */
  hibernate(residents: 'keep' | 'drop'): number {
    this.flush();
    const { bytes } = this;
    if (residents === 'keep') return 0;
    this.#rows = undefined;
    return bytes;
  }

  /** Takes the least memory for rows again, where it was given up. */
  boot(): void {
    this.#rows ??= new FactRows(this.#shape, this.#bytesMax);
  }

  /** Forgets all facts and releases the runs. */
  drop(): void {
    this.#rows?.clear();
    this.#runs.drop();
  }

  /** What `restore` needs. REQUIRES: a flush, and no fact since. */
  manifest(): RecordValue {
    assert(this.rowCount === 0, 'rows are flushed before the manifest is made');
    return { ...this.#identity(), runs: this.#runs.runs };
  }

  /**
   * Takes over the runs of a manifest; with `full` every byte of them is verified now, else when
   * read.
   *
   * @throws {CodefangError} STATE when the manifest is of another table, or a run is missing or
   * damaged
   */
  restore(manifest: RecordValue, check: 'full' | 'size' = 'full'): void {
    assert(this.rowCount === 0, 'only an empty table is restored');
    const { runs, ...identity } = (manifest ?? {}) as { readonly [key: string]: RecordValue };
    if (JSON.stringify(identity) !== JSON.stringify(this.#identity())) {
      throw new CodefangError('STATE', `Cannot restore table "${this.name}": the manifest is of another table`);
    }
    this.#runs.restore(runs, check);
  }

  #identity(): { readonly [key: string]: RecordValue } {
    const columns = this.#columns.map(({ name, fold }) => `${fold} ${name}`);
    return { table: this.name, keyCount: this.#shape.keyCount, columns };
  }

  #rowAfterSpill(rows: FactRows, a: number, b: number, c: number): number {
    if (this.#clock === undefined) this.#spill(rows);
    else this.#clock.spill(() => this.#spill(rows));
    return rows.row(a, b, c);
  }

  #spill(rows: FactRows): void {
    const records = rows.cursor();
    try {
      this.#runs.append(records);
    } finally {
      records.close();
    }
    // Only now, as a refused write must not lose facts; and before the merge, which may fail by
    // itself.
    rows.clear();
    this.#runs.compact();
  }
}

/** The least `bytesMax` of a table: about 14 KiB for three keys and one column. */
export function factTableBytesMin(keyCount: number, columnCount: number): number {
  return factRowsBytesMin({ keyCount, folds: Array.from({ length: columnCount }, () => 'sum') });
}
