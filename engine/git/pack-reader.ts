import { CodefangError, grown, KiB } from '../base/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { DeltaBaseCache } from './delta-base-cache.ts';
import { applyDelta, readDeltaSizes } from './delta.ts';
import type { FilePool } from './file-pool.ts';
import { objectKindOf, type ObjectKind } from './object-kind.ts';
import { ObjectScratch } from './object-scratch.ts';
import type { ObjectUse } from './object-use.ts';
import { oidToHex } from './oid.ts';
import type { Pack } from './pack-set.ts';
import type { CompressedFeed, ObjectInflater } from './persistent-inflate.ts';
import type { WindowCache } from './window-cache.ts';

const packMagic = 0x5041434b;
const packHeaderBytes = 12;
/** Ten bytes of size, then ten of distance or 32 of id. */
const entryHeaderBytesMax = 48;
const deltaHeaderBytesMax = 32;
const ofsDelta = 6;
const refDelta = 7;
/** Deflate packs at most 1032 bytes into one. */
const inflationMax = 1032;
const keyFactor = 2 ** 40;
const workBytesMin = 16 * KiB;

/**
 * Reads entries of packs (gitformat-pack).
 *
 * A delta chain is walked down to a whole or cached object, and applied back up; some results on
 * the way go into the base cache, because they are the neighbours in a file's history. The chain
 * lies on an explicit stack, so its depth is bounded by the pack's object count and not by the call
 * stack. Memory beside the caches: a delta and one work buffer, each at most `objectBytesMax` + 1,
 * and 24 bytes a step of the deepest chain.
 */
export class PackReader {
  deltaBaseHits = 0;
  deltaBaseMisses = 0;
  inflatedBytes = 0;
  /** Size that `header` found, in bytes. */
  sizeBytes = 0;
  /** How many bytes `sample` has given. */
  sampleBytes = 0;
  readonly #files: FilePool;
  readonly #windows: WindowCache;
  readonly #inflater: ObjectInflater;
  readonly #bases: DeltaBaseCache;
  readonly #objectBytesMax: number;
  readonly #oidBytes: number;
  readonly #feed: PackFeed;
  readonly #delta: ObjectScratch;
  readonly #work: ObjectScratch;
  readonly #headerCopy: Uint8Array = new Uint8Array(entryHeaderBytesMax);
  #oid: Uint8Array = new Uint8Array(32);
  #oidAt = 0;
  #keepsWanted = false;
  // The entry header read last.
  #kind = 0;
  #size = 0;
  #contentAt = 0;
  #baseAt = 0;
  // The delta chain, wanted object first.
  #chainEntries: Float64Array = new Float64Array(64);
  #chainContents: Float64Array = new Float64Array(64);
  #chainSizes: Float64Array = new Float64Array(64);

  constructor(
    files: FilePool,
    windows: WindowCache,
    inflater: ObjectInflater,
    bases: DeltaBaseCache,
    objectBytesMax: number,
    oidBytes: number,
    allowance: ScratchAllowance,
  ) {
    this.#delta = new ObjectScratch(workBytesMin, allowance);
    this.#work = new ObjectScratch(workBytesMin, allowance);
    this.#files = files;
    this.#windows = windows;
    this.#inflater = inflater;
    this.#bases = bases;
    this.#objectBytesMax = objectBytesMax;
    this.#oidBytes = oidBytes;
    this.#feed = new PackFeed(windows);
  }

