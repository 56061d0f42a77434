import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';
import type { LineRanges } from './line-ranges.ts';

/** A block that moved has at least so many lines; a window of them is what blocks are found by. */
export const blockLinesMin = 3;
/** And so many letters and digits together. */
export const blockLettersMin = 20;
/** Pairs of equal windows that are looked at. */
const defaultPairCountMax = 1 << 18;
const productBits = 64;

/**
 * The stretches that deleted and added lines have in common, each as long as it can be.
 *
 *   deleted  a b c d | e f g h      windows of three lines meet in a table; a pair of equal windows is
 *   added    x b c d e | f g h      extended both ways, up to the end of a range: b c d and f g h
 *
 * Windows that occur often make a pair for each place here and each place there. When there are too many pairs,
 * the most frequent windows find no stretch of their own; they are still part of those that others find.
 *
 * OWNS about 20 bytes a line and 12 a stretch, reused.
 */
export class MoveRuns {
  count = 0;
  /** Per stretch, indices into the deleted and the added lines, and how many lines. */
  oldStarts: Int32Array = new Int32Array(0);
  newStarts: Int32Array = new Int32Array(0);
  lengths: Int32Array = new Int32Array(0);
  /** Lines compared in the last run. */
  workCount = 0;
  /** Whether there were too many pairs, so that frequent windows were left out. */
  isCoarse = false;
  readonly #pairCountMax: number;
  readonly #allowance: ScratchAllowance | undefined;
  #slots: Int32Array = new Int32Array(0);
  #slotMask = 0;
  /** Per kind of window, named by the deleted line that it was first seen at: how often it occurs. */
  #oldUses: Int32Array = new Int32Array(0);
  #newUses: Int32Array = new Int32Array(0);
  /** The next deleted line that starts the same window, or -1. */
  #next: Int32Array = new Int32Array(0);
  /** The kind of the window at each added line, or -1. */
  #kinds: Int32Array = new Int32Array(0);
  /** Per difference of indices: where its last stretch ends among the added lines. */
  #ends: Int32Array = new Int32Array(0);

  constructor(pairCountMax: number = defaultPairCountMax, allowance?: ScratchAllowance) {
    this.#pairCountMax = pairCountMax;
    this.#allowance = allowance;
  }

  /** Bytes held. */
  get bytes(): number {
    const runs = this.oldStarts.byteLength + this.newStarts.byteLength + this.lengths.byteLength;
    const uses = this.#oldUses.byteLength + this.#newUses.byteLength + this.#next.byteLength;
    return runs + uses + this.#slots.byteLength + this.#kinds.byteLength + this.#ends.byteLength;
  }

  /** Finds the stretches; `letters` returns how many letters a line has by its id. False after `workMax` steps. */
  run(old: LineRanges, newer: LineRanges, letters: Int32Array, workMax: number): boolean {
    this.count = 0;
    this.workCount = 0;
    this.#clear(old.count, newer.count);
    this.#insertOld(old, letters);
    this.#countNew(newer, old);
    const usesMax = this.#productMax(old.count);
    this.isCoarse = usesMax < Infinity;
    for (let at = 0; at < newer.count; at += 1) {
      const kind = this.#kinds[at]!;
      if (kind < 0 || this.#oldUses[kind]! * this.#newUses[kind]! > usesMax) continue;
      for (let oldAt = kind; oldAt >= 0; oldAt = this.#next[oldAt]!) {
        // The pair may be part of a stretch that an earlier one found.
        if (this.#ends[oldAt - at + newer.count]! > at) continue;
        this.#extend(old, newer, letters, oldAt, at);
        if (this.workCount > workMax) return false;
      }
    }
    return true;
  }

  #clear(oldCount: number, newCount: number): void {
    let slotCount = 256;
    while (slotCount < oldCount * 2) slotCount *= 2;
    this.#slots = grownInts(this.#slots, slotCount, this.#allowance);
    this.#slotMask = slotCount - 1;
    this.#oldUses = grownInts(this.#oldUses, oldCount, this.#allowance);
    this.#newUses = grownInts(this.#newUses, oldCount, this.#allowance);
    this.#next = grownInts(this.#next, oldCount, this.#allowance);
    this.#kinds = grownInts(this.#kinds, newCount, this.#allowance);
    this.#ends = grownInts(this.#ends, oldCount + newCount, this.#allowance);
    this.#slots.fill(0, 0, slotCount);
    this.#oldUses.fill(0, 0, oldCount);
    this.#newUses.fill(0, 0, oldCount);
    this.#ends.fill(0, 0, oldCount + newCount);
  }

  /** From the end, so that a chain of equal windows goes down the text from the line that names the kind. */
  #insertOld(old: LineRanges, letters: Int32Array): void {
    for (let at = old.count - blockLinesMin; at >= 0; at -= 1) {
      if (!isWindow(old, at) || lettersOf(old, at, letters) === 0) continue;
      const slot = this.#findSlot(old, old, at);
      const first = this.#slots[slot]! - 1;
      this.#next[at] = first;
      this.#oldUses[at] = first < 0 ? 1 : this.#oldUses[first]! + 1;
      this.#slots[slot] = at + 1;
    }
  }

