/**
 * How many distinct byte strings there were and what they take together, without keeping them: 24 bytes each. Strings
 * are told apart by 64 bits of hash, so that of a hundred million a few might count as one.
 * BOUNDED BY: the owner, who charges `bytes`.
 */
export class DistinctCount {
  /** Pairs of hashes; both 0 is free. */
  #slots = new Int32Array(2048);
  #count = 0;
  #textBytes = 0;

  get count(): number {
    return this.#count;
  }

  /** Bytes of the distinct strings, if they were kept. */
  get textBytes(): number {
    return this.#textBytes;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#slots.byteLength;
  }

  add(source: Uint8Array, start: number, end: number): void {
    let first = 0x811c9dc5 | 0;
    let second = end - start;
    for (let i = start; i < end; i += 1) {
      first = Math.imul(first ^ source[i]!, 0x01000193);
      second = Math.imul(second ^ source[i]!, 0x5bd1e995) ^ (second >>> 13);
    }
    if (!this.#insert(first, second | 1)) return;
    this.#count += 1;
    this.#textBytes += end - start;
    if (this.#count * 8 > this.#slots.length * 3) this.#rehash();
  }

  #insert(first: number, second: number): boolean {
    const mask = this.#slots.length / 2 - 1;
    for (let slot = mixed(first, second) & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot * 2 + 1]!;
      if (found === second && this.#slots[slot * 2] === first) return false;
      if (found !== 0) continue;
      this.#slots[slot * 2] = first;
      this.#slots[slot * 2 + 1] = second;
      return true;
    }
  }

  #rehash(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] !== 0) this.#insert(old[at]!, old[at + 1]!);
    }
  }
}

function mixed(first: number, second: number): number {
  const hash = Math.imul(first ^ (first >>> 15), 0x2c1b3c6d) ^ second;
  return hash ^ (hash >>> 13);
}
