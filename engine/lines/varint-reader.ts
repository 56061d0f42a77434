import { malformed } from './runs-codec.ts';

/** Reads whole numbers below 2^32, low bits first; `at` is where the next one begins. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws {CodefangError} STATE behind the end, and where there is no such number */
  take(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.at];
      if (byte === undefined || scale > 2 ** 28) throw malformed();
      this.at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
}
