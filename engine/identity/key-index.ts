import { ByteInterner, grown } from '../base/index.ts';

/** Of more entries under one key nothing can be concluded: it is a word that everybody uses. */
const entriesMax = 64;

/**
 * Texts → the entries that have them, in the order in which they were added. About 60 bytes an entry beside its text.
 * BOUNDED BY: the entries, a few a face; the audit charges them beforehand.
 */
export class KeyIndex {
  readonly #keys = new ByteInterner();
  /** By key: how many entries, 1 + the first and the last of them. */
  #counts = new Int32Array(1024);
  #firsts = new Int32Array(1024);
  #lasts = new Int32Array(1024);
  #entries = new Int32Array(1024);
  #nexts = new Int32Array(1024);
  #used = 0;

  add(key: string, entry: number): void {
    const bytes = Buffer.from(key);
    const id = this.#keys.intern(bytes, 0, bytes.length);
    this.#makeRoom(id);
    this.#entries[this.#used] = entry;
    const last = this.#lasts[id]! - 1;
    this.#used += 1;
    if (last < 0) this.#firsts[id] = this.#used;
    else this.#nexts[last] = this.#used;
    this.#lasts[id] = this.#used;
    this.#counts[id] = this.#counts[id]! + 1;
  }

  count(key: string): number {
    const id = this.#find(key);
    return id < 0 ? 0 : this.#counts[id]!;
  }

  /** The entries of a key; none when there are more than can mean anything. */
  *of(key: string, countMax: number = entriesMax): Generator<number> {
    const id = this.#find(key);
    if (id < 0 || this.#counts[id]! > countMax) return;
    for (let at = this.#firsts[id]! - 1; at >= 0; at = this.#nexts[at]! - 1) yield this.#entries[at]!;
  }

  #find(key: string): number {
    const bytes = Buffer.from(key);
    return this.#keys.find(bytes, 0, bytes.length);
  }

  #makeRoom(id: number): void {
    if (id === this.#counts.length) {
      this.#counts = grown(this.#counts, id * 2);
      this.#firsts = grown(this.#firsts, id * 2);
      this.#lasts = grown(this.#lasts, id * 2);
    }
    if (this.#used < this.#entries.length) return;
    this.#entries = grown(this.#entries, this.#used * 2);
    this.#nexts = grown(this.#nexts, this.#used * 2);
  }
}
