import { assert, KiB } from '../base/index.ts';
import type {
  AnalyzerDefinition,
  AnalyzerRun,
  CommitColumn,
  CommitView,
  FactCursor,
  Facts,
  FactSpec,
  OptionValues,
  Parts,
  PartShape,
} from '../contract.ts';
import {
  FactTable,
  factTableBytesMin,
  PartStore,
  type RecordValue,
  type RunStore,
  type SpillClock,
} from '../spill/index.ts';

/** Memory that the selected analyzers share, and where they spill. */
export interface StateRegions {
  /** Bytes for facts, shared by all tables of all analyzers by weight. */
  readonly factBytes: number;
  /** Bytes for state parts, shared evenly by all part stores. */
  readonly partBytes: number;
  readonly spillTo: RunStore;
  /** Adds up the time of spilling and booting. */
  readonly clock?: SpillClock | undefined;
  /** Hears that parts were let go of, which are garbage now. */
  readonly onReleased?: () => void;
}

interface WantedTable {
  readonly spec: FactSpec;
  readonly link: LateFacts;
}

interface WantedParts {
  readonly name: string;
  readonly shape: PartShape<unknown>;
  readonly link: LateParts;
}

/** One analyzer with its tables and parts while a run lasts. */
export class AnalyzerSlot {
  readonly definition: AnalyzerDefinition;
  readonly options: OptionValues;
  readonly run: AnalyzerRun;
  readonly isMainline: boolean;
  /** (place) → what the analyzer says of each commit; no row where all is 0. */
  readonly #series: Facts | undefined;
  readonly #values: Float64Array;
  readonly #wantedTables: WantedTable[] = [];
  readonly #wantedParts: WantedParts[] = [];
  #tables: FactTable[] = [];
  #parts: PartStore<unknown>[] = [];

  /** With `isPerCommit` it keeps what the analyzer says of each commit. */
  constructor(definition: AnalyzerDefinition, options: OptionValues, isPerCommit = false) {
    this.definition = definition;
    this.options = options;
    this.isMainline = definition.walk === 'mainline';
    this.run = definition.create({
      options,
      facts: (spec) => this.#wantTable(spec),
      parts: (name, shape) => this.#wantParts(name, shape),
    });
    const { commitColumns = [] } = definition;
    this.#values = new Float64Array(commitColumns.length);
    if (isPerCommit && commitColumns.length > 0) this.#series = this.#wantTable(seriesSpec(commitColumns));
  }

