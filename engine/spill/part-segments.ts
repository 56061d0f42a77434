import { assert, CodefangError, MiB } from '../base/index.ts';
import { badFrame, frameHeaderBytes, frameKind, frameRawBytesMax } from './frame.ts';
import { readFrame } from './frame-reader.ts';
import { packFrame } from './frame-writer.ts';
import type { RecordValue } from './record-codec.ts';
import { fileStem } from './sorted-run-writer.ts';
import type { SpillFile } from './spill-file.ts';
import type { SortedRunStore } from './spill-files.ts';

/** A full segment is closed and the next begun, so that dead space is found in pieces. */
const segmentBytesMax = 32 * MiB;
/** Parts of a state; an analyzer with more makes its parts larger. */
const partCountMax = 1 << 20;
/** Segments kept open for reading: opening one for each part read took a tenth of a tight run. */
const openCountMax = 4;
/** What the index holds of a part, as V8 lays it out: a map slot and five fields. */
const placeBytes = 96;

interface Segment {
  readonly name: string;
  /** Open only while it is the one that is appended to. */
  file: SpillFile | undefined;
  /** Bytes that belong to parts, dead ones included; a restored file may be longer. */
  size: number;
  deadBytes: number;
}

interface Place {
  segment: Segment;
  offset: number;
  packedBytes: number;
  readonly rawBytes: number;
}

/**
 * Encoded parts on disk, many to a file.
 *
 *   segment    | part 7 | part 3 | part 7 | part 9 |       frames; a long part has several
 *                dead              live                    tag = part, sequence = piece of the part
 *
 * A part that is written again goes behind the others; the older bytes are dead. A segment more
 * than half dead is copied, live parts only, and released: the disk holds at most about twice what
 * lives. Segments are only appended to, so the lengths in a manifest stay true for a checkpoint
 * made before; a restored segment is never appended to. About 100 bytes of index a part, at most
 * 2^20 parts.
 */
export class PartSegments {
  readonly #store: SortedRunStore;
  readonly #owner: string;
  readonly #places = new Map<number, Place>();
  readonly #segments = new Set<Segment>();
  /** Open for reading, the one used last at the end. */
  readonly #open = new Map<Segment, SpillFile>();
  #current: Segment | undefined;
  #writtenBytes = 0;
  /** Joins the pieces of a long part; as large as the longest one. */
  #joined: Buffer = Buffer.alloc(0);

  constructor(store: SortedRunStore, owner: string) {
    this.#store = store;
    this.#owner = owner;
  }

  /** Memory of the index and of the scratch. */
  get bytes(): number {
    return this.#places.size * placeBytes + this.#joined.length;
  }

