import type { LineSieve } from './line-sieve.ts';

const lineFeed = 0x0a;
const noText = new DataView(new ArrayBuffer(0));

/**
 * Lines of two texts as dense ids: two lines have one id when their bytes are equal, line feed
 * included.
 *
 * Old lines are hashed into an open-addressing table, at most half full; equal hashes are checked
 * byte by byte, so a collision costs time and never a wrong answer. New lines mostly go on where
 * the last match left off:
 *
 *   old   a b c d e f g     a line that occurs once in the old text sets a guess: as long as the
 *   new   a b X d e f g     bytes behind it agree, ids are copied and nothing is hashed
 *
 * No string is made. About 44 bytes a line. OWNS its arrays and reuses them; they grow to the
 * largest texts seen.
 */
export class LineTable {
  /** Id of each line, per side. */
  oldIds: Int32Array = new Int32Array(256);
  newIds: Int32Array = new Int32Array(256);
  oldCount = 0;
  newCount = 0;
  /** Distinct lines; ids are `[0, idCount)`. */
  idCount = 0;
  /** How often each id occurs, per side. */
  oldUses: Int32Array = new Int32Array(256);
  newUses: Int32Array = new Int32Array(256);
  /** Where each line ends in its text, per side. */
  oldEnds: Int32Array = new Int32Array(256);
  newEnds: Int32Array = new Int32Array(256);
  #idHash: Int32Array = new Int32Array(256);
  #idStart: Int32Array = new Int32Array(256);
  #idLength: Int32Array = new Int32Array(256);
  /** The last old line that bears an id. */
  #idLine: Int32Array = new Int32Array(256);
  /** Ids below this lie in the old text, the others in the new one. */
  #oldIdCount = 0;
  #slots: Int32Array = new Int32Array(512);
  #slotMask = 0;
  #old: DataView = noText;
  #new: DataView = noText;
  readonly #splitHashes = new Int32Array(1);
  readonly #splitEnds = new Int32Array(1);

  /** Bytes held by the arrays. */
  get bytes(): number {
    const lines = (this.oldIds.byteLength + this.newIds.byteLength) * 2;
    return lines + this.#idHash.byteLength * 6 + this.#slots.byteLength;
  }

  /**
   * Splits and interns `old[oldStart, oldEnd)` and `newer[newStart, newEnd)`; both ranges start a
   * line.
   */
  build(old: Uint8Array, oldStart: number, oldEnd: number, newer: Uint8Array, newStart: number, newEnd: number): void {
    this.#old = viewOf(old);
    this.#new = viewOf(newer);
    this.#splitOld(oldStart, oldEnd);
    this.#clear(this.oldCount);
    this.#internOld(oldStart);
    this.#oldIdCount = this.idCount;
    this.#internNew(newStart, newEnd, oldEnd);
  }

  /** The old text, until it is dropped. */
  get oldText(): DataView {
    return this.#old;
  }

