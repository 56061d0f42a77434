/** A power of two; with paths of usual length about a megabyte when it is full. */
const slotCount = 8192;

/**
 * The texts of ids that were asked for lately: a report names the same files and people in a million rows, and
 * making a string out of bytes costs more than the rest of the row. Each id has one place, the last of those
 * that share it stays. BOUNDED BY: 8,192 texts.
 */
export class TextCache {
  readonly #make: (id: number) => string;
  readonly #ids: Int32Array = new Int32Array(slotCount).fill(-1);
  readonly #texts: string[] = [];

  constructor(make: (id: number) => string) {
    this.#make = make;
  }

  /** REQUIRES: the text of an id never changes. */
  get(id: number): string {
    const slot = id & (slotCount - 1);
    if (this.#ids[slot] === id) return this.#texts[slot]!;
    const text = this.#make(id);
    this.#ids[slot] = id;
    this.#texts[slot] = text;
    return text;
  }
}
