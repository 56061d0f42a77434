import { copyWords, KiB } from '../base/index.ts';
import { copyBytes } from './copy-bytes.ts';
import { numberBytesMax, NumberTexts } from './number-texts.ts';

const capacityMin = 64 * KiB;
/** A capacity that one long row left behind is given back above this. */
const capacityKept = 1024 * KiB;

/**
 * Text under construction, as UTF-8. Grows to what is appended between two calls of `clear`, which
 * for reports is a flush of 64 KiB and one row; then shrinks back.
 */
export class TextBuffer {
  #bytes = new Uint8Array(capacityMin);
  #view = new DataView(this.#bytes.buffer);
  #numbers: NumberTexts | undefined;
  #length = 0;

  /** The store; `[0, length)` is text. Another object after an append that grew it. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > capacityKept) this.#replace(new Uint8Array(capacityMin));
  }

  /** Room for `count` more bytes: the caller writes from `length` on and then calls `advanceTo`. */
  reserve(count: number): Uint8Array {
    if (this.#length + count > this.#bytes.length) this.#grow(this.#length + count);
    return this.#bytes;
  }

  advanceTo(length: number): void {
    this.#length = length;
  }

  appendByte(byte: number): void {
    const bytes = this.reserve(1);
    bytes[this.#length] = byte;
    this.#length += 1;
  }

  appendBytes(source: Uint8Array, start = 0, end: number = source.length): void {
    const bytes = this.reserve(end - start);
    copyBytes(source, start, end, bytes, this.#length);
    this.#length += end - start;
  }

  /** A short text that is encoded already. */
  appendWords(source: DataView, start: number, length: number): void {
    this.reserve(length);
    copyWords(source, start, this.#view, this.#length, length);
    this.#length += length;
  }

  appendAscii(text: string): void {
    const bytes = this.reserve(text.length);
    let at = this.#length;
    for (let i = 0; i < text.length; i += 1, at += 1) bytes[at] = text.charCodeAt(i);
    this.#length = at;
  }

  /** The shortest decimal form that reads back as the same number, as ECMAScript prints it; -0 is 0. */
  appendNumber(value: number): void {
    if ((value | 0) === value) this.#appendInt32(value);
    else this.#appendFraction(value);
  }

  /** Reports say the same shares again and again, and finding their digits takes long. */
  #appendFraction(value: number): void {
    this.#numbers ??= new NumberTexts();
    const bytes = this.reserve(numberBytesMax);
    this.#length += this.#numbers.write(value, bytes, this.#length);
  }

  #appendInt32(value: number): void {
    const bytes = this.reserve(11);
    let start = this.#length;
    if (value < 0) bytes[start++] = 0x2d;
    let rest = Math.abs(value);
    const end = start + digitCount(rest);
    for (let at = end - 1; at >= start; at -= 1) {
      const tens = Math.floor(rest / 10);
      bytes[at] = 0x30 + rest - tens * 10;
      rest = tens;
    }
    this.#length = end;
  }

  #grow(count: number): void {
    const bigger = new Uint8Array(Math.max(count, this.#bytes.length * 2));
    bigger.set(this.#bytes.subarray(0, this.#length));
    this.#replace(bigger);
  }

  #replace(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

function digitCount(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count += 1;
  return count;
}