  /** Bytes of the segments on disk, dead ones included. */
  get diskBytes(): number {
    let sum = 0;
    for (const segment of this.#segments) sum += segment.size;
    return sum;
  }

  get deadBytes(): number {
    let sum = 0;
    for (const segment of this.#segments) sum += segment.deadBytes;
    return sum;
  }

  /** Bytes ever written, copies included. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  has(id: number): boolean {
    return this.#places.has(id);
  }

  ids(): IterableIterator<number> {
    return this.#places.keys();
  }

  /**
   * Writes a part behind the others; `raw` is used at once, and packed unless it is compact. @throws
   * {CodefangError} IO, older bytes then stay
   */
  write(id: number, raw: Uint8Array, isCompact = false): void {
    assert(id >>> 0 === id, 'part ids are integers in [0, 2^32)');
    assert(this.#places.size < partCountMax || this.#places.has(id), 'a state has at most 2^20 parts');
    const place = this.#append(raw.length, (file) => {
      for (let at = 0, piece = 0; at < raw.length || piece === 0; at += frameRawBytesMax, piece += 1) {
        const bytes = raw.subarray(at, at + frameRawBytesMax);
        file.append(packFrame(this.#store.buffers, frameKind.part, bytes, piece, id, isCompact));
      }
    });
    this.#bury(id);
    this.#places.set(id, place);
  }

  /** Forgets a part, if there is one. */
  remove(id: number): void {
    this.#bury(id);
    this.#places.delete(id);
  }

  /**
   * Reads a part, verified. The bytes are a view that the next read or write overwrites.
   * REQUIRES: `has(id)`. @throws {CodefangError} STATE when it is damaged, IO
   */
  read(id: number): Buffer {
    const place = this.#places.get(id)!;
    return this.#withFile(place.segment, (file) => this.#readPlace(file, id, place));
  }

  /**
   * Copies what lives in segments more than half dead, and releases those. @throws {CodefangError}
   * IO or STATE
   */
  compact(): void {
    for (const segment of this.#segments) {
      if (segment.deadBytes * 2 > segment.size) this.#copyOut(segment);
    }
  }

  /** Closes the segment that is appended to; the next write begins another. */
  close(): void {
    const file = this.#current?.file;
    // Let go of first: a refused close has closed it all the same.
    if (this.#current !== undefined) this.#current.file = undefined;
    this.#current = undefined;
    file?.close();
  }

  /** Forgets all parts and releases the segments. */
  drop(): void {
    this.close();
    for (const segment of this.#open.keys()) this.#closeReader(segment);
    this.#places.clear();
    for (const segment of this.#segments) {
      this.#segments.delete(segment);
      this.#store.release(segment.name);
    }
  }

  manifest(): RecordValue {
    const segments = Array.from(this.#segments);
    const numbers = new Map(segments.map((segment, number) => [segment, number]));
    const ids = Array.from(this.#places.keys()).sort((x, y) => x - y);
    const parts: number[] = [];
    for (const id of ids) {
      const { segment, offset, packedBytes, rawBytes } = this.#places.get(id)!;
      parts.push(id, numbers.get(segment)!, offset, packedBytes, rawBytes);
    }
    return { segments: segments.map(({ name, size }) => ({ name, size })), parts };
  }

  /**
   * Takes over the parts of a manifest. @throws {CodefangError} STATE when it or a segment is
   * unusable, IO
   */
  restore(manifest: RecordValue | undefined, check: 'full' | 'size'): void {
    assert(this.#segments.size === 0, 'only an empty store is restored');
    const { segments, places } = placesOf(manifest, this.#owner);
    for (const segment of segments) {
      this.#withFile(segment, (file) => {
        if (file.size < segment.size) {
          const says = `its manifest says ${segment.size}`;
          throw new CodefangError('STATE', `Cannot use ${file.name}: it has ${file.size} bytes, ${says}`);
        }
        if (check === 'full') for (const [id, place] of places) this.#verify(file, segment, id, place);
      });
    }
    for (const segment of segments) {
      this.#store.adopt(segment.name);
      this.#segments.add(segment);
      segment.deadBytes = segment.size;
    }
    for (const [id, place] of places) {
      this.#places.set(id, place);
      place.segment.deadBytes -= place.packedBytes;
    }
  }

  #verify(file: SpillFile, segment: Segment, id: number, place: Place): void {
    if (place.segment === segment) this.#readPlace(file, id, place);
  }

  #readPlace(file: SpillFile, id: number, place: Place): Buffer {
    const { buffers } = this.#store;
    const end = place.offset + place.packedBytes;
    const isJoined = place.rawBytes > frameRawBytesMax;
    if (isJoined && this.#joined.length < place.rawBytes) this.#joined = Buffer.alloc(place.rawBytes);
    let rawBytes = 0;
    for (let offset = place.offset, piece = 0; offset < end; piece += 1) {
      const header = readFrame(file, offset, end, buffers);
      const isPart = header.kind === frameKind.part && header.tag === id && header.sequence === piece;
      if (!isPart || rawBytes + header.rawBytes > place.rawBytes) {
        throw badFrame(file.name, offset, `lies no piece ${piece} of part ${id}`);
      }
      if (isJoined) this.#joined.set(buffers.raw.subarray(0, header.rawBytes), rawBytes);
      rawBytes += header.rawBytes;
      offset += frameHeaderBytes + header.packedBytes;
    }
    if (rawBytes !== place.rawBytes) throw badFrame(file.name, end, `part ${id} lacks its last pieces`);
    return (isJoined ? this.#joined : buffers.raw).subarray(0, rawBytes);
  }

  /** Appends to the current segment; a failure leaves no trace of it. */
  #append(rawBytes: number, work: (file: SpillFile) => void): Place {
    const segment = this.#writable();
    const file = segment.file!;
    const offset = segment.size;
    file.rewind(offset);
    work(file);
    segment.size = file.size;
    this.#writtenBytes += file.size - offset;
    this.#store.grew(segment.name);
    return { segment, offset, packedBytes: segment.size - offset, rawBytes };
  }

  #writable(): Segment {
    if (this.#current !== undefined && this.#current.size < segmentBytesMax) return this.#current;
    this.close();
    const pending = this.#store.begin(fileStem(this.#owner), 'seg');
    try {
      // Published while empty: a manifest says how much of it counts.
      pending.publish();
    } catch (failure) {
      pending.abandon(failure);
    }
    const segment: Segment = { name: pending.name, file: pending.file, size: 0, deadBytes: 0 };
    this.#segments.add(segment);
    this.#current = segment;
    return segment;
  }

  #bury(id: number): void {
    const place = this.#places.get(id);
    if (place !== undefined) place.segment.deadBytes += place.packedBytes;
  }

  #copyOut(source: Segment): void {
    if (source === this.#current) this.close();
    const living = Array.from(this.#places).filter(([, place]) => place.segment === source);
    living.sort(([, x], [, y]) => x.offset - y.offset);
    if (living.length > 0) {
      this.#withFile(source, (file) => {
        for (const [id, place] of living) this.#copyPart(file, id, place);
      });
    }
    this.#closeReader(source);
    this.#segments.delete(source);
    this.#store.release(source.name);
  }

  /** Frames go over as they are, their checksums with them. */
  #copyPart(source: SpillFile, id: number, place: Place): void {
    const { packed } = this.#store.buffers;
    const moved = this.#append(place.rawBytes, (file) => {
      for (let done = 0; done < place.packedBytes;) {
        const length = Math.min(packed.length, place.packedBytes - done);
        source.readAt(place.offset + done, packed, length);
        file.append(packed.subarray(0, length));
        done += length;
      }
    });
    this.#bury(id);
    this.#places.set(id, moved);
  }

  #withFile<T>(segment: Segment, work: (file: SpillFile) => T): T {
    if (segment.file !== undefined) return work(segment.file);
    const file = this.#open.get(segment) ?? this.#store.open(segment.name);
    this.#open.delete(segment);
    this.#open.set(segment, file);
    if (this.#open.size > openCountMax) this.#closeReader(this.#open.keys().next().value!);
    return work(file);
  }

  #closeReader(segment: Segment): void {
    const file = this.#open.get(segment);
    this.#open.delete(segment);
    file?.close();
  }
}

