import { KiB } from '../base/index.ts';

/** What a block is of: records of refs, or the last keys of other blocks. */
export type ReftableBlockType = 'r' | 'i';

/** Why a block cannot be read, and the byte within it. */
export class BlockDamage extends Error {
  readonly at: number;

  constructor(state: string, at: number) {
    super(state);
    this.name = 'BlockDamage';
    this.at = at;
  }
}

/** Git's varints of a position or a length are shorter. */
const varintBytesMax = 8;
/** Of names of refs, and of what symbolic ones lead to; git allows 4 KiB. */
const nameBytesMax = 8 * KiB;
const restartBytes = 3;
const restartCountBytes = 2;
/** By value type: a deletion, one id, an id and what its tag leads to, the name of another ref. */
const valueKinds = ['deletion', 'id', 'peeled', 'symbolic'] as const;

/**
 * The records of one block of a reftable, one after another (Documentation/technical/reftable, "Ref
 * block format"). Restart points, which serve to search, are not used: a block is read from its start.
 *
 * Keys ascend, also from one block to the next: a reader goes on with the same object.
 */
export class ReftableBlock {
  /** The key of the record that `next` found: the first `keyLength` bytes. */
  key: Buffer = Buffer.alloc(256);
  keyLength = 0;
  #type: ReftableBlockType = 'r';
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  #isFirst = true;
  #valueType = 0;
  #valueAt = 0;
  readonly #oidBytes: number;

  constructor(oidBytes: number) {
    this.#oidBytes = oidBytes;
  }

  /** Takes a block: its bytes `[0, length)`, the first record being at `start`. */
  open(type: ReftableBlockType, bytes: Buffer, start: number, length: number): void {
    this.#type = type;
    this.#bytes = bytes;
    this.#at = start;
    this.#isFirst = true;
    const countAt = length - restartCountBytes;
    const restartCount = countAt < start ? 0 : bytes.readUInt16BE(countAt);
    this.#end = countAt - restartCount * restartBytes;
    if (restartCount === 0) throw new BlockDamage('it has no restart point', countAt);
    if (this.#end < start) throw new BlockDamage(`${restartCount} restart points do not fit`, countAt);
  }

  /** Forgets the last key, before a block that does not follow the last one. */
  rewind(): void {
    this.keyLength = 0;
  }

  /** Goes to the next record; false at the end of the block. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const start = this.#at;
    const prefixLength = this.#varint();
    const suffixAndType = this.#varint();
    const suffixLength = Math.floor(suffixAndType / 8);
    if (prefixLength > (this.#isFirst ? 0 : this.keyLength)) {
      throw new BlockDamage(`a key takes ${prefixLength} bytes of the key before, which is shorter`, start);
    }
    this.#need(suffixLength);
    this.#takeKey(prefixLength, suffixLength, start);
    this.#at += suffixLength;
    this.#isFirst = false;
    this.#valueType = suffixAndType % 8;
    // A ref's update index comes before its value.
    if (this.#type === 'r') this.#varint();
    this.#valueAt = this.#at;
    this.#skipValue(start);
    return true;
  }

  /** What the ref of the record says, as its own file would; undefined where it is deleted. */
  refText(): string | undefined {
    const kind = valueKinds[this.#valueType]!;
    if (kind === 'deletion') return undefined;
    const hexEnd = this.#valueAt + this.#oidBytes;
    if (kind !== 'symbolic') return this.#bytes.toString('hex', this.#valueAt, hexEnd);
    this.#at = this.#valueAt;
    const length = this.#varint();
    this.#at += length;
    return `ref: ${this.#bytes.toString('utf8', this.#at - length, this.#at)}`;
  }

  /** Where the block that an index record names begins. */
  position(): number {
    this.#at = this.#valueAt;
    return this.#varint();
  }

  #skipValue(start: number): void {
    if (this.#type === 'i') {
      this.#varint();
      return;
    }
    const kind = valueKinds[this.#valueType];
    if (kind === undefined) throw new BlockDamage(`value type ${this.#valueType} is not known`, start);
    if (kind === 'deletion') return;
    const ids = kind === 'peeled' ? 2 : 1;
    const bytes = kind === 'symbolic' ? this.#varint() : ids * this.#oidBytes;
    this.#need(bytes);
    if (bytes > nameBytesMax) throw longName(bytes, start);
    this.#at += bytes;
  }

  #takeKey(prefixLength: number, suffixLength: number, start: number): void {
    const length = prefixLength + suffixLength;
    if (length > nameBytesMax) throw longName(length, start);
    const suffixEnd = this.#at + suffixLength;
    const isAscending = this.#bytes.compare(this.key, prefixLength, this.keyLength, this.#at, suffixEnd) > 0;
    if (!isAscending) throw new BlockDamage('its keys do not ascend', start);
    if (length > this.key.length) {
      const bigger = Buffer.alloc(length * 2);
      this.key.copy(bigger, 0, 0, prefixLength);
      this.key = bigger;
    }
    this.#bytes.copy(this.key, prefixLength, this.#at, suffixEnd);
    this.keyLength = length;
  }

  #need(bytes: number): void {
    if (bytes <= this.#end - this.#at) return;
    throw new BlockDamage(`a record of ${bytes} bytes more goes beyond its end`, this.#at);
  }

  /** As distances of deltas in packs: each further byte adds one before it shifts. */
  #varint(): number {
    let value = 0;
    for (let nth = 0; nth < varintBytesMax; nth += 1) {
      this.#need(1);
      const byte = this.#bytes[this.#at]!;
      this.#at += 1;
      value = (nth === 0 ? 0 : (value + 1) * 128) + (byte & 0x7f);
      if (byte < 0x80 && value <= Number.MAX_SAFE_INTEGER) return value;
    }
    throw new BlockDamage('a number is too large', this.#at);
  }
}

function longName(bytes: number, at: number): BlockDamage {
  return new BlockDamage(`a name has ${bytes} bytes, at most ${nameBytesMax} are read`, at);
}
