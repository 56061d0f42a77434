import { assert, CodefangError } from '../base/index.ts';
import type { Parts, PartShape } from '../contract.ts';
import type { Hibernatable } from './hibernatable.ts';
import { PartSegments } from './part-segments.ts';
import type { RecordValue } from './record-codec.ts';
import type { SpillClock } from './spill-clock.ts';
import type { SortedRunStore } from './spill-files.ts';

/** What keeping a part costs beside the part: its entry and its slot in the map. */
const entryBytes = 128;

export interface PartStoreOptions<Part> {
  readonly name: string;
  readonly shape: PartShape<Part>;
  /**
   * Memory of the parts that are awake. The two last used stay awake even if they alone are larger.
   */
  readonly bytesMax: number;
  readonly spillTo: SortedRunStore;
  /** Called for parts that leave memory for lack of room, and for those that come back. */
  readonly clock?: SpillClock | undefined;
  /**
   * Called with the bytes of released parts: they are garbage until a collection, which comes
   * late when parts hold array buffers, so that the owner may ask for one.
   */
  readonly released?: (bytes: number) => void;
}

interface Resident<Part> {
  readonly id: number;
  readonly part: Part;
  bytes: number;
  isDirty: boolean;
  /** Set by a use, cleared when the clock passes; a part with it gets a second chance. */
  isUsed: boolean;
}

/**
 * A state in parts, so that it may be larger than memory.
 *
 *   get ──► awake parts ──over bytesMax──► cold ones hibernate: the changed are written
 *    ▲                                         │
 *    └────────── boot: read, decode ◄──────────┘ segment files, see PartSegments
 *
 * Cold is what was not used since the clock passed (second chance, an LRU without moving on each
 * use). Eviction goes down to 3/4 of `bytesMax`, so that writes come in batches. A part is valid
 * until two other parts were asked for: those two are pinned.
 */
export class PartStore<Part> implements Parts<Part>, Hibernatable {
  readonly name: string;
  readonly #shape: PartShape<Part>;
  #bytesMax: number;
  readonly #segments: PartSegments;
  readonly #released: (bytes: number) => void;
  readonly #clock: SpillClock | undefined;
  readonly #residents = new Map<number, Resident<Part>>();
  #residentBytes = 0;
  #current: Resident<Part> | undefined;
  #previous: Resident<Part> | undefined;

  constructor(options: PartStoreOptions<Part>) {
    assert(options.bytesMax > 0, 'parts have some memory');
    this.name = options.name;
    this.#shape = options.shape;
    this.#bytesMax = options.bytesMax;
    this.#segments = new PartSegments(options.spillTo, options.name);
    this.#released = options.released ?? (() => {});
    this.#clock = options.clock;
  }

  /** Memory of awake parts, as last weighed, and of the index. */
  get bytes(): number {
    return this.#residentBytes + this.#segments.bytes;
  }

  /** Changes how much memory parts may take; what is over goes to disk at the next use. */
  limit(bytesMax: number): void {
    this.#bytesMax = bytesMax;
  }

  /** Bytes of parts on disk now, dead ones included. */
  get spilledBytes(): number {
    return this.#segments.diskBytes;
  }

  /** Bytes ever written, copies included. */
  get writtenBytes(): number {
    return this.#segments.writtenBytes;
  }

  /**
   * The part: awake, booted from disk, or new. With `write` it counts as changed, also by what is
   * done to it until two other parts were asked for.
   *
   * @throws {CodefangError} IO when a cold part cannot be written, STATE when the part is damaged
   * on disk
   */
  get(id: number, access: 'read' | 'write'): Part {
    let resident = this.#current;
    if (resident === undefined || resident.id !== id) resident = this.#use(id);
    if (access === 'write') resident.isDirty = true;
    return resident.part;
  }

  /** Whether there is such a part, without making it. */
  has(id: number): boolean {
    return this.#residents.has(id) || this.#segments.has(id);
  }

