import { CodefangError } from '../../base/index.ts';

/** Reads what `ByteBuilder` built. @throws {CodefangError} STATE when the bytes end early */
export class ByteWalker {
  readonly #bytes: Buffer;
  readonly #file: string;
  #at = 0;

  constructor(bytes: Buffer, file: string) {
    this.#bytes = bytes;
    this.#file = file;
  }

  uint8(): number {
    return this.#bytes[this.#advance(1)]!;
  }

  uint32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4));
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.uint8();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      if (scale > 2 ** 49) throw this.#broken();
    }
  }

  signedVarint(): number {
    const first = this.uint8();
    const low = (first & 126) / 2;
    const magnitude = first < 128 ? low : low + this.varint() * 64;
    return (first & 1) === 1 ? -magnitude : magnitude;
  }

  text(): string {
    const byteCount = this.varint();
    const start = this.#advance(byteCount);
    return this.#bytes.toString('utf8', start, start + byteCount);
  }

  /** The next bytes as a walker of their own. */
  part(byteCount: number): ByteWalker {
    const start = this.#advance(byteCount);
    return new ByteWalker(this.#bytes.subarray(start, start + byteCount), this.#file);
  }

  #advance(byteCount: number): number {
    const start = this.#at;
    if (start + byteCount > this.#bytes.length) throw this.#broken();
    this.#at = start + byteCount;
    return start;
  }

  #broken(): CodefangError {
    const state = 'a block of rows ends too early, expected an unchanged report';
    return new CodefangError('STATE', `Cannot read ${this.#file}: ${state}`);
  }
}