function placesOf(
  manifest: RecordValue | undefined,
  owner: string,
): { readonly segments: readonly Segment[]; readonly places: ReadonlyMap<number, Place> } {
  const { segments: named, parts } = (manifest ?? {}) as { readonly [key: string]: RecordValue };
  if (!Array.isArray(named) || !Array.isArray(parts) || parts.length % 5 !== 0) throw badManifest(owner);
  const segments = (named as readonly RecordValue[]).map((item) => segmentOf(item, owner));
  const numbers = parts as readonly RecordValue[];
  if (!numbers.every((item) => Number.isSafeInteger(item) && (item as number) >= 0)) throw badManifest(owner);
  const places = new Map<number, Place>();
  for (let at = 0; at < numbers.length; at += 5) {
    const [id, number, offset, packedBytes, rawBytes] = numbers.slice(at, at + 5) as number[];
    const segment = segments[number!];
    if (segment === undefined || offset! + packedBytes! > segment.size) throw badManifest(owner);
    places.set(id!, { segment, offset: offset!, packedBytes: packedBytes!, rawBytes: rawBytes! });
  }
  return { segments, places };
}

function segmentOf(value: RecordValue, owner: string): Segment {
  const { name, size } = (value ?? {}) as { readonly [key: string]: RecordValue };
  if (typeof name !== 'string' || !/^[\w-]+\.seg$/.test(name) || !Number.isSafeInteger(size)) {
    throw badManifest(owner);
  }
  return { name, file: undefined, size: size as number, deadBytes: 0 };
}

function badManifest(owner: string): CodefangError {
  return new CodefangError('STATE', `Cannot restore parts "${owner}": the manifest does not list them`);
}
