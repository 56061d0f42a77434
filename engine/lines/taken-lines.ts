import { type Cursor, CursorIterator } from '../base/index.ts';
import type { FactCursor, FactSpec, FactStore, LineDeath, LineEvent } from '../contract.ts';
import { commitFlag } from '../history/index.ts';
import { keyShift } from './line-ledger.ts';
import type { Walk } from './version-graph.ts';

/** Of what one merge brings, so many removals are looked at; lines beyond them count as taken by the merge. */
const removalCountMax = 65_536;

/** What commits beside the mainline took away, in the order in which the mainline got them. */
export interface LandedRemovals {
  /** (rank, origin + 1, file + 1) → lines, where ranks number commits by where they landed, then by place. */
  readonly facts: FactStore;
  readonly placeOfRank: Int32Array;
  readonly landed: Int32Array;
}

export function removalsByLanding(
  removals: FactStore,
  landed: Int32Array,
  scratch: (spec: FactSpec) => FactStore,
): LandedRemovals {
  const placeOfRank = Int32Array.from({ length: landed.length }, (_, place) => place);
  placeOfRank.sort((a, b) => landed[a]! - landed[b]! || a - b);
  const rankOf = new Int32Array(landed.length);
  placeOfRank.forEach((place, rank) => (rankOf[place] = rank));
  const spec: FactSpec = { name: 'landed_removals', keys: ['rank', 'origin', 'file'], columns: { lines: 'sum' } };
  const facts = scratch(spec);
  const cursor = removals.scan();
  for (const { a: place, b: origin, c: file } of new CursorIterator(cursor, cursor)) {
    if (landed[place]! >= 0) facts.add(rankOf[place]!, origin, file, cursor.value(0));
  }
  return { facts, placeOfRank, landed };
}

interface Removal {
  readonly remover: number;
  readonly file: number;
  lines: number;
}

/**
 * The events by which lines go, with who took them: the commit itself, unless it is a merge. Lines that a merge takes
 * from the mainline were taken by a commit that it brings: by one that took lines of that origin from that file, the
 * earliest first, else from any file (it may have had another name there), else by the merge.
 */
export class TakenLines implements LineDeath, Cursor {
  readonly #events: LineEvent & Cursor;
  readonly #walk: Walk;
  readonly #landed: LandedRemovals;
  readonly #cursor: FactCursor;
  #hasMore: boolean;
  /** Removals by origin of what the merge at `#mergePlace` brings. */
  #byOrigin = new Map<number, Removal[]>();
  #mergePlace = -1;
  /** Lines of the event at hand that nobody has taken yet. */
  #left = 0;
  remover = -1;
  lines = 0;

  constructor(events: LineEvent & Cursor, landed: LandedRemovals, walk: Walk) {
    this.#events = events;
    this.#walk = walk;
    this.#landed = landed;
    this.#cursor = landed.facts.scan();
    this.#hasMore = this.#cursor.next();
  }

  get place(): number {
    return this.#events.place;
  }

  get origin(): number {
    return this.#events.origin;
  }

  get file(): number {
    return this.#events.file;
  }

  next(): boolean {
    while (this.#left === 0) {
      if (!this.#events.next()) return false;
      this.#left = Math.max(0, -this.#events.lines);
    }
    this.#takeSome();
    return true;
  }

  close(): void {
    this.#events.close();
    this.#cursor.close();
  }

  #takeSome(): void {
    const { place } = this.#events;
    const removal = this.#isMerge(place) ? this.#find() : undefined;
    const taken = removal === undefined ? this.#left : Math.min(this.#left, removal.lines);
    if (removal !== undefined) removal.lines -= taken;
    this.remover = removal === undefined ? place : removal.remover;
    this.lines = taken;
    this.#left -= taken;
  }

  #isMerge(place: number): boolean {
    return this.#walk.table.hasFlag(this.#walk.order[place]!, commitFlag.merge);
  }

  #find(): Removal | undefined {
    if (this.#mergePlace !== this.#events.place) this.#load(this.#events.place);
    const removals = this.#byOrigin.get(this.#events.origin);
    if (removals === undefined) return undefined;
    const own = removals.find(({ lines, file }) => lines > 0 && file === this.#events.file);
    return own ?? removals.find(({ lines }) => lines > 0);
  }

  /** Reads what the merge brings; merges come in order. */
  #load(place: number): void {
    const { placeOfRank, landed } = this.#landed;
    const cursor = this.#cursor;
    this.#mergePlace = place;
    this.#byOrigin = new Map();
    let count = 0;
    while (this.#hasMore) {
      const remover = placeOfRank[cursor.a]!;
      if (landed[remover]! > place) return;
      if (landed[remover]! === place && count < removalCountMax) {
        count += 1;
        this.#keep(cursor.b - keyShift, { remover, file: cursor.c - keyShift, lines: cursor.value(0) });
      }
      this.#hasMore = cursor.next();
    }
  }

  #keep(origin: number, removal: Removal): void {
    const known = this.#byOrigin.get(origin);
    if (known === undefined) this.#byOrigin.set(origin, [removal]);
    else known.push(removal);
  }
}
