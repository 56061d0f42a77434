import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';

/** How many pairs of bytes there are. */
export const pairKinds = 65_536;

/** Byte → the byte that stands for it: whitespace is 0, capitals are small letters. ASCII, as in git. */
const folded: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x20) return 0;
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
});

/**
 * What lines look like: for each line its pairs of neighbouring bytes, and how often each occurs.
 *
 *   "if  (x)"   →   " i" "if" "f " " (" "(x" "x)" ") "     case does not count, nor how much whitespace
 *
 * Two lines are as similar as they have pairs in common, with repeats (`sharedPairs`). One of the two stands
 * in a table of weights, pair → occurrences, that is all zero between uses.
 *
 * OWNS 6 bytes a distinct pair of a line and 4 a line, reused; they grow to the largest texts seen.
 */
export class LineFingerprints {
  lineCount = 0;
  /** The pairs of line `i` are numbers `[starts[i], starts[i + 1])` of `pairs` and `counts`. */
  starts: Int32Array = new Int32Array(0);
  pairs: Uint16Array = new Uint16Array(0);
  counts: Int32Array = new Int32Array(0);
  readonly #weights: Int32Array;
  readonly #allowance: ScratchAllowance | undefined;

  constructor(weights: Int32Array, allowance?: ScratchAllowance) {
    this.#weights = weights;
    this.#allowance = allowance;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.starts.byteLength + this.pairs.byteLength + this.counts.byteLength;
  }

  /** Distinct pairs of all lines so far. */
  get pairCount(): number {
    return this.lineCount === 0 ? 0 : this.starts[this.lineCount]!;
  }

  clear(): void {
    this.lineCount = 0;
  }

  /** Adds the line `bytes[start, end)`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const first = this.pairCount;
    this.#reserve(first + Math.min(end - start + 1, pairKinds));
    const { pairs, counts } = this;
    const weights = this.#weights;
    let last = first;
    let previous = 0;
    for (let at = start; at <= end; at += 1) {
      const byte = at === end ? 0 : folded[bytes[at]!]!;
      const pair = previous | (byte << 8);
      previous = byte;
      if (pair === 0) continue;
      if (weights[pair] === 0) {
        pairs[last] = pair;
        last += 1;
      }
      weights[pair]! += 1;
    }
    for (let at = first; at < last; at += 1) {
      const pair = pairs[at]!;
      counts[at] = weights[pair]!;
      weights[pair] = 0;
    }
    this.starts[this.lineCount] = first;
    this.lineCount += 1;
    this.starts[this.lineCount] = last;
  }

  /** Puts a line into the table of weights; `unload` takes it out again. */
  load(line: number): void {
    const end = this.starts[line + 1]!;
    for (let at = this.starts[line]!; at < end; at += 1) this.#weights[this.pairs[at]!] = this.counts[at]!;
  }

  unload(line: number): void {
    const end = this.starts[line + 1]!;
    for (let at = this.starts[line]!; at < end; at += 1) this.#weights[this.pairs[at]!] = 0;
  }

  /** How many pairs a line has in common with the one in the table of weights. */
  sharedPairs(line: number): number {
    const { pairs, counts } = this;
    const weights = this.#weights;
    const end = this.starts[line + 1]!;
    let shared = 0;
    for (let at = this.starts[line]!; at < end; at += 1) shared += Math.min(counts[at]!, weights[pairs[at]!]!);
    return shared;
  }

  /** Takes the pairs in the table of weights away from a line. */
  subtract(line: number): void {
    const { pairs, counts } = this;
    const end = this.starts[line + 1]!;
    for (let at = this.starts[line]!; at < end; at += 1) {
      counts[at] = Math.max(0, counts[at]! - this.#weights[pairs[at]!]!);
    }
  }

  #reserve(pairCount: number): void {
    this.starts = grownInts(this.starts, this.lineCount + 2, this.#allowance);
    if (pairCount <= this.pairs.length) return;
    this.counts = grownInts(this.counts, pairCount, this.#allowance);
    const length = this.counts.length;
    this.#allowance?.resize(this.pairs.byteLength, length * Uint16Array.BYTES_PER_ELEMENT);
    const pairs = new Uint16Array(length);
    pairs.set(this.pairs);
    this.pairs = pairs;
  }
}