  /** Forgets a part; its bytes on disk are dead. */
  remove(id: number): void {
    const resident = this.#residents.get(id);
    if (resident !== undefined) {
      this.#residents.delete(id);
      this.#residentBytes -= resident.bytes;
      if (this.#current === resident) this.#current = undefined;
      if (this.#previous === resident) this.#previous = undefined;
      this.#shape.release?.(resident.part);
    }
    this.#segments.remove(id);
  }

  /** Ids of all parts, ascending. */
  ids(): readonly number[] {
    const ids = new Set<number>(this.#segments.ids());
    for (const id of this.#residents.keys()) ids.add(id);
    return Array.from(ids).sort((x, y) => x - y);
  }

  /**
   * Writes every changed part, so that `manifest` covers the state, and keeps or drops those awake.
   * @throws {CodefangError} IO or STATE
   */
  hibernate(residents: 'keep' | 'drop'): number {
    this.#weighPinned();
    const before = this.#residentBytes;
    const ids = Array.from(this.#residents.keys()).sort((x, y) => x - y);
    for (const id of ids) this.#write(this.#residents.get(id)!);
    if (residents === 'drop') this.#forget();
    this.#segments.compact();
    return before - this.#residentBytes;
  }

  /** Nothing to do: parts boot one by one, when they are asked for. */
  boot(): void {}

  /** Forgets all parts and releases their files. */
  drop(): void {
    this.#forget();
    this.#segments.drop();
  }

  /** What `restore` needs. REQUIRES: `hibernate`, and no change since. */
  manifest(): RecordValue {
    for (const resident of this.#residents.values()) {
      assert(!resident.isDirty, 'parts are hibernated before the manifest is made');
    }
    return { name: this.name, segments: this.#segments.manifest() };
  }

  /**
   * Takes over the parts of a manifest; with `full` every part is verified now, else when it boots.
   *
   * @throws {CodefangError} STATE when the manifest is of other parts, or a file is missing or
   * damaged
   */
  restore(manifest: RecordValue, check: 'full' | 'size' = 'full'): void {
    assert(this.#residents.size === 0, 'only an empty store is restored');
    const { name, segments } = (manifest ?? {}) as { readonly [key: string]: RecordValue };
    if (name !== this.name) {
      throw new CodefangError('STATE', `Cannot restore parts "${this.name}": the manifest is of other parts`);
    }
    this.#segments.restore(segments, check);
  }

  #use(id: number): Resident<Part> {
    const leaving = this.#previous;
    const resident = this.#residents.get(id) ?? this.#wake(id);
    resident.isUsed = true;
    this.#previous = this.#current;
    this.#current = resident;
    if (leaving !== undefined && leaving !== resident) this.#weigh(leaving);
    if (this.#residentBytes > this.#bytesMax) this.#makeRoom();
    return resident;
  }

  #wake(id: number): Resident<Part> {
    const isKnown = this.#segments.has(id);
    const part = isKnown ? this.#boot(id) : this.#shape.create(id);
    const resident = { id, part, bytes: 0, isDirty: !isKnown, isUsed: true };
    this.#residents.set(id, resident);
    this.#weigh(resident);
    return resident;
  }

  #boot(id: number): Part {
    return this.#clock === undefined ? this.#decode(id) : this.#clock.boot(() => this.#decode(id));
  }

  /** Hands out a plain array: `slice` of a Buffer would not copy. */
  #decode(id: number): Part {
    const { buffer, byteOffset, length } = this.#segments.read(id);
    return this.#shape.decode(new Uint8Array(buffer, byteOffset, length), id);
  }

  /** A part is weighed when it is no longer at hand, since until then it may change. */
  #weigh(resident: Resident<Part>): void {
    if (!resident.isDirty && resident.bytes > 0) return;
    const bytes = this.#shape.weigh(resident.part) + entryBytes;
    this.#residentBytes += bytes - resident.bytes;
    resident.bytes = bytes;
  }

  #weighPinned(): void {
    if (this.#current !== undefined) this.#weigh(this.#current);
    if (this.#previous !== undefined) this.#weigh(this.#previous);
  }

  #makeRoom(): void {
    if (this.#clock === undefined) this.#evict();
    else this.#clock.spill(() => this.#evict());
  }

  #evict(): void {
    this.#weighPinned();
    const before = this.#residentBytes;
    const goalBytes = this.#bytesMax * 0.75;
    // A part that is moved to the end of the map comes by once more, then without its mark.
    for (const resident of this.#residents.values()) {
      if (this.#residentBytes <= goalBytes) break;
      if (resident === this.#current || resident === this.#previous) continue;
      this.#residents.delete(resident.id);
      if (resident.isUsed) {
        resident.isUsed = false;
        this.#residents.set(resident.id, resident);
        continue;
      }
      this.#letGo(resident);
    }
    this.#released(before - this.#residentBytes);
    this.#segments.compact();
  }

  /** Writes before it forgets: a refused write leaves the part awake. */
  #letGo(resident: Resident<Part>): void {
    try {
      this.#write(resident);
    } catch (failure) {
      this.#residents.set(resident.id, resident);
      throw failure;
    }
    this.#residentBytes -= resident.bytes;
    this.#shape.release?.(resident.part);
  }

  #write(resident: Resident<Part>): void {
    if (!resident.isDirty) return;
    const { isCompact = false } = this.#shape;
    this.#segments.write(resident.id, this.#shape.encode(resident.part), isCompact);
    resident.isDirty = false;
  }

  #forget(): void {
    const bytes = this.#residentBytes;
    for (const { part } of this.#residents.values()) this.#shape.release?.(part);
    this.#residents.clear();
    this.#residentBytes = 0;
    this.#current = undefined;
    this.#previous = undefined;
    this.#released(bytes);
  }
}