  /**
   * Reads the object at `offset` into `target`; `oid` only names it in errors. `oversize` when the
   * object or one of its bases is larger than `objectBytesMax`. As a `base` it is cached itself.
   */
  read(
    pack: Pack,
    offset: number,
    oid: Uint8Array,
    oidAt: number,
    target: ObjectScratch,
    use: ObjectUse,
  ): ObjectKind | 'oversize' {
    this.#oid = oid;
    this.#oidAt = oidAt;
    this.#keepsWanted = use === 'base';
    if (pack.sizeBytes < 0) this.#openPack(pack);
    let at = offset;
    let depth = 0;
    let entry = this.#bases.find(pack.id * keyFactor + at);
    while (entry < 0) {
      this.#readEntryHeader(pack, at);
      if (this.#size > this.#objectBytesMax) return 'oversize';
      if (this.#kind < ofsDelta) break;
      this.#pushStep(pack, depth, at);
      depth += 1;
      at = this.#baseAt;
      entry = this.#bases.find(pack.id * keyFactor + at);
    }
    if (depth > 0) {
      if (entry < 0) this.deltaBaseMisses += 1;
      else this.deltaBaseHits += 1;
      return this.#applyChain(pack, depth, at, entry, target);
    }
    if (entry >= 0) return this.#copyCached(entry, target);
    this.#inflateWhole(pack, at, this.#contentAt, this.#size, target);
    this.#keepBase(pack, at, 0, this.#kind, target);
    return objectKindOf[this.#kind]!;
  }

  /** The kind of the object at `offset`, from headers alone; its size is left in `sizeBytes`. */
  header(pack: Pack, offset: number, oid: Uint8Array, oidAt: number): ObjectKind {
    this.#oid = oid;
    this.#oidAt = oidAt;
    if (pack.sizeBytes < 0) this.#openPack(pack);
    this.#readEntryHeader(pack, offset);
    this.sizeBytes = this.#kind < ofsDelta ? this.#size : this.#deltaResultBytes(pack, offset);
    let depth = 0;
    let at = offset;
    while (this.#kind >= ofsDelta) {
      this.#pushStep(pack, depth, at);
      depth += 1;
      at = this.#baseAt;
      this.#readEntryHeader(pack, at);
    }
    return objectKindOf[this.#kind]!;
  }

  /**
   * As `header`, and first bytes in `out`, `sampleBytes` of them: its own, or those of the whole object that its
   * deltas go back to, which is most often an earlier or later version of it.
   */
  sample(pack: Pack, offset: number, oid: Uint8Array, oidAt: number, out: Uint8Array): ObjectKind {
    const kind = this.header(pack, offset, oid, oidAt);
    this.#feed.open(pack.file, this.#contentAt, pack.sizeBytes);
    this.sampleBytes = Math.max(0, this.#inflater.prefix(this.#feed, out, out.length));
    return kind;
  }

  /** Gives the work buffers back to their first size. */
  release(): void {
    this.#delta.release(workBytesMin);
    this.#work.release(workBytesMin);
  }

  /**
   * Applies the deltas on the stack, deepest first; results alternate so that the last is in
   * `target`.
   */
  #applyChain(
    pack: Pack,
    depth: number,
    rootAt: number,
    cached: number,
    target: ObjectScratch,
  ): ObjectKind | 'oversize' {
    let entry = cached;
    let kind = entry >= 0 ? this.#bases.kindOf(entry) : this.#kind;
    let source = depth % 2 === 0 ? target : this.#work;
    let at = rootAt;
    if (entry < 0) {
      this.#inflateWhole(pack, at, this.#contentAt, this.#size, source);
      this.#keepBase(pack, at, depth, kind, source);
    }
    for (let step = depth - 1; step >= 0; step -= 1) {
      at = this.#chainEntries[step]!;
      const contentAt = this.#chainContents[step]!;
      this.#inflateWhole(pack, at, contentAt, this.#chainSizes[step]!, this.#delta);
      const result = step % 2 === 0 ? target : this.#work;
      const isCached = entry >= 0;
      const end = applyDelta(
        isCached ? this.#bases : source,
        isCached ? this.#bases.startOf(entry) : 0,
        isCached ? this.#bases.lengthOf(entry) : source.length,
        this.#delta,
        this.#delta.length,
        result,
        this.#objectBytesMax,
      );
      if (end === 'oversize') return 'oversize';
      if (end !== 'applied') throw this.#damaged(pack, at, end);
      entry = -1;
      source = result;
      this.#keepBase(pack, at, step, kind, result);
    }
    return objectKindOf[kind]!;
  }

  /**
   * Keeps results 1, 2, 4, 8 … steps away from the wanted object. A reader that goes along a
   * history finds the next one at hand and the others a few steps off, for a logarithm of the
   * memory: when the ring is small, a third less is inflated than with every step kept; when it is
   * large, no more. The wanted object itself is kept for a reader that goes to older versions.
   */
  #keepBase(pack: Pack, at: number, step: number, kind: number, base: ObjectScratch): void {
    if (step === 0 ? !this.#keepsWanted : (step & (step - 1)) !== 0) return;
    this.#bases.put(pack.id * keyFactor + at, kind, base.bytes, base.length);
  }

  #copyCached(entry: number, target: ObjectScratch): ObjectKind {
    this.deltaBaseHits += 1;
    const start = this.#bases.startOf(entry);
    const length = this.#bases.lengthOf(entry);
    target.reserve(length + 1);
    target.bytes.set(this.#bases.bytes.subarray(start, start + length), 0);
    target.length = length;
    return objectKindOf[this.#bases.kindOf(entry)]!;
  }

  #inflateWhole(pack: Pack, entryAt: number, contentAt: number, size: number, out: ObjectScratch): void {
    out.reserve(size + 1);
    this.#feed.open(pack.file, contentAt, pack.sizeBytes);
    const end = this.#inflater.inflate(this.#feed, out.bytes, 0, size);
    if (end !== 'whole') {
      const state = `its compressed bytes are ${end}, ${size} bytes are declared`;
      throw this.#damaged(pack, entryAt, state);
    }
    out.length = size;
    this.inflatedBytes += size;
  }

  #deltaResultBytes(pack: Pack, entryAt: number): number {
    this.#feed.open(pack.file, this.#contentAt, pack.sizeBytes);
    const count = this.#inflater.prefix(this.#feed, this.#delta.bytes, deltaHeaderBytesMax);
    const sizes = count < 0 ? undefined : readDeltaSizes(this.#delta.bytes, count);
    if (sizes !== undefined) return sizes[1];
    throw this.#damaged(pack, entryAt, 'its delta does not begin with two sizes');
  }

  #pushStep(pack: Pack, depth: number, at: number): void {
    // Distances lead backwards, but ids may lead round: no chain is longer than its pack.
    if (depth >= pack.index.objectCount) throw this.#damaged(pack, at, 'its delta chain is a loop');
    if (depth === this.#chainEntries.length) {
      this.#chainEntries = grown(this.#chainEntries, this.#chainEntries.length * 2);
      this.#chainContents = grown(this.#chainContents, this.#chainContents.length * 2);
      this.#chainSizes = grown(this.#chainSizes, this.#chainSizes.length * 2);
    }
    this.#chainEntries[depth] = at;
    this.#chainContents[depth] = this.#contentAt;
    this.#chainSizes[depth] = this.#size;
  }

  /** Reads kind, size and base of the entry at `offset` into the `#kind` … `#baseAt` fields. */
  #readEntryHeader(pack: Pack, offset: number): void {
    if (offset < packHeaderBytes || offset >= pack.sizeBytes - this.#oidBytes) {
      const state = `the entry lies outside the ${pack.sizeBytes} bytes of the pack`;
      throw this.#damaged(pack, offset, state);
    }
    let at = this.#windows.locate(pack.file, offset);
    let bytes: Uint8Array = this.#windows.bytes;
    if (this.#windows.available < entryHeaderBytesMax) {
      bytes = this.#copyHeader(pack, offset);
      at = 0;
    }
    const first = at;
    let byte = bytes[at++]!;
    const kind = (byte >>> 4) & 7;
    let size = byte & 15;
    for (let factor = 16; byte >= 0x80; factor *= 128) {
      byte = bytes[at++]!;
      size += (byte & 0x7f) * factor;
      if (at - first > 8) throw this.#damaged(pack, offset, 'its size is impossible');
    }
    this.#kind = kind;
    this.#size = size;
    if (kind >= ofsDelta) at = this.#readBase(pack, offset, bytes, at);
    else if (kind === 0 || kind === 5) throw this.#damaged(pack, offset, `kind ${kind} is unknown`);
    this.#contentAt = offset + at - first;
    const contentBytes = pack.sizeBytes - this.#oidBytes - this.#contentAt;
    if (size > contentBytes * inflationMax) {
      throw this.#damaged(pack, offset, `${size} bytes are declared, ${contentBytes} bytes follow`);
    }
  }

  #readBase(pack: Pack, offset: number, bytes: Uint8Array, start: number): number {
    let at = start;
    if (this.#kind === refDelta) {
      this.#baseAt = pack.index.find(bytes, at);
      if (this.#baseAt < 0) {
        const hex = oidToHex(bytes, at, this.#oidBytes);
        throw this.#damaged(pack, offset, `its delta base ${hex} is not in the pack`);
      }
      return at + this.#oidBytes;
    }
    let byte = bytes[at++]!;
    let distance = byte & 0x7f;
    while (byte >= 0x80) {
      byte = bytes[at++]!;
      distance = (distance + 1) * 128 + (byte & 0x7f);
      if (at - start > 8) throw this.#damaged(pack, offset, 'its delta base is impossibly far');
    }
    this.#baseAt = offset - distance;
    if (distance > 0 && this.#baseAt >= packHeaderBytes) return at;
    throw this.#damaged(pack, offset, `its delta base would lie ${distance} bytes before it`);
  }

  /** An entry header across two windows; bytes after the end of the file read as zero. */
  #copyHeader(pack: Pack, offset: number): Uint8Array {
    this.#headerCopy.fill(0);
    let done = 0;
    while (done < entryHeaderBytesMax) {
      const place = this.#windows.locate(pack.file, offset + done);
      const count = Math.min(this.#windows.available, entryHeaderBytesMax - done);
      if (count === 0) break;
      for (let i = 0; i < count; i += 1) {
        this.#headerCopy[done + i] = this.#windows.bytes[place + i]!;
      }
      done += count;
    }
    return this.#headerCopy;
  }

  /** Checks the pack file's head, and that the index was made for as many objects. */
  #openPack(pack: Pack): void {
    const sizeBytes = this.#files.sizeOf(pack.file);
    const head = Buffer.alloc(packHeaderBytes);
    const headBytes = this.#files.read(pack.file, head, 0, packHeaderBytes, 0);
    if (headBytes < packHeaderBytes || sizeBytes < packHeaderBytes + this.#oidBytes) {
      throw this.#damaged(pack, 0, `the pack has only ${sizeBytes} bytes`);
    }
    if (head.readUInt32BE(0) !== packMagic) {
      throw this.#damaged(pack, 0, 'it does not begin with "PACK"');
    }
    const version = head.readUInt32BE(4);
    if (version !== 2 && version !== 3) {
      throw this.#damaged(pack, 4, `pack version ${version} is unknown, known are 2 and 3`);
    }
    const objectCount = head.readUInt32BE(8);
    if (objectCount !== pack.index.objectCount) {
      const { path, objectCount: indexed } = pack.index;
      throw this.#damaged(pack, 8, `it counts ${objectCount} objects, "${path}" counts ${indexed}`);
    }
    this.#checkTrailer(pack, sizeBytes);
    pack.sizeBytes = sizeBytes;
  }

  /** The index repeats the checksum at the end of the pack it was made for. */
  #checkTrailer(pack: Pack, sizeBytes: number): void {
    const length = this.#oidBytes;
    const index = this.#files.register(pack.index.path);
    const sums = Buffer.alloc(length * 2);
    this.#files.read(pack.file, sums, 0, length, sizeBytes - length);
    this.#files.read(index, sums, length, length, this.#files.sizeOf(index) - 2 * length);
    this.#files.closeFile(index);
    if (sums.compare(sums, 0, length, length) === 0) return;
    throw this.#damaged(pack, sizeBytes - length, `"${pack.index.path}" was made for another pack`);
  }

  #damaged(pack: Pack, offset: number, state: string): CodefangError {
    const hex = oidToHex(this.#oid, this.#oidAt, this.#oidBytes);
    return new CodefangError(
      'CORRUPT',
      `Cannot read object ${hex} in pack "${pack.path}" at offset ${offset}: ${state}`,
    );
  }
}

/** Compressed bytes of a pack from an offset on, window by window. */
class PackFeed implements CompressedFeed {
  readonly bytes: Uint8Array;
  start = 0;
  end = 0;
  readonly #windows: WindowCache;
  #file = 0;
  #offset = 0;
  #fileBytes = 0;

  constructor(windows: WindowCache) {
    this.#windows = windows;
    this.bytes = windows.bytes;
  }

  open(file: number, offset: number, fileBytes: number): void {
    this.#file = file;
    this.#offset = offset;
    this.#fileBytes = fileBytes;
  }

  next(): boolean {
    if (this.#offset >= this.#fileBytes) return false;
    this.start = this.#windows.locate(this.#file, this.#offset);
    this.end = this.start + this.#windows.available;
    this.#offset += this.#windows.available;
    return this.#windows.available > 0;
  }
}
