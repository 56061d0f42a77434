import { CodefangError, KiB } from '../base/index.ts';
import { ScratchAllowance, type ScratchLimits } from '../memory/index.ts';
import { DeltaBaseCache } from './delta-base-cache.ts';
import { FilePool, VanishedFile } from './file-pool.ts';
import { hashHex } from './hash-hex.ts';
import { LooseObjects } from './loose-objects.ts';
import type { ObjectKind } from './object-kind.ts';
import type { ObjectScratch } from './object-scratch.ts';
import type { ObjectUse } from './object-use.ts';
import { isHexOid, oidToHex } from './oid.ts';
import { PackReader } from './pack-reader.ts';
import { isProven, type PackChecks } from './pack-checks.ts';
import { type Pack, PackSet } from './pack-set.ts';
import { createInflater } from './persistent-inflate.ts';
import { findReplacement } from './replaced-objects.ts';
import type { RepositoryLocation } from './repository.ts';
import type { SharedIndexes } from './shared-indexes.ts';
import { WindowCache } from './window-cache.ts';

const openFileCountMax = 32;
const indexPageBytes = 4 * KiB;
/** Without shared indexes; a limit may give more. */
const indexPagesBytesMin = 256 * KiB;
/** A place is a pack's id times this and an offset: exact, as there are at most 2^13 packs. */
const packFactor = 2 ** 40;
/** The places of an object in a file of its own, and of one that must be looked for again. */
const unpacked = -2;
const unknownPlace = -3;

export interface ObjectStoreLimits {
  /** Bytes of one pack window, a power of two; 32 KiB is a good value. */
  readonly windowBytes: number;
  /** Windows kept; with `windowBytes` this is a fixed slab. */
  readonly windowCountMax: number;
  /** Ring of inflated delta bases, in bytes; 0 keeps none. */
  readonly deltaBaseBytes: number;
  /** Pages of indexes that are not shared in memory, in bytes; 256 KiB at least. */
  readonly indexPagesBytes?: number;
  /** Larger objects are refused as `oversize`. */
  readonly objectBytesMax: number;
  /** What buffers of single objects may take; absent means as much as they need. */
  readonly scratch?: ScratchLimits;
  /** Whose content is hashed and compared with its id. Default `none`; see `ObjectStore.read`. */
  readonly verifyOid?: 'none' | 'all';
  /** Packs whose objects need not be hashed once their check has been made. */
  readonly packChecks?: PackChecks | undefined;
}

/** Counters since the store was opened. */
export interface ObjectStoreStats {
  readonly reads: number;
  readonly deltaBaseHits: number;
  readonly deltaBaseMisses: number;
  readonly windowHits: number;
  readonly windowMisses: number;
  readonly inflatedBytes: number;
  /** Bytes held now by windows, by delta bases and by buffers of single objects. */
  readonly windowBytes: number;
  readonly deltaBaseBytes: number;
  readonly scratchBytes: number;
}

export interface ObjectHeader {
  readonly kind: ObjectKind;
  readonly sizeBytes: number;
}

export interface ObjectSample extends ObjectHeader {
  /** Bytes of the sample: of the object, or of the whole one that its deltas go back to. */
  readonly sampleBytes: number;
}

/**
 * Objects of a repository by id: packs in order of the last hit, then loose files, own before
 * alternates.
 *
 * Every thread opens its own. Memory: windows, bases and index pages as the limits say,
 * and two work buffers of at most `objectBytesMax` + 1 bytes, charged to `allowance`. At most 32
 * files are open. An object is missing only after the directories were looked at again, for
 * `git gc` may run meanwhile, and after the checksum of each index was found right.
 *
 * Where `location.replaced` names another object for an id, that one is read, located and hashed.
 */
export class ObjectStore {
  readonly location: RepositoryLocation;
  /** The account of this store's work buffers; those that its owner reads into are charged to it as well. */
  readonly allowance: ScratchAllowance;
  readonly #limits: ObjectStoreLimits;
  readonly #files: FilePool;
  readonly #windows: WindowCache;
  readonly #bases: DeltaBaseCache;
  readonly #packs: PackSet;
  readonly #reader: PackReader;
  readonly #loose: LooseObjects;
  #readCount = 0;
  /** Whether what was read last lies in a pack that has been checked as a whole. */
  #isProven = false;

