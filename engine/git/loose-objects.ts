import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, errorCode, KiB, namesIn } from '../base/index.ts';
import type { ObjectKind } from './object-kind.ts';
import type { ObjectScratch } from './object-scratch.ts';
import { oidToHex } from './oid.ts';
import type { CompressedFeed, ObjectInflater } from './persistent-inflate.ts';

const pieceBytes = 16 * KiB;
/** "commit", a space, twenty digits and a NUL are 28 bytes. */
const headerBytesMax = 32;
/** Deflate packs at most 1032 bytes into one. */
const inflationMax = 1032;

/**
 * Objects in files of their own: `objects/ab/cdef…`, one zlib stream of "kind size\0content"
 * (gitformat-loose). One piece of 16 KiB is held; directories that are absent are remembered.
 */
export class LooseObjects {
  /** Size of what `header` or `read` saw last, in bytes. */
  sizeBytes = 0;
  /** How many bytes `sample` has given. */
  sampleBytes = 0;
  readonly #objectDirs: readonly string[];
  readonly #oidBytes: number;
  readonly #inflater: ObjectInflater;
  /** 256 flags for each object directory: does `ab/` exist? */
  readonly #isPresent: Uint8Array;
  #stamp = '';
  readonly #feed: FileFeed = new FileFeed();
  readonly #header: Buffer = Buffer.alloc(headerBytesMax);
  #headerLength = 0;

  constructor(objectDirs: readonly string[], oidBytes: number, inflater: ObjectInflater) {
    this.#objectDirs = objectDirs;
    this.#oidBytes = oidBytes;
    this.#inflater = inflater;
    this.#isPresent = new Uint8Array(objectDirs.length * 256);
    this.rescan();
  }

  /** Reads an object of at most `bytesMax` content bytes into `target`. */
  read(oid: Uint8Array, at: number, target: ObjectScratch, bytesMax: number): ObjectKind | 'missing' | 'oversize' {
    const path = this.#open(oid, at);
    if (path === undefined) return 'missing';
    try {
      const kind = this.#readHeader(path, oid, at);
      target.length = this.sizeBytes;
      if (this.sizeBytes > bytesMax) return 'oversize';
      this.#readContent(path, oid, at, target);
      return kind;
    } finally {
      this.#feed.close();
    }
  }

  /** The kind of an object; its size is left in `sizeBytes`. */
  header(oid: Uint8Array, at: number): ObjectKind | undefined {
    const path = this.#open(oid, at);
    if (path === undefined) return undefined;
    try {
      return this.#readHeader(path, oid, at);
    } finally {
      this.#feed.close();
    }
  }

