import { ByteInterner } from '../base/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';
import { grownInts } from './grown-ints.ts';

const lineFeed = 0x0a;
const textBytesMin = 4096;

/** 1 for ASCII letters and digits, as in git: bytes of other scripts do not count. */
const isLetter: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9A-Za-z]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/**
 * The lines of stretches, one behind the other, with ids for equal ones and how many letters and digits they have.
 * OWNS a copy of their bytes, 12 bytes a line, and the distinct lines; charged to the account.
 */
export class StretchTexts {
  count = 0;
  /** Bytes of all lines. */
  length = 0;
  /** Per line the id that equal ones share. */
  ids: Int32Array = new Int32Array(0);
  /** Distinct lines; replaced by `release`. */
  lines: ByteInterner = new ByteInterner();
  /** Letters and digits by id. */
  letters: Int32Array = new Int32Array(0);
  readonly #allowance: ScratchAllowance | undefined;
  #text: Uint8Array = new Uint8Array(0);
  /** Where each line begins; one more than lines. */
  #starts: Int32Array = new Int32Array(1);
  #chargedBytes = 0;

  constructor(allowance: ScratchAllowance | undefined) {
    this.#allowance = allowance;
  }

  get bytes(): number {
    return (
      this.#text.length + this.#starts.byteLength + this.ids.byteLength + this.letters.byteLength + this.lines.bytes
    );
  }

  clear(): void {
    if (this.count > 0) this.lines.clear();
    this.count = 0;
    this.length = 0;
  }

  /**
   * Adds the lines of `bytes[start, end)`, the last one when there are more than `countMax`; returns how many letters
   * and digits they have.
   */
  add(bytes: Uint8Array, start: number, end: number, countMax: number): number {
    this.#reserve(end - start);
    this.#text.set(bytes.subarray(start, end), this.length);
    let letters = 0;
    for (let at = start; at < end && this.count <= countMax;) {
      const lineStart = at;
      while (at < end && bytes[at] !== lineFeed) at += 1;
      if (at < end) at += 1;
      letters += this.#addLine(bytes, lineStart, at);
    }
    this.#charge();
    return letters;
  }

  /** The bytes of lines `[from, to)`. */
  view(from: number, to: number): Uint8Array {
    return this.#text.subarray(this.#starts[from]!, this.#starts[to]!);
  }

  lettersIn(from: number, to: number): number {
    let letters = 0;
    for (let line = from; line < to; line += 1) letters += this.letters[this.ids[line]!]!;
    return letters;
  }

  /** Gives back the arrays. */
  release(): void {
    this.clear();
    const ints = this.#starts.byteLength + this.ids.byteLength + this.letters.byteLength;
    this.#allowance?.resize(this.#text.length + ints, Int32Array.BYTES_PER_ELEMENT);
    this.lines = new ByteInterner();
    this.#text = new Uint8Array(0);
    this.#starts = new Int32Array(1);
    this.ids = new Int32Array(0);
    this.letters = new Int32Array(0);
    this.#charge();
  }

  #addLine(bytes: Uint8Array, start: number, end: number): number {
    const known = this.lines.count;
    const id = this.lines.intern(bytes, start, end);
    if (id === known) {
      if (id === this.letters.length) this.letters = grownInts(this.letters, id + 256, this.#allowance);
      this.letters[id] = lettersOf(bytes, start, end);
    }
    const line = this.count;
    if (line + 1 >= this.#starts.length) {
      this.#starts = grownInts(this.#starts, line + 256, this.#allowance);
      this.ids = grownInts(this.ids, line + 256, this.#allowance);
    }
    this.ids[line] = id;
    this.length += end - start;
    this.#starts[line + 1] = this.length;
    this.count += 1;
    return this.letters[id]!;
  }

  #reserve(byteCount: number): void {
    if (this.length + byteCount <= this.#text.length) return;
    const roomy = Math.max(textBytesMin, this.length + byteCount, this.#text.length * 2);
    this.#allowance?.resize(this.#text.length, roomy);
    const bigger = new Uint8Array(roomy);
    bigger.set(this.#text);
    this.#text = bigger;
  }

  /** The distinct lines keep their tables, which are charged as they grow. */
  #charge(): void {
    const { bytes } = this.lines;
    if (bytes === this.#chargedBytes) return;
    this.#allowance?.resize(this.#chargedBytes, bytes);
    this.#chargedBytes = bytes;
  }
}

/** Letters and digits of `bytes[start, end)`. */
export function lettersOf(bytes: Uint8Array, start: number, end: number): number {
  let letters = 0;
  for (let at = start; at < end; at += 1) letters += isLetter[bytes[at]!]!;
  return letters;
}
