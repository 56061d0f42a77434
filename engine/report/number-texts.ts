/** No number takes more: a sign, 17 digits, a point, and either an exponent or six zeros. */
export const numberBytesMax = 32;

const placeCount = 4096;

/**
 * Decimal texts of the numbers seen last, as ECMAScript prints them; a number has one place it can be kept at.
 * BOUNDED BY: 4,096 places of 41 bytes.
 */
export class NumberTexts {
  readonly #numbers = new Float64Array(placeCount).fill(NaN);
  readonly #texts = new Uint8Array(placeCount * numberBytesMax);
  readonly #lengths = new Uint8Array(placeCount);

  /** Writes the number at `at` and returns how many bytes that took. REQUIRES: room for `numberBytesMax`. */
  write(value: number, target: Uint8Array, at: number): number {
    const place = placeOf(value);
    const start = place * numberBytesMax;
    if (this.#numbers[place] !== value) this.#put(value, place, start);
    const length = this.#lengths[place]!;
    const texts = this.#texts;
    for (let i = 0; i < length; i += 1) target[at + i] = texts[start + i]!;
    return length;
  }

  #put(value: number, place: number, start: number): void {
    const text = String(value);
    for (let i = 0; i < text.length; i += 1) this.#texts[start + i] = text.charCodeAt(i);
    this.#lengths[place] = text.length;
    this.#numbers[place] = value;
  }
}

const oneNumber = new Float64Array(1);
const itsHalves = new Uint32Array(oneNumber.buffer);

function placeOf(value: number): number {
  oneNumber[0] = value;
  const mixed = Math.imul(itsHalves[0]! ^ Math.imul(itsHalves[1]!, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & (placeCount - 1);
}