  /** As `header`, and its first bytes in `out`; `sampleBytes` of them. */
  sample(oid: Uint8Array, at: number, out: Uint8Array): ObjectKind | undefined {
    const path = this.#open(oid, at);
    if (path === undefined) return undefined;
    try {
      const kind = this.#readHeader(path, oid, at);
      this.#feed.rewind();
      const count = this.#inflater.prefix(this.#feed, out, out.length);
      out.copyWithin(0, this.#headerLength, count);
      this.sampleBytes = Math.max(0, count - this.#headerLength);
      return kind;
    } finally {
      this.#feed.close();
    }
  }

  /**
   * Adds ids that begin with a hex prefix (4 digits or more) to `found`, until it holds `countMax`.
   */
  findByPrefix(hexPrefix: string, found: Set<string>, countMax: number): void {
    const first = hexPrefix.slice(0, 2);
    for (const objectDir of this.#objectDirs) {
      for (const name of namesIn(join(objectDir, first))) {
        if (found.size >= countMax) return;
        const hex = first + name;
        if (hex.length === this.#oidBytes * 2 && hex.startsWith(hexPrefix)) found.add(hex);
      }
    }
  }

  /** Looks again which directories exist, if one came or went; returns whether one had. */
  rescan(): boolean {
    let stamp = '';
    for (const objectDir of this.#objectDirs) {
      const found = statSync(objectDir, { throwIfNoEntry: false });
      stamp += `${found?.ino ?? 0}:${found?.mtimeMs ?? 0};`;
    }
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    this.#isPresent.fill(0);
    for (let i = 0; i < this.#objectDirs.length; i += 1) {
      for (const name of namesIn(this.#objectDirs[i]!)) {
        if (/^[0-9a-f]{2}$/.test(name)) this.#isPresent[i * 256 + Number.parseInt(name, 16)] = 1;
      }
    }
    return true;
  }

  #open(oid: Uint8Array, at: number): string | undefined {
    for (let i = 0; i < this.#objectDirs.length; i += 1) {
      if (this.#isPresent[i * 256 + oid[at]!] === 0) continue;
      const hex = oidToHex(oid, at, this.#oidBytes);
      const path = join(this.#objectDirs[i]!, hex.slice(0, 2), hex.slice(2));
      if (this.#feed.open(path)) return path;
    }
    return undefined;
  }

  #readHeader(path: string, oid: Uint8Array, at: number): ObjectKind {
    const count = this.#inflater.prefix(this.#feed, this.#header, headerBytesMax);
    const end = this.#header.indexOf(0);
    if (count > 0 && end > 0 && end < count) {
      const text = this.#header.toString('latin1', 0, end);
      const found = /^(commit|tree|blob|tag) (0|[1-9][0-9]{0,15})$/.exec(text);
      const sizeBytes = Number(found?.[2]);
      if (found !== null && sizeBytes <= (this.#feed.fileBytes + 1) * inflationMax) {
        this.#headerLength = end + 1;
        this.sizeBytes = sizeBytes;
        return found[1] as ObjectKind;
      }
    }
    throw this.#damaged(path, oid, at, 'it does not begin with a kind and a possible size');
  }

  #readContent(path: string, oid: Uint8Array, at: number, target: ObjectScratch): void {
    // The header is inflated again in front of the content, which then moves down over it.
    const length = this.#headerLength + this.sizeBytes;
    target.reserve(length + 1);
    this.#feed.rewind();
    const end = this.#inflater.inflate(this.#feed, target.bytes, 0, length);
    if (end !== 'whole') {
      const state = `its content is ${end}, its header says ${this.sizeBytes} bytes`;
      throw this.#damaged(path, oid, at, state);
    }
    target.bytes.copyWithin(0, this.#headerLength, length);
    target.length = this.sizeBytes;
  }

  #damaged(path: string, oid: Uint8Array, at: number, state: string): CodefangError {
    const hex = oidToHex(oid, at, this.#oidBytes);
    return new CodefangError('CORRUPT', `Cannot read object ${hex} in "${path}": ${state}`);
  }
}

/**
 * A file in pieces. One zero byte follows its end, so that the inflater sees the stream end before
 * it.
 */
class FileFeed implements CompressedFeed {
  readonly bytes: Uint8Array = Buffer.alloc(pieceBytes + 1);
  start = 0;
  end = 0;
  fileBytes = 0;
  #path = '';
  #descriptor = -1;
  #position = 0;
  #isPadded = false;

  /** Opens a regular file; false when there is none. */
  open(path: string): boolean {
    const found = statSync(path, { throwIfNoEntry: false });
    // Nothing but a file is opened: a pipe under this name would block for ever.
    if (found === undefined || !found.isFile()) return false;
    try {
      this.#descriptor = openSync(path, 'r');
      this.#path = path;
    } catch (cause) {
      if (errorCode(cause) === 'ENOENT') return false;
      throw new CodefangError('IO', `Cannot open "${path}": the system refused`, { cause });
    }
    this.fileBytes = fstatSync(this.#descriptor).size;
    this.rewind();
    return true;
  }

  rewind(): void {
    this.#position = 0;
    this.#isPadded = false;
  }

  next(): boolean {
    if (this.#isPadded) return false;
    const count = this.#read();
    this.#position += count;
    this.end = count;
    if (count === 0 || this.#position >= this.fileBytes) {
      this.#isPadded = true;
      this.bytes[count] = 0;
      this.end = count + 1;
    }
    return true;
  }

  #read(): number {
    try {
      return readSync(this.#descriptor, this.bytes, 0, pieceBytes, this.#position);
    } catch (cause) {
      throw new CodefangError('IO', `Cannot read "${this.#path}": the system refused`, { cause });
    }
  }

  close(): void {
    closeSync(this.#descriptor);
    this.#descriptor = -1;
  }
}