  /** Puts the lines with ids into `sieve`: all, or those that only one side has. */
  fillSieve(sieve: LineSieve, which: 'all' | 'unmatched'): void {
    for (let id = 0; id < this.idCount; id += 1) {
      if (which === 'unmatched' && this.oldUses[id] !== 0 && this.newUses[id] !== 0) continue;
      const home = id < this.#oldIdCount ? this.#old : this.#new;
      sieve.add(home, this.#idStart[id]!, this.#idLength[id]!);
    }
  }

  /** The id of the line `old[start, end)`, or -1 when it has none. */
  idOf(start: number, end: number): number {
    splitSome(this.#old, start, end, 0, 1, this.#splitHashes, this.#splitEnds);
    return this.#slots[this.#findSlot(this.#splitHashes[0]!, this.#old, start, end - start)]! - 1;
  }

  /** Forgets the texts, so that their memory can go; ids and uses stay. */
  dropTexts(): void {
    this.#old = noText;
    this.#new = noText;
  }

  /** Puts hashes into `oldIds` and ends into `oldEnds`, for all lines. */
  #splitOld(start: number, end: number): void {
    let done = 0;
    for (let from = start; from < end; from = this.oldEnds[done - 1]!) {
      if (done === this.oldIds.length) {
        this.oldIds = grown(this.oldIds, done * 2);
        this.oldEnds = grown(this.oldEnds, done * 2);
      }
      const room = this.oldIds.length;
      done = splitSome(this.#old, from, end, done, room, this.oldIds, this.oldEnds);
    }
    this.oldCount = done;
  }

  // Ids take the place of hashes, line by line.
  #internOld(start: number): void {
    const ids = this.oldIds;
    const ends = this.oldEnds;
    const count = this.oldCount;
    let from = start;
    for (let line = 0; line < count; line += 1) {
      const to = ends[line]!;
      const id = this.#intern(ids[line]!, this.#old, from, to - from);
      ids[line] = id;
      this.oldUses[id]! += 1;
      this.#idLine[id] = line;
      from = to;
    }
  }

  #internNew(start: number, end: number, oldEnd: number): void {
    const text = this.#new;
    const hashes = this.#splitHashes;
    const ends = this.#splitEnds;
    this.newCount = 0;
    let from = start;
    while (from < end) {
      splitSome(text, from, end, 0, 1, hashes, ends);
      const to = ends[0]!;
      const id = this.#intern(hashes[0]!, text, from, to - from);
      this.#reserveNew(1);
      this.newIds[this.newCount] = id;
      this.newEnds[this.newCount] = to;
      this.newCount += 1;
      this.newUses[id]! += 1;
      from = to;
      // A line that occurs once in the old text shows where to go on.
      if (this.oldUses[id] !== 1) continue;
      const line = this.#idLine[id]!;
      const guessStart = this.oldEnds[line]!;
      const same = commonBytes(this.#old, guessStart, oldEnd, text, from, end);
      const isCut = guessStart + same === oldEnd && from + same < end;
      from += this.#copyIds(line + 1, isCut ? oldEnd - 1 : guessStart + same, from) - guessStart;
    }
  }

  /**
   * Gives the ids of the old lines from `first` on to the new lines that start at `newStart`, as far
   * as they end at or before `limit`; returns the end of the last one, or of the line before `first`.
   */
  #copyIds(first: number, limit: number, newStart: number): number {
    const ends = this.oldEnds;
    let last = first;
    while (last < this.oldCount && ends[last]! <= limit) last += 1;
    this.#reserveNew(last - first);
    const { oldIds, newIds, newUses, newEnds } = this;
    const shift = newStart - ends[first - 1]!;
    let at = this.newCount;
    for (let line = first; line < last; line += 1, at += 1) {
      const id = oldIds[line]!;
      newIds[at] = id;
      newEnds[at] = ends[line]! + shift;
      newUses[id]! += 1;
    }
    this.newCount = at;
    return ends[last - 1]!;
  }