  constructor(location: RepositoryLocation, limits: ObjectStoreLimits, sharedIndexes?: SharedIndexes) {
    this.location = location;
    this.#limits = limits;
    this.allowance = new ScratchAllowance(limits.scratch);
    this.#files = new FilePool(openFileCountMax);
    this.#windows = new WindowCache(this.#files, limits.windowBytes, limits.windowCountMax);
    this.#bases = new DeltaBaseCache(limits.deltaBaseBytes);
    const pagesBytes = Math.max(indexPagesBytesMin, limits.indexPagesBytes ?? 0);
    const pages = new WindowCache(this.#files, indexPageBytes, Math.floor(pagesBytes / indexPageBytes));
    const inflater = createInflater();
    this.#packs = new PackSet(location, this.#files, pages, sharedIndexes, limits.packChecks);
    this.#reader = new PackReader(
      this.#files,
      this.#windows,
      inflater,
      this.#bases,
      limits.objectBytesMax,
      location.oidBytes,
      this.allowance,
    );
    this.#loose = new LooseObjects(location.objectDirs, location.oidBytes, inflater);
  }

  get stats(): ObjectStoreStats {
    return {
      reads: this.#readCount,
      deltaBaseHits: this.#reader.deltaBaseHits,
      deltaBaseMisses: this.#reader.deltaBaseMisses,
      windowHits: this.#windows.hits,
      windowMisses: this.#windows.misses,
      inflatedBytes: this.#reader.inflatedBytes,
      windowBytes: this.#windows.usedBytes,
      deltaBaseBytes: this.#bases.usedBytes,
      scratchBytes: this.allowance.heldBytes,
    };
  }

  /**
   * Reads the object whose raw id lies at `oid[at…]` into `target` and returns its kind.
   *
   * `oversize`: the object, or a delta base it needs, is larger than `objectBytesMax`;
   * `target.length` is then the object's size. `missing`: it is nowhere, see `location.isPartial`
   * for a good reason.
   * @throws {CodefangError} CORRUPT names the object, the file and the offset
   */
  read(
    oid: Uint8Array,
    at: number,
    target: ObjectScratch,
    use: ObjectUse = 'itself',
  ): ObjectKind | 'missing' | 'oversize' {
    const other = this.#replacementOf(oid, at);
    if (other < 0) return this.#read(oid, at, target, use);
    const kind = this.#read(this.#otherIds, other, target, use);
    if (kind === 'missing') this.#refuseAbsent(oid, at, other);
    return kind;
  }