  #countNew(newer: LineRanges, old: LineRanges): void {
    this.#kinds.fill(-1, 0, newer.count);
    for (let at = 0; at + blockLinesMin <= newer.count; at += 1) {
      if (!isWindow(newer, at)) continue;
      const kind = this.#slots[this.#findSlot(old, newer, at)]! - 1;
      this.#kinds[at] = kind;
      if (kind >= 0) this.#newUses[kind]! += 1;
    }
  }

  /** How many pairs a kind of window may make: the largest power of two that keeps all within the bound. */
  #productMax(oldCount: number): number {
    const sums = Array.from({ length: productBits }, () => 0);
    for (let at = 0; at < oldCount; at += 1) {
      const product = this.#oldUses[at]! * this.#newUses[at]!;
      if (product > 0) sums[Math.ceil(Math.log2(product))]! += product;
    }
    let sum = 0;
    for (let bits = 0; bits < productBits; bits += 1) {
      sum += sums[bits]!;
      if (sum > this.#pairCountMax) return bits === 0 ? 0 : 2 ** (bits - 1);
    }
    return Infinity;
  }

  #extend(old: LineRanges, newer: LineRanges, letters: Int32Array, oldAt: number, newAt: number): void {
    const oldIds = old.ids;
    const newIds = newer.ids;
    let up = 0;
    while (old.isBelow(oldAt - up) && newer.isBelow(newAt - up)) {
      if (oldIds[oldAt - up - 1] !== newIds[newAt - up - 1]) break;
      up += 1;
    }
    let down = blockLinesMin;
    while (old.isBelow(oldAt + down) && newer.isBelow(newAt + down)) {
      if (oldIds[oldAt + down] !== newIds[newAt + down]) break;
      down += 1;
    }
    this.workCount += up + down;
    this.#ends[oldAt - newAt + newer.count] = newAt + down;
    let letterCount = 0;
    for (let at = newAt - up; at < newAt + down && letterCount < blockLettersMin; at += 1) {
      letterCount += letters[newIds[at]!]!;
    }
    if (letterCount >= blockLettersMin) this.#put(oldAt - up, newAt - up, up + down);
  }

  #put(oldStart: number, newStart: number, length: number): void {
    const at = this.count;
    if (at === this.lengths.length) {
      this.oldStarts = grownInts(this.oldStarts, at + 64, this.#allowance);
      this.newStarts = grownInts(this.newStarts, at + 64, this.#allowance);
      this.lengths = grownInts(this.lengths, at + 64, this.#allowance);
    }
    this.oldStarts[at] = oldStart;
    this.newStarts[at] = newStart;
    this.lengths[at] = length;
    this.count = at + 1;
  }

  /** The slot of the kind that equals the window at `lines[at]`, or a free one. */
  #findSlot(old: LineRanges, lines: LineRanges, at: number): number {
    const ids = lines.ids;
    const oldIds = old.ids;
    const [a, b, c] = [ids[at]!, ids[at + 1]!, ids[at + 2]!];
    let slot = hashOf(a, b, c) & this.#slotMask;
    for (;;) {
      const kind = this.#slots[slot]! - 1;
      if (kind < 0) return slot;
      if (oldIds[kind] === a && oldIds[kind + 1] === b && oldIds[kind + 2] === c) return slot;
      slot = (slot + 1) & this.#slotMask;
    }
  }
}

function isWindow(lines: LineRanges, at: number): boolean {
  return lines.isBelow(at + 1) && lines.isBelow(at + 2);
}

function lettersOf(lines: LineRanges, at: number, letters: Int32Array): number {
  let count = 0;
  for (let i = at; i < at + blockLinesMin; i += 1) count += letters[lines.ids[i]!]!;
  return count;
}

function hashOf(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x01000193) ^ b;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ c;
  hash = Math.imul(hash ^ (hash >>> 13), 0x01000193);
  return hash ^ (hash >>> 16);
}
