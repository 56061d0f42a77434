const interestingBytes = [0, 1, 0x0a, 0x20, 0x22, 0x2f, 0x5c, 0x7f, 0x80, 0xff];
const interestingWords = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
/** Inputs that grow without end would only make each execution slower. */
const lengthMax = 16_384;

/** Changes inputs at random, a few changes at a time; the same numbers make the same inputs. */
export class Mutator {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** A changed copy; `other` is another input whose bytes may be taken. */
  mutate(input: Uint8Array, other: Uint8Array): Uint8Array {
    let bytes: Uint8Array = Uint8Array.from(input);
    for (let count = 1 + this.below(4) * this.below(2); count > 0; count -= 1) bytes = this.#change(bytes, other);
    return bytes.length > lengthMax ? bytes.subarray(0, lengthMax) : bytes;
  }

  #change(bytes: Uint8Array, other: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (length === 0) return other.slice(0, 1 + this.below(other.length));
    const at = this.below(length);
    switch (this.below(9)) {
      case 0:
        bytes[at]! ^= 1 << this.below(8);
        return bytes;
      case 1:
        bytes[at] = interestingBytes[this.below(interestingBytes.length)]!;
        return bytes;
      case 2:
        bytes[at] = this.below(256);
        return bytes;
      case 3:
        return this.#setWord(bytes, at);
      case 4:
        bytes[at] = bytes[at]! + 1 - 2 * this.below(2);
        return bytes;
      case 5:
        return joined(bytes.subarray(0, at), bytes.subarray(at + this.#run(length - at)));
      case 6:
        return joined(bytes.subarray(0, at), bytes.subarray(at, at + this.#run(length - at)), bytes.subarray(at));
      case 7:
        return this.#splice(bytes, at, other);
      default:
        return this.below(8) === 0 ? bytes.subarray(0, at) : this.#copyWithin(bytes, at);
    }
  }

  #setWord(bytes: Uint8Array, at: number): Uint8Array {
    if (at + 4 > bytes.length) return bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const now = view.getUint32(at);
    const next = this.below(2) === 0 ? interestingWords[this.below(10)]! : now + this.below(33) - 16;
    view.setUint32(at, next >>> 0);
    return bytes;
  }

  #splice(bytes: Uint8Array, at: number, other: Uint8Array): Uint8Array {
    const from = this.below(other.length);
    const piece = other.subarray(from, from + this.#run(other.length - from));
    return joined(bytes.subarray(0, at), piece, bytes.subarray(at + this.below(2) * piece.length));
  }

  #copyWithin(bytes: Uint8Array, at: number): Uint8Array {
    const from = this.below(bytes.length);
    return bytes.copyWithin(at, from, from + this.#run(bytes.length - from));
  }

  /** Mostly short. */
  #run(limit: number): number {
    return Math.min(limit, 1 + this.below(this.below(4) === 0 ? 256 : 8));
  }
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
