import { KiB } from '../../base/index.ts';

/** Bytes under construction, little-endian. Grows to the largest block and keeps its store. */
export class ByteBuilder {
  #bytes: Buffer = Buffer.alloc(64 * KiB);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was appended, until the next append. */
  get view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  uint8(value: number): void {
    this.#room(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  uint32(value: number): void {
    this.#room(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  /** Overwrites four bytes that were appended before. */
  uint32At(at: number, value: number): void {
    this.#bytes.writeUInt32LE(value, at);
  }

  double(value: number): void {
    this.#room(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    this.#room(8);
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) {
      this.#bytes[this.#length] = (rest % 128) + 128;
      this.#length += 1;
    }
    this.#bytes[this.#length] = rest;
    this.#length += 1;
  }

  /** Any safe integer; the sign takes a bit of the first byte, so that no value outgrows a double. */
  signedVarint(value: number): void {
    const magnitude = Math.abs(value);
    const sign = value < 0 ? 1 : 0;
    const high = Math.floor(magnitude / 64);
    this.uint8((magnitude % 64) * 2 + sign + (high > 0 ? 128 : 0));
    if (high > 0) this.varint(high);
  }

  bytes(source: Uint8Array): void {
    this.#room(source.length);
    this.#bytes.set(source, this.#length);
    this.#length += source.length;
  }

  /** A text behind its length in bytes. */
  text(text: string): void {
    const byteCount = Buffer.byteLength(text);
    this.varint(byteCount);
    this.#room(byteCount);
    this.#length += this.#bytes.write(text, this.#length);
  }

  #room(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const bigger = Buffer.alloc(Math.max(needed, this.#bytes.length * 2));
    bigger.set(this.view);
    this.#bytes = bigger;
  }
}
