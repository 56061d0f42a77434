import { CodefangError, crc32 } from '../base/index.ts';
import type { FilePool } from './file-pool.ts';
import { BlockDamage, ReftableBlock, type ReftableBlockType } from './reftable-block.ts';
import type { RepositoryLocation } from './repository.ts';

const magic = 'REFT';
/** Bytes of the header by version, which the footer repeats. */
const headBytesOf: Readonly<Record<number, number>> = { 1: 24, 2: 28 };
/** Five positions and a checksum. */
const footTailBytes = 44;
const blockHeadBytes = 4;

/** Of ids in a table of version 2; one of version 1 has those of SHA-1. */
const hashNames: Readonly<Record<string, string>> = { sha1: 'sha1', s256: 'sha256' };

/** A block in memory, and where the one after it begins. */
interface FoundBlock {
  readonly type: string;
  readonly nextAt: number;
}

/**
 * One file of refs (Documentation/technical/reftable of git, versions 1 and 2). Header, footer and their
 * checksum are read when it is opened; blocks one at a time, those of logs and objects never.
 *
 * BOUNDED BY: one block, which is passed to `reserve` before it is held.
 */
export class Reftable {
  readonly #files: FilePool;
  readonly #file: number;
  readonly #reserve: (bytes: number) => void;
  readonly #block: ReftableBlock;
  readonly #headBytes: number;
  readonly #blockBytes: number;
  /** Where the blocks end and the footer begins. */
  readonly #end: number;
  readonly #refIndexAt: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(
    files: FilePool,
    file: number,
    { objectFormat, oidBytes }: Pick<RepositoryLocation, 'objectFormat' | 'oidBytes'>,
    reserve: (bytes: number) => void,
  ) {
    this.#files = files;
    this.#file = file;
    this.#reserve = reserve;
    this.#block = new ReftableBlock(oidBytes);
    const sizeBytes = files.sizeOf(file);
    const head = this.#readAt(0, 5);
    this.#headBytes = headBytesOf[head[4]!] ?? 0;
    if (head.toString('latin1', 0, 4) !== magic || this.#headBytes === 0) {
      throw this.#damaged('it does not begin as one of version 1 or 2', 0);
    }
    const footBytes = this.#headBytes + footTailBytes;
    this.#end = sizeBytes - footBytes;
    if (this.#end < this.#headBytes) throw this.#damaged(`${sizeBytes} bytes hold no header and footer`, 0);
    const foot = this.#readAt(this.#end, footBytes);
    this.#checkFoot(foot);
    const format = this.#headBytes === 24 ? 'sha1' : hashNames[foot.toString('latin1', 24, 28)];
    if (format !== objectFormat) throw this.#damaged(`its ids are not of ${objectFormat}`, 24);
    this.#blockBytes = foot.readUIntBE(5, 3);
    const refIndexAt = foot.readBigUInt64BE(this.#headBytes);
    if (refIndexAt >= BigInt(this.#end)) throw this.#damaged('its index lies beyond its end', this.#end);
    this.#refIndexAt = Number(refIndexAt);
  }

  /** What the ref of a name says: `undefined` where the table says that it is deleted. */
  find(name: Buffer): { readonly text: string | undefined } | undefined {
    for (const text of this.refs(name)) {
      const { key, keyLength } = this.#block;
      return name.equals(key.subarray(0, keyLength)) ? { text } : undefined;
    }
    return undefined;
  }

  /** The name of the ref that `refs` gave last. */
  get name(): string {
    return this.#block.key.toString('utf8', 0, this.#block.keyLength);
  }

  /** What refs say, in the order of names, from the first that is not before `start`. */
  *refs(start: Buffer): Generator<string | undefined> {
    const block = this.#block;
    let at = this.#seek(start);
    while (at >= 0) {
      const { type, nextAt } = this.#openBlock(at);
      if (type !== 'r') return;
      while (this.#nextRecord(at)) {
        if (compareKey(block, start) >= 0) yield block.refText();
      }
      at = nextAt;
    }
  }

  /** Where the block begins that may have the first ref not before `key`; -1 when none has. */
  #seek(key: Buffer): number {
    let at = this.#refIndexAt;
    let isTop = true;
    while (at > 0) {
      const { type, nextAt } = this.#openBlock(at);
      if (type === 'r') break;
      // The top of an index may have several blocks; behind the last there is no such ref.
      if (type !== 'i' && isTop && at !== this.#refIndexAt) return -1;
      if (type !== 'i') throw this.#damaged('its index points to something that is not one', at);
      const next = this.#seekInIndex(at, key);
      if (next < 0 && !isTop) throw this.#damaged('its index leads to a block that ends before', at);
      isTop &&= next < 0;
      at = next < 0 ? nextAt : next;
    }
    this.#block.rewind();
    return at;
  }

  /** The block that an index block names for a key; -1 when all that it names end before. */
  #seekInIndex(at: number, key: Buffer): number {
    while (this.#nextRecord(at)) {
      if (compareKey(this.#block, key) < 0) continue;
      const next = this.#block.position();
      // What an index names was written before it, so searching comes to an end.
      if (next < at) return next;
      throw this.#damaged('its index leads forward', at);
    }
    return -1;
  }

  /** Reads the block at a place; of types that hold no refs, and at the end, only the type. */
  #openBlock(at: number): FoundBlock {
    const headAt = at === 0 ? this.#headBytes : at;
    if (headAt + blockHeadBytes > this.#end) return { type: '', nextAt: -1 };
    const head = this.#readAt(headAt, blockHeadBytes);
    const type = head.toString('latin1', 0, 1);
    if (type !== 'r' && type !== 'i') return { type, nextAt: -1 };
    const length = head.readUIntBE(1, 3);
    const start = headAt - at + blockHeadBytes;
    const isOutside = length < start || length > this.#end - at;
    const isTooLong = type === 'r' && this.#blockBytes > 0 && length > this.#blockBytes;
    if (isOutside || isTooLong) throw this.#damaged(`a block cannot have ${length} bytes`, at);
    this.#readBlock(at, type, start, length);
    return { type, nextAt: this.#nextAt(at, length) };
  }

  #readBlock(at: number, type: ReftableBlockType, start: number, length: number): void {
    // One more byte shows whether the block is full.
    if (length + 1 > this.#bytes.length) {
      this.#reserve(length + 1 - this.#bytes.length);
      this.#bytes = Buffer.allocUnsafeSlow(length + 1);
    }
    this.#files.read(this.#file, this.#bytes, 0, length + 1, at);
    if (type === 'i') this.#block.rewind();
    this.#guarded(at, () => this.#block.open(type, this.#bytes, start, length));
  }

  /** Blocks are filled up with zeros to the size that the header says, or follow each other at once. */
  #nextAt(at: number, length: number): number {
    const isFilled = this.#blockBytes > 0 && (at + length >= this.#end || this.#bytes[length] === 0);
    return at + (isFilled ? Math.max(length, this.#blockBytes) : length);
  }

  #nextRecord(at: number): boolean {
    return this.#guarded(at, () => this.#block.next());
  }

  #guarded<Value>(at: number, read: () => Value): Value {
    try {
      return read();
    } catch (error) {
      if (error instanceof BlockDamage) throw this.#damaged(error.message, at + error.at);
      throw error;
    }
  }

  #checkFoot(foot: Buffer): void {
    const head = this.#readAt(0, this.#headBytes);
    const bodyBytes = foot.length - 4;
    if (foot.readUInt32BE(bodyBytes) !== crc32(foot.subarray(0, bodyBytes))) {
      throw this.#damaged('the checksum of its footer is wrong', this.#end);
    }
    if (!head.equals(foot.subarray(0, head.length))) {
      throw this.#damaged('its footer does not repeat its header', this.#end);
    }
  }

  #readAt(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    this.#files.read(this.#file, bytes, 0, length, at);
    return bytes;
  }

  #damaged(state: string, at: number): CodefangError {
    const path = this.#files.pathOf(this.#file);
    return new CodefangError('CORRUPT', `Cannot read reftable "${path}": ${state}, at byte ${at}`);
  }
}

function compareKey({ key, keyLength }: ReftableBlock, other: Buffer): number {
  return key.compare(other, 0, other.length, 0, keyLength);
}