  /** Opens the tables and parts of all slots; the bounds of all together are those of the regions. */
  static openAll(slots: readonly AnalyzerSlot[], regions: StateRegions): void {
    const tables = slots.flatMap((slot) => slot.#wantedTables);
    const parts = slots.flatMap((slot) => slot.#wantedParts);
    const weights = tables.reduce((sum, { spec }) => sum + (spec.weight ?? 1), 0);
    const spareBytes = Math.max(0, regions.factBytes - AnalyzerSlot.factBytesMin(slots));
    for (const slot of slots) {
      slot.#openTables(regions, spareBytes / weights);
      slot.#openParts(regions, parts.length);
    }
  }

  /** Changes what the parts of all slots together may take; what is over goes to disk at the next use. */
  static limitParts(slots: readonly AnalyzerSlot[], bytesMax: number): void {
    const stores = slots.flatMap((slot) => slot.#parts);
    for (const store of stores) store.limit(Math.max(1, Math.floor(bytesMax / stores.length)));
  }

  /** Smallest bytes that the tables of these slots need together. */
  static factBytesMin(slots: readonly AnalyzerSlot[]): number {
    return slots.flatMap((slot) => slot.#wantedTables).reduce((sum, { spec }) => sum + tableBytesMin(spec), 0);
  }

  /** Whether the analyzer keeps state in parts; without any, facts may have their memory. */
  get hasParts(): boolean {
    return this.#wantedParts.length > 0;
  }

  /** Bytes in memory of parts, then of fact tables. */
  get partBytes(): number {
    return this.#parts.reduce((sum, store) => sum + store.bytes, 0);
  }

  get factBytes(): number {
    return this.#tables.reduce((sum, table) => sum + table.bytes, 0);
  }

  get writtenPartBytes(): number {
    return this.#parts.reduce((sum, store) => sum + store.writtenBytes, 0);
  }

  get writtenFactBytes(): number {
    return this.#tables.reduce((sum, table) => sum + table.writtenBytes, 0);
  }

  get runCount(): number {
    return this.#tables.reduce((sum, table) => sum + table.runCount, 0);
  }

  /** Keeps what the analyzer says of the commit that it has folded whole. */
  noteCommit(commit: CommitView): void {
    if (this.#series === undefined) return;
    const values = this.#values.fill(0);
    this.run.commitValues?.(commit, values);
    if (values.every((value) => value === 0)) return;
    this.#series.add(commit.index, 0, 0, values[0]!, values[1], values[2], values[3]);
  }

  /** What was kept, by place; undefined when there is nothing to keep. Close it. */
  scanSeries(): FactCursor | undefined {
    return this.#series?.scan();
  }

  /** Puts the state on disk; with `drop` parts leave memory as well. */
  hibernate(residents: 'keep' | 'drop'): void {
    for (const store of this.#parts) store.hibernateAll(residents);
    for (const table of this.#tables) table.flush();
  }

  /** What `restore` needs; the state is hibernated. */
  manifest(): RecordValue {
    return {
      analyzer: this.definition.id,
      tables: this.#tables.map((table) => table.manifest()),
      parts: this.#parts.map((store) => store.manifest()),
    };
  }

  /** With `size` the files are known to be whole; with `full` every byte is verified now. */
  restore(
    manifest: { readonly tables: readonly RecordValue[]; readonly parts: readonly RecordValue[] },
    check: 'full' | 'size' = 'full',
  ): void {
    this.#tables.forEach((table, at) => table.restore(manifest.tables[at] ?? null, check));
    this.#parts.forEach((store, at) => store.restore(manifest.parts[at] ?? null, check));
  }

  #wantTable(spec: FactSpec): Facts {
    const link = new LateFacts();
    this.#wantedTables.push({ spec, link });
    return link;
  }

  #wantParts<Part>(name: string, shape: PartShape<Part>): Parts<Part> {
    const link = new LateParts();
    // The store hands back only what this shape made, so the erased type is right again.
    this.#wantedParts.push({ name, shape: shape as PartShape<unknown>, link });
    return link as Parts<Part>;
  }

  /** Every table has what it needs at least, and its part of the rest by weight. */
  #openTables({ spillTo, clock }: StateRegions, bytesPerWeight: number): void {
    this.#tables = this.#wantedTables.map(({ spec, link }) => {
      const table = new FactTable({
        name: `${this.definition.id}.${spec.name}`.replaceAll('/', '-'),
        keyCount: spec.keyCount,
        columns: spec.columns,
        bytesMax: tableBytesMin(spec) + Math.floor(bytesPerWeight * (spec.weight ?? 1)),
        spillTo,
        clock,
      });
      link.table = table;
      return table;
    });
  }

  #openParts(regions: StateRegions, storeCount: number): void {
    this.#parts = this.#wantedParts.map(({ name, shape, link }) => {
      const store = new PartStore({
        name: `${this.definition.id}.${name}`.replaceAll('/', '-'),
        shape,
        bytesMax: Math.floor(regions.partBytes / storeCount),
        spillTo: regions.spillTo,
        clock: regions.clock,
        ...(regions.onReleased === undefined ? {} : { released: regions.onReleased }),
      });
      link.store = store;
      return store;
    });
  }
}

/** A commit's row takes little beside what the analyzers keep. */
const seriesWeight = 0.25;

function seriesSpec(columns: readonly CommitColumn[]): FactSpec {
  assert(columns.length <= 4, 'an analyzer says at most 4 things of a commit');
  const sums = columns.map(({ name }) => ({ name, fold: 'sum' as const }));
  return { name: 'commits', keyCount: 1, columns: sums, weight: seriesWeight };
}

function tableBytesMin({ keyCount, columns }: FactSpec): number {
  return Math.max(64 * KiB, factTableBytesMin(keyCount, columns.length));
}

/** Stands for a table until the plan says how large it may be. */
class LateFacts implements Facts {
  table: FactTable | undefined;

  add(a: number, b: number, c: number, v0: number, v1?: number, v2?: number, v3?: number): void {
    this.table!.add(a, b, c, v0, v1, v2, v3);
  }

  scan(): ReturnType<Facts['scan']> {
    return this.table!.scan();
  }
}

/** Stands for a part store until the plan says how large it may be. */
class LateParts implements Parts<unknown> {
  store: PartStore<unknown> | undefined;

  get(id: number, access: 'read' | 'write'): unknown {
    return this.store!.get(id, access);
  }

  ids(): readonly number[] {
    return this.store!.ids();
  }
}