  #read(oid: Uint8Array, at: number, target: ObjectScratch, use: ObjectUse): ObjectKind | 'missing' | 'oversize' {
    this.#readCount += 1;
    let kind = this.#readOnce(oid, at, target, use);
    // A few turns are enough for a gc that replaces packs while we look.
    for (let turn = 0; kind === 'missing' && turn < 3 && this.#rescan(); turn += 1) {
      kind = this.#readOnce(oid, at, target, use);
    }
    if (kind === 'missing') this.#packs.checkIndexes();
    return this.#checked(kind, oid, at, target);
  }

  /**
   * Where an object lies, for `readAt`; -1 when it is missing. Looks into indexes only, so a reader
   * that asks whether an object is there and reads it later searches them once.
   */
  locate(oid: Uint8Array, at: number): number {
    const other = this.#replacementOf(oid, at);
    if (other < 0) return this.#locate(oid, at);
    const place = this.#locate(this.#otherIds, other);
    if (place === -1) this.#refuseAbsent(oid, at, other);
    return place;
  }

  #locate(oid: Uint8Array, at: number): number {
    const packed = this.#locatePacked(oid, at);
    if (packed >= 0) return packed;
    if (this.#loose.header(oid, at) !== undefined) return unpacked;
    // Perhaps it has moved since the directories were looked at.
    return this.#header(oid, at) === undefined ? -1 : unknownPlace;
  }

  /** As `read`, of an object that was located; the id names it where its pack has gone meanwhile. */
  readAt(place: number, oid: Uint8Array, at: number, target: ObjectScratch): ObjectKind | 'missing' | 'oversize' {
    const other = this.#replacementOf(oid, at);
    const ids = other < 0 ? oid : this.#otherIds;
    const idAt = other < 0 ? at : other;
    const kind = this.#readPlace(place, ids, idAt, target);
    if (kind === 'missing' || kind === 'oversize') return this.read(oid, at, target);
    this.#readCount += 1;
    return this.#checked(kind, ids, idAt, target);
  }

  /** Kind and size from headers alone, or undefined when the object is missing. */
  header(oid: Uint8Array, at: number): ObjectHeader | undefined {
    const other = this.#replacementOf(oid, at);
    if (other < 0) return this.#header(oid, at);
    const header = this.#header(this.#otherIds, other);
    if (header === undefined) this.#refuseAbsent(oid, at, other);
    return header;
  }

  #header(oid: Uint8Array, at: number): ObjectHeader | undefined {
    let header = this.#headerOnce(oid, at);
    for (let turn = 0; header === undefined && turn < 3 && this.#rescan(); turn += 1) {
      header = this.#headerOnce(oid, at);
    }
    if (header === undefined) this.#packs.checkIndexes();
    return header;
  }

  /** Kind and size, and first bytes in `out`; undefined when the object is missing. */
  sample(oid: Uint8Array, at: number, out: Uint8Array): ObjectSample | undefined {
    const other = this.#replacementOf(oid, at);
    return other < 0 ? this.#sample(oid, at, out) : this.#sample(this.#otherIds, other, out);
  }

  #sample(oid: Uint8Array, at: number, out: Uint8Array): ObjectSample | undefined {
    try {
      const pack = this.#packs.find(oid, at);
      if (pack !== undefined) {
        const kind = this.#reader.sample(pack, this.#packs.foundOffset, oid, at, out);
        return { kind, sizeBytes: this.#reader.sizeBytes, sampleBytes: this.#reader.sampleBytes };
      }
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
      this.#packs.expire();
      return undefined;
    }
    const kind = this.#loose.sample(oid, at, out);
    if (kind === undefined) return undefined;
    return { kind, sizeBytes: this.#loose.sizeBytes, sampleBytes: this.#loose.sampleBytes };
  }

  /**
   * Up to `countMax` full ids that begin with a hex prefix of at least 4 digits, in ascending
   * order.
   */
  findByPrefix(hexPrefix: string, countMax = 2): string[] {
    const prefix = hexPrefix.toLowerCase();
    if (!/^[0-9a-f]{4,64}$/.test(prefix)) return [];
    const found = new Set<string>();
    for (let turn = 0; !this.#findPacked(prefix, found, countMax) && turn < 3; turn += 1) this.#rescan();
    this.#loose.findByPrefix(prefix, found, countMax);
    return [...found].sort();
  }

  /** Gives work buffers back that a large object left behind. */
  releaseBuffers(): void {
    this.#reader.release();
  }

  /** False when a pack vanished on the way. */
  #findPacked(prefix: string, found: Set<string>, countMax: number): boolean {
    try {
      for (const pack of this.#packs.packs) pack.index.findByPrefix(prefix, found, countMax);
      return true;
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
      this.#packs.expire();
      return false;
    }
  }

  /** Under pressure: drops a fraction (0 to 1) of the cached bases, and gives work buffers back. */
  shrink(fraction: number): void {
    const keptShare = 1 - Math.min(1, Math.max(0, fraction));
    this.#bases.shrinkTo(Math.floor(this.#bases.usedBytes * keptShare));
    this.#reader.release();
  }

  close(): void {
    this.#files.close();
  }

  /** Where the id of what is read in the place of an object lies in `#otherIds`; -1 for itself. */
  #replacementOf(oid: Uint8Array, at: number): number {
    const { replaced, oidBytes } = this.location;
    return replaced === undefined ? -1 : findReplacement(replaced, oid, at, oidBytes);
  }

  get #otherIds(): Uint8Array {
    return this.location.replaced!.pairs;
  }

  /** Of a partial clone a replacement may be missing as any other object may. */
  #refuseAbsent(oid: Uint8Array, at: number, other: number): void {
    const { isPartial, oidBytes } = this.location;
    if (isPartial) return;
    const hex = oidToHex(oid, at, oidBytes);
    const state = `${oidToHex(this.#otherIds, other, oidBytes)}, which replaces it, is not in the repository`;
    throw new CodefangError('CORRUPT', `Cannot read object ${hex}: ${state}, see --no-replace-objects`);
  }

  #locatePacked(oid: Uint8Array, at: number): number {
    try {
      const pack = this.#packs.find(oid, at);
      return pack === undefined ? -1 : pack.id * packFactor + this.#packs.foundOffset;
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
      this.#packs.expire();
      return -1;
    }
  }

  #readOnce(oid: Uint8Array, at: number, target: ObjectScratch, use: ObjectUse): ObjectKind | 'missing' | 'oversize' {
    try {
      const pack = this.#packs.find(oid, at);
      if (pack !== undefined) {
        const kind = this.#reader.read(pack, this.#packs.foundOffset, oid, at, target, use);
        this.#isProven = this.#isChecked(pack);
        if (kind === 'oversize') target.length = this.#headerOnce(oid, at)?.sizeBytes ?? 0;
        return kind;
      }
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
      this.#packs.expire();
      return 'missing';
    }
    this.#isProven = false;
    return this.#loose.read(oid, at, target, this.#limits.objectBytesMax);
  }

  #readPlace(place: number, oid: Uint8Array, at: number, target: ObjectScratch): ObjectKind | 'missing' | 'oversize' {
    this.#isProven = false;
    if (place === unpacked) return this.#loose.read(oid, at, target, this.#limits.objectBytesMax);
    const pack = place < 0 ? undefined : this.#packs.byId(Math.floor(place / packFactor));
    if (pack === undefined) return 'missing';
    try {
      this.#isProven = this.#isChecked(pack);
      return this.#reader.read(pack, place % packFactor, oid, at, target, 'itself');
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
      this.#packs.expire();
      return 'missing';
    }
  }

  #headerOnce(oid: Uint8Array, at: number): ObjectHeader | undefined {
    try {
      const pack = this.#packs.find(oid, at);
      if (pack !== undefined) {
        const kind = this.#reader.header(pack, this.#packs.foundOffset, oid, at);
        return { kind, sizeBytes: this.#reader.sizeBytes };
      }
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
      this.#packs.expire();
      return undefined;
    }
    const kind = this.#loose.header(oid, at);
    return kind === undefined ? undefined : { kind, sizeBytes: this.#loose.sizeBytes };
  }

  #isChecked({ checkAt }: Pack): boolean {
    return checkAt >= 0 && isProven(this.#limits.packChecks!, checkAt);
  }

  #rescan(): boolean {
    const hasNewPacks = this.#packs.rescan();
    return this.#loose.rescan() || hasNewPacks;
  }

  #checked(
    kind: ObjectKind | 'missing' | 'oversize',
    oid: Uint8Array,
    at: number,
    target: ObjectScratch,
  ): ObjectKind | 'missing' | 'oversize' {
    const isTrusted = this.#limits.verifyOid !== 'all' || this.#isProven;
    if (!isTrusted && kind !== 'missing' && kind !== 'oversize') this.#verify(oid, at, kind, target);
    return kind;
  }

  #verify(oid: Uint8Array, at: number, kind: ObjectKind, target: ObjectScratch): void {
    const { objectFormat, oidBytes } = this.location;
    const found = hashHex(objectFormat, target.withHead(`${kind} ${target.length}\0`));
    if (isHexOid(found, oid, at, oidBytes)) return;
    const wanted = oidToHex(oid, at, oidBytes);
    throw new CodefangError('CORRUPT', `Cannot read object ${wanted}: its content has the id ${found}`);
  }
}
