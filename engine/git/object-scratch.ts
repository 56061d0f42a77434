import { KiB } from '../base/index.ts';

const firstBytes = 64 * KiB;

/**
 * A byte buffer that its owner hands to one read after another.
 *
 * It grows by doubling and never shrinks by itself; `bytes` is replaced when it grows, so take it
 * afresh after every read. BOUNDED BY: the store's `objectBytesMax` + 1, rounded up to a power of
 * two.
 */
export class ObjectScratch {
  bytes: Buffer;
  /** How many bytes of `bytes` are content. */
  length = 0;

  constructor(capacityBytes: number = firstBytes) {
    this.bytes = Buffer.allocUnsafeSlow(Math.max(64, capacityBytes));
  }

  /** Makes room for `capacityBytes`; what was in there is lost when it grows. */
  reserve(capacityBytes: number): void {
    if (capacityBytes <= this.bytes.length) return;
    let bytes = this.bytes.length;
    while (bytes < capacityBytes) bytes *= 2;
    this.bytes = Buffer.allocUnsafeSlow(bytes);
    this.length = 0;
  }

  /** Gives a large buffer back; keeps one of at most `capacityBytes`. */
  release(capacityBytes: number = firstBytes): void {
    if (this.bytes.length <= capacityBytes) return;
    this.bytes = Buffer.allocUnsafeSlow(capacityBytes);
    this.length = 0;
  }
}
