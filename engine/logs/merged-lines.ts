import { grown, KiB, MiB } from '../base/index.ts';

const bytesFirst = 128 * KiB;
/** Of lines of one moment. */
const momentBytesMax = 16 * MiB;
const lineCountFirst = 1024;
/** So few lines are compared one by one; a table is made for more. */
const smallCountMax = 8;
/** Lines of one time that agree in this many last letters are nearly always the same. */
const hashedTailBytes = 32;
const lineFeed = 0x0a;

/**
 * Merged lines on their way out, each with its line feed, without those that repeat a line of the
 * same moment.
 *
 *   bytes   | written | moment's first … | not yet taken |          both ranges overlap at will
 *                       └ compared with ─┘ from      used
 *
 * A new line is compared with the lines of its moment only: they are kept until the next moment
 * begins, also when they have been taken. A few lines a millisecond cost a look at their last
 * letters.
 * BOUNDED BY: what is not taken, plus 16 MiB of lines of one moment; when a moment has more, its
 * first ones are forgotten and counted.
 */
export class MergedLines {
  #bytes = Buffer.alloc(bytesFirst);
  #from = 0;
  #used = 0;
  #time: number = Number.NaN;
  /** Lines of the moment, in the order they came. */
  #count = 0;
  #momentStart = 0;
  #starts = new Int32Array(lineCountFirst);
  #hashes = new Int32Array(lineCountFirst);
  #slots = new Int32Array(lineCountFirst * 2);
  lineCount = 0;
  repeatedCount = 0;
  forgottenCount = 0;

  /** What is to be taken is `bytes[from, used)`. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get from(): number {
    return this.#from;
  }

  get used(): number {
    return this.#used;
  }

  /** Everything up to `used` is taken; the bytes may move with the next line. */
  taken(): void {
    this.#from = this.#used;
  }

  /** Adds a line, without its line end, unless it repeats one of the same time. */
  add(time: number, bytes: Buffer, start: number, end: number): void {
    if (time !== this.#time) this.#beginMoment(time);
    const hash = this.#count === 0 ? 0 : hashTail(bytes, start, end);
    if (this.#count > 0) {
      // The first line of a moment is hashed only when a second one comes.
      if (this.#count === 1) this.#hashes[0] = hashTail(this.#bytes, this.#starts[0]!, this.#used - 1);
      if (this.#find(hash, bytes, start, end)) {
        this.repeatedCount += 1;
        return;
      }
    }
    this.#append(hash, bytes, start, end);
  }

  #beginMoment(time: number): void {
    this.#time = time;
    if (this.#count > smallCountMax) this.#slots.fill(0);
    this.#count = 0;
    this.#momentStart = this.#used;
  }

  #find(hash: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#count <= smallCountMax) {
      for (let at = this.#count - 1; at >= 0; at -= 1) {
        if (this.#hashes[at] === hash && this.#equals(at, bytes, start, end)) return true;
      }
      return false;
    }
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const at = this.#slots[slot]! - 1;
      if (this.#hashes[at] === hash && this.#equals(at, bytes, start, end)) return true;
    }
    return false;
  }

  #equals(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[at]!;
    const next = at + 1 < this.#count ? this.#starts[at + 1]! : this.#used;
    if (next - 1 - from !== end - start) return false;
    for (let i = end - 1, j = next - 2; i >= start; i -= 1, j -= 1) {
      if (bytes[i] !== this.#bytes[j]) return false;
    }
    return true;
  }

  #append(hash: number, bytes: Buffer, start: number, end: number): void {
    const length = end - start + 1;
    if (this.#used + length > this.#bytes.length) this.#makeRoom(length);
    if (this.#count === this.#starts.length) this.#widenTable();
    this.#starts[this.#count] = this.#used;
    this.#hashes[this.#count] = hash;
    this.#used += bytes.copy(this.#bytes, this.#used, start, end);
    this.#bytes[this.#used] = lineFeed;
    this.#used += 1;
    this.#count += 1;
    this.lineCount += 1;
    if (this.#count === smallCountMax + 1) this.#placeAll();
    else if (this.#count > smallCountMax) this.#place(this.#count - 1);
  }

  #makeRoom(length: number): void {
    if (this.#used - this.#momentStart + length > momentBytesMax) {
      this.forgottenCount += this.#count;
      this.#beginMoment(this.#time);
    }
    const keepFrom = Math.min(this.#from, this.#momentStart);
    const kept = this.#used - keepFrom;
    const old = this.#bytes;
    if ((kept + length) * 2 > old.length) this.#bytes = Buffer.alloc((kept + length) * 4);
    old.copy(this.#bytes, 0, keepFrom, this.#used);
    this.#from -= keepFrom;
    this.#used = kept;
    this.#momentStart -= keepFrom;
    for (let at = 0; at < this.#count; at += 1) this.#starts[at]! -= keepFrom;
  }

  #widenTable(): void {
    this.#starts = grown(this.#starts, this.#starts.length * 2);
    this.#hashes = grown(this.#hashes, this.#hashes.length * 2);
    this.#slots = new Int32Array(this.#starts.length * 2);
    this.#placeAll();
  }

  #placeAll(): void {
    for (let at = 0; at < this.#count; at += 1) this.#place(at);
  }

  #place(at: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[at]! & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = at + 1;
  }
}

/** FNV-1a over the length and the last letters. */
function hashTail(bytes: Uint8Array, start: number, end: number): number {
  let hash = Math.imul(end - start, 0x9e3779b1) ^ 0x811c9dc5;
  for (let at = Math.max(start, end - hashedTailBytes); at < end; at += 1) {
    hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  }
  return hash ^ (hash >>> 15);
}
