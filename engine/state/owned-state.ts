import { KiB } from '../base/index.ts';
import type { FactSpec, Parts, PartShape } from '../contract.ts';
import {
  FactTable,
  factTableBytesMin,
  type Hibernatable,
  NamedFacts,
  PartStore,
  type RecordValue,
  type SortedRunStore,
  type SpillClock,
} from '../spill/index.ts';

/** Memory that the owners of state share, and where they spill. */
export interface StateRegions {
  /** Bytes for facts, shared by all tables of all owners by weight. */
  readonly factBytes: number;
  /** Bytes for state parts, shared by all part stores by weight. */
  readonly partBytes: number;
  readonly spillTo: SortedRunStore;
  /** Adds up the time of spilling and booting. */
  readonly clock?: SpillClock | undefined;
  /** Called when parts were let go of, which are garbage now. */
  readonly onReleased?: () => void;
}

/** What `OwnedState.restore` takes. */
export interface SavedState {
  readonly tables: readonly RecordValue[];
  readonly parts: readonly RecordValue[];
}

interface WantedParts {
  readonly name: string;
  readonly shape: PartShape<unknown>;
  readonly weight: number;
  readonly link: LateParts;
}

/**
 * The tables and parts of one owner, an analyzer or the line histories: asked for first, opened when the plan says how
 * large they may be. Hibernation, checkpoints and accounts go over owners and need not know what they keep.
 */
export class OwnedState implements Hibernatable {
  readonly name: string;
  readonly #wantedTables: NamedFacts[] = [];
  readonly #wantedParts: WantedParts[] = [];
  #tables: FactTable[] = [];
  #parts: PartStore<unknown>[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Opens the tables and parts of all owners; the bounds of all together are those of the regions. */
  static openAll(owners: readonly OwnedState[], regions: StateRegions): void {
    const tables = owners.flatMap((owner) => owner.#wantedTables);
    const parts = owners.flatMap((owner) => owner.#wantedParts);
    const weights = tables.reduce((sum, { spec }) => sum + (spec.weight ?? 1), 0);
    const spareBytes = Math.max(0, regions.factBytes - OwnedState.factBytesMin(owners));
    for (const owner of owners) {
      owner.#openTables(regions, spareBytes / weights);
      owner.#openParts(regions, regions.partBytes / weightOf(parts));
    }
  }

  /** Changes what the parts of all owners together may take; what is over goes to disk at the next use. */
  static limitParts(owners: readonly OwnedState[], bytesMax: number): void {
    const bytesPerWeight = bytesMax / weightOf(owners.flatMap((owner) => owner.#wantedParts));
    for (const owner of owners) {
      owner.#parts.forEach((store, at) => store.limit(partBound(owner.#wantedParts[at]!, bytesPerWeight)));
    }
  }

  /** Smallest bytes that the tables of these owners need together. */
  static factBytesMin(owners: readonly OwnedState[]): number {
    return owners.flatMap((owner) => owner.#wantedTables).reduce((sum, { spec }) => sum + tableBytesMin(spec), 0);
  }

  facts<Key extends string, Column extends string>(spec: FactSpec<Key, Column>): NamedFacts<Key | Column> {
    const facts = new NamedFacts<Key | Column>(spec);
    this.#wantedTables.push(facts);
    return facts;
  }

  /** `weight` is the share of the memory for parts relative to other stores; 1 is usual. */
  parts<Part>(name: string, shape: PartShape<Part>, weight = 1): Parts<Part> {
    const link = new LateParts();
    // The store hands back only what this shape made, so the erased type is right again.
    this.#wantedParts.push({ name, shape: shape as PartShape<unknown>, weight, link });
    return link as Parts<Part>;
  }

  /** The table of a name, undefined when the owner has none. */
  factsNamed(name: string): NamedFacts | undefined {
    return this.#wantedTables.find(({ spec }) => spec.name === name);
  }

  /** Whether the owner keeps state in parts; without any, facts may have their memory. */
  get hasParts(): boolean {
    return this.#wantedParts.length > 0;
  }

  /** Whether the owner keeps nothing at all. */
  get isEmpty(): boolean {
    return this.#wantedParts.length === 0 && this.#wantedTables.length === 0;
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

  hibernate(residents: 'keep' | 'drop'): number {
    return this.#all.reduce((bytes, one) => bytes + one.hibernate(residents), 0);
  }

  boot(): void {
    for (const one of this.#all) one.boot();
  }

  get #all(): readonly Hibernatable[] {
    return [...this.#parts, ...this.#tables];
  }

  /** What `restore` needs; the state is hibernated. */
  manifest(): { readonly owner: string; readonly tables: RecordValue; readonly parts: RecordValue } {
    return {
      owner: this.name,
      tables: this.#tables.map((table) => table.manifest()),
      parts: this.#parts.map((store) => store.manifest()),
    };
  }

  /** With `size` the files are known to be whole; with `full` every byte is verified now. */
  restore(saved: SavedState, check: 'full' | 'size' = 'full'): void {
    this.#tables.forEach((table, at) => table.restore(saved.tables[at] ?? null, check));
    this.#parts.forEach((store, at) => store.restore(saved.parts[at] ?? null, check));
  }

  /** Every table has what it needs at least, and its part of the rest by weight. */
  #openTables({ spillTo, clock }: StateRegions, bytesPerWeight: number): void {
    this.#tables = this.#wantedTables.map((facts) => {
      const { spec } = facts;
      const table = new FactTable({
        name: `${this.name}.${spec.name}`.replaceAll('/', '-'),
        ...NamedFacts.storeShape(spec),
        bytesMax: tableBytesMin(spec) + Math.floor(bytesPerWeight * (spec.weight ?? 1)),
        spillTo,
        clock,
      });
      facts.store = table;
      return table;
    });
  }

  #openParts(regions: StateRegions, bytesPerWeight: number): void {
    this.#parts = this.#wantedParts.map((wanted) => {
      const { name, shape, link } = wanted;
      const store = new PartStore({
        name: `${this.name}.${name}`.replaceAll('/', '-'),
        shape,
        bytesMax: partBound(wanted, bytesPerWeight),
        spillTo: regions.spillTo,
        clock: regions.clock,
        ...(regions.onReleased === undefined ? {} : { released: regions.onReleased }),
      });
      link.store = store;
      return store;
    });
  }
}

function weightOf(parts: readonly WantedParts[]): number {
  return parts.reduce((sum, { weight }) => sum + weight, 0);
}

function partBound({ weight }: WantedParts, bytesPerWeight: number): number {
  return Math.max(1, Math.floor(weight * bytesPerWeight));
}

function tableBytesMin(spec: FactSpec): number {
  const { keyCount, columns } = NamedFacts.storeShape(spec);
  return Math.max(64 * KiB, factTableBytesMin(keyCount, columns.length));
}

/** Stands for a part store until the plan says how large it may be. */
class LateParts implements Parts<unknown> {
  store: PartStore<unknown> | undefined;

  remove(id: number): void {
    this.store!.remove(id);
  }

  get(id: number, access: 'read' | 'write'): unknown {
    return this.store!.get(id, access);
  }

  ids(): readonly number[] {
    return this.store!.ids();
  }
}