  #reserveNew(lineCount: number): void {
    const needed = this.newCount + lineCount;
    if (needed <= this.newIds.length) return;
    this.newIds = grown(this.newIds, needed * 2);
    this.newEnds = grown(this.newEnds, needed * 2);
  }

  #intern(hash: number, text: DataView, start: number, length: number): number {
    const slot = this.#findSlot(hash, text, start, length);
    const found = this.#slots[slot]! - 1;
    if (found >= 0) return found;
    const id = this.idCount;
    if (id === this.#idHash.length) this.#growIds();
    this.#idHash[id] = hash;
    this.#idStart[id] = start;
    this.#idLength[id] = length;
    this.oldUses[id] = 0;
    this.newUses[id] = 0;
    this.idCount = id + 1;
    this.#slots[slot] = id + 1;
    if (this.idCount * 2 > this.#slotMask) this.#rehash();
    return id;
  }

  #findSlot(hash: number, text: DataView, start: number, length: number): number {
    const slots = this.#slots;
    const mask = this.#slotMask;
    let slot = hash & mask;
    for (;;) {
      const id = slots[slot]! - 1;
      if (id < 0) return slot;
      if (this.#idHash[id] === hash && this.#idLength[id] === length) {
        const home = id < this.#oldIdCount ? this.#old : this.#new;
        if (equalLine(home, this.#idStart[id]!, text, start, length)) return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Empties the table; it starts with room for `lineCount` distinct lines. */
  #clear(lineCount: number): void {
    this.idCount = 0;
    // While the old text is interned, every id lies in it.
    this.#oldIdCount = Number.POSITIVE_INFINITY;
    let slotCount = 64;
    while (slotCount < lineCount * 2.5) slotCount *= 2;
    this.#slotMask = slotCount - 1;
    if (this.#slots.length < slotCount) this.#slots = new Int32Array(slotCount);
    else this.#slots.fill(0, 0, slotCount);
  }

  #growIds(): void {
    const length = this.#idHash.length * 2;
    this.#idHash = grown(this.#idHash, length);
    this.#idStart = grown(this.#idStart, length);
    this.#idLength = grown(this.#idLength, length);
    this.#idLine = grown(this.#idLine, length);
    this.oldUses = grown(this.oldUses, length);
    this.newUses = grown(this.newUses, length);
  }

  #rehash(): void {
    const slotCount = (this.#slotMask + 1) * 2;
    const mask = slotCount - 1;
    if (this.#slots.length < slotCount) this.#slots = new Int32Array(slotCount);
    else this.#slots.fill(0, 0, slotCount);
    const slots = this.#slots;
    for (let id = 0; id < this.idCount; id += 1) {
      let slot = this.#idHash[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slotMask = mask;
  }
}

/**
 * Splits and hashes lines from `start` until the text or the room ends; returns how many there are
 * now.
 *
 * Four bytes a step, from the start of the line on, wherever it lies: the subtraction leaves a high
 * bit at the first byte that is a line feed. The mix is a rotation and a product, as in FxHash.
 */
function splitSome(
  text: DataView,
  start: number,
  end: number,
  done: number,
  room: number,
  hashes: Int32Array,
  ends: Int32Array,
): number {
  let line = done;
  let hash = 0;
  let at = start;
  while (at + 4 <= end) {
    const word = text.getInt32(at, true);
    const x = word ^ 0x0a0a0a0a;
    const found = (x - 0x01010101) & ~x & 0x80808080;
    if (found === 0) {
      hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ word, 0x9e3779b1);
      at += 4;
      continue;
    }
    const bits = 24 - (Math.clz32(found & -found) & 24);
    hashes[line] = finish(hash, word & ((1 << bits) - 1), bits + 8);
    at += (bits >>> 3) + 1;
    ends[line] = at;
    line += 1;
    hash = 0;
    if (line === room) return line;
  }
  return splitRest(text, at, end, hash, line, room, hashes, ends);
}

/** The same for the last bytes, fewer than four, with the hash of the line so far. */
function splitRest(
  text: DataView,
  start: number,
  end: number,
  startHash: number,
  done: number,
  room: number,
  hashes: Int32Array,
  ends: Int32Array,
): number {
  let line = done;
  let hash = startHash;
  let word = 0;
  let bits = 0;
  for (let at = start; at < end; at += 1) {
    const byte = text.getUint8(at);
    if (byte !== lineFeed) {
      word |= byte << bits;
      bits += 8;
      continue;
    }
    hashes[line] = finish(hash, word, bits + 8);
    ends[line] = at + 1;
    line += 1;
    hash = 0;
    word = 0;
    bits = 0;
    if (line === room) return line;
  }
  const lineStart = line === 0 ? -1 : ends[line - 1]!;
  if (end > start ? text.getUint8(end - 1) === lineFeed : lineStart === end) return line;
  hashes[line] = finish(hash, word, bits);
  ends[line] = end;
  return line + 1;
}

/**
 * Mixes in the bytes that do not fill a word; `bits` distinguishes lines with and without a line feed
 * apart.
 */
function finish(hash: number, word: number, bits: number): number {
  const mixed = Math.imul(((hash << 5) | (hash >>> 27)) ^ word ^ (bits << 24), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function equalLine(a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    if (a.getInt32(aStart + i, true) !== b.getInt32(bStart + i, true)) return false;
  }
  for (; i < length; i += 1) if (a.getUint8(aStart + i) !== b.getUint8(bStart + i)) return false;
  return true;
}

/** How many bytes `a[aStart, aEnd)` and `b[bStart, bEnd)` have in common at their start. */
function commonBytes(a: DataView, aStart: number, aEnd: number, b: DataView, bStart: number, bEnd: number): number {
  const sizeMax = Math.min(aEnd - aStart, bEnd - bStart);
  const wordsEnd = sizeMax - 3;
  let same = 0;
  while (same < wordsEnd) {
    if (a.getInt32(aStart + same, true) !== b.getInt32(bStart + same, true)) break;
    same += 4;
  }
  while (same < sizeMax && a.getUint8(aStart + same) === b.getUint8(bStart + same)) same += 1;
  return same;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function grown(old: Int32Array, length: number): Int32Array {
  const bigger = new Int32Array(length);
  bigger.set(old);
  return bigger;
}
