import { GrowableArray, KiB, MiB } from '../base/index.ts';
import type { ScratchAllowance } from '../memory/index.ts';

const firstBytes = 64 * KiB;
/** Larger buffers are made to measure, of memory that goes back to the system when it is let go of. */
const doubledBytesMax = MiB;
/** Room in front of the content: git hashes "<kind> <length>\0" and the content in one piece. */
const headRoomBytes = 32;

/**
 * A byte buffer that its owner hands to one read after another.
 *
 * It grows by doubling up to 1 MiB, then to what is asked for; `bytes` is replaced when it grows, so take it afresh
 * after every read. BOUNDED BY: the store's `objectBytesMax` + 1, and the allowance it is charged to.
 */
export class ObjectScratch {
  bytes: Buffer;
  /** The same memory, for reads and writes of more than a byte; replaced with it. */
  view: DataView;
  #whole: Buffer;
  /** How many bytes of `bytes` are content. */
  length = 0;
  readonly #allowance: ScratchAllowance | undefined;

  constructor(capacityBytes: number = firstBytes, allowance?: ScratchAllowance) {
    const bytes = Math.max(64, capacityBytes);
    this.#allowance = allowance;
    allowance?.resize(0, bytes);
    this.#whole = Buffer.allocUnsafeSlow(headRoomBytes + bytes);
    this.bytes = this.#whole.subarray(headRoomBytes);
    this.view = viewOf(this.bytes);
  }

  /** The content with a head of at most 32 ASCII characters right in front of it, as one piece. */
  withHead(head: string): Buffer {
    const start = headRoomBytes - head.length;
    this.#whole.write(head, start, 'latin1');
    return this.#whole.subarray(start, headRoomBytes + this.length);
  }

  /**
   * Makes room for `capacityBytes`; what was in there is lost when it grows.
   *
   * @throws {CodefangError} BUDGET when the allowance has no room for it
   */
  reserve(capacityBytes: number): void {
    if (capacityBytes > this.bytes.length) this.#replace(sizeFor(this.bytes.length, capacityBytes));
  }

  /** Gives a large buffer back; keeps one of at most `capacityBytes`. */
  release(capacityBytes: number = firstBytes): void {
    if (this.bytes.length > capacityBytes) this.#replace(capacityBytes);
  }

  /** Gives all of it back; the scratch is not used again. */
  discard(): void {
    this.#allowance?.resize(this.bytes.length, 0);
    this.#whole = Buffer.alloc(0);
    this.bytes = this.#whole;
    this.view = viewOf(this.bytes);
    this.length = 0;
  }

  #replace(bytes: number): void {
    this.#allowance?.resize(this.bytes.length, bytes);
    const wholeBytes = headRoomBytes + bytes;
    this.#whole = bytes > doubledBytesMax ? mapped(wholeBytes) : Buffer.allocUnsafeSlow(wholeBytes);
    this.bytes = this.#whole.subarray(headRoomBytes);
    this.view = viewOf(this.bytes);
    this.length = 0;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function sizeFor(nowBytes: number, capacityBytes: number): number {
  if (capacityBytes > doubledBytesMax) return capacityBytes;
  let bytes = nowBytes;
  while (bytes < capacityBytes) bytes *= 2;
  return bytes;
}

/** WHY NOT an array buffer: the allocator keeps such large blocks for later once it has seen a few. */
function mapped(bytes: number): Buffer {
  const view = new GrowableArray(Uint8Array, bytes).grow(bytes);
  return Buffer.from(view.buffer, 0, bytes);
}
