import { KiB } from '../base/index.ts';
import { appendJsonString } from './canonical-json.ts';
import type { TextBuffer } from './text-buffer.ts';

const slabBytes = 512 * KiB;
const textCountMax = 16_384;
/** Longer texts are rare, and seldom said twice. */
const textLengthMax = 128;
/** A place is `start * lengthStep + length`; each UTF-16 unit takes 6 bytes at most. */
const lengthStep = 1024;
/** After this many new texts, check whether remembering them helps. */
const missesPerLook = 4096;

/**
 * JSON texts of the strings that a section says again and again, such as the paths of its files. A section that
 * seldom repeats one is not remembered.
 * BOUNDED BY: 512 KiB of text, and a look-up of at most 16,384 strings, 60 bytes each.
 */
export class EncodedTexts {
  readonly #places = new Map<string, number>();
  #slab: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#slab.buffer);
  #end = 0;
  #hitCount = 0;
  #missCount = 0;
  #isOff = false;

  /** Another section begins. */
  reset(): void {
    this.#forget();
    this.#hitCount = 0;
    this.#missCount = 0;
    this.#isOff = false;
  }

  /** Appends a string with its quotes. */
  append(out: TextBuffer, text: string): void {
    if (this.#isOff || text.length > textLengthMax) {
      appendJsonString(out, text);
      return;
    }
    const place = this.#places.get(text);
    if (place === undefined) {
      this.#appendNew(out, text);
      return;
    }
    this.#hitCount += 1;
    out.appendWords(this.#view, Math.floor(place / lengthStep), place % lengthStep);
  }

  #appendNew(out: TextBuffer, text: string): void {
    const start = out.length;
    appendJsonString(out, text);
    this.#missCount += 1;
    if (this.#missCount % missesPerLook === 0) this.#isOff = this.#hitCount < this.#missCount;
    if (this.#isOff) this.#forget();
    else this.#keep(text, out.bytes.subarray(start, out.length));
  }

  #keep(text: string, bytes: Uint8Array): void {
    if (this.#slab.length === 0) this.#makeSlab();
    if (this.#end + bytes.length > slabBytes || this.#places.size === textCountMax) this.#forget();
    this.#slab.set(bytes, this.#end);
    this.#places.set(text, this.#end * lengthStep + bytes.length);
    this.#end += bytes.length;
  }

  #makeSlab(): void {
    this.#slab = new Uint8Array(slabBytes);
    this.#view = new DataView(this.#slab.buffer);
  }

  #forget(): void {
    this.#places.clear();
    this.#end = 0;
  }
}
