import { commonPrefixLength, commonSuffixLength } from './common-run.ts';
import { tailTrimBytes } from './tail-trim.ts';

const lineFeed = 0x0a;
const nativeIndexOf = Buffer.prototype.indexOf;
const nativeLastIndexOf = Buffer.prototype.lastIndexOf;

/** The whole lines that two texts begin and end with, in bytes. */
export class SharedEnds {
  prefix = 0;
  suffix = 0;
  /** Bytes that agree at the end, of a line or not. */
  #sameBytes = 0;

  find(old: Uint8Array, oldLength: number, newer: Uint8Array, newLength: number): void {
    const shorter = Math.min(oldLength, newLength);
    let prefix = commonPrefixLength(old, 0, newer, 0, shorter);
    this.suffix = 0;
    this.#sameBytes = 0;
    this.prefix = prefix;
    if (prefix === oldLength && prefix === newLength) return;
    if (prefix > 0 && old[prefix - 1] !== lineFeed) {
      prefix = nativeLastIndexOf.call(old, lineFeed, prefix - 1) + 1;
    }
    this.prefix = prefix;
    let suffix = commonSuffixLength(old, oldLength, newer, newLength, shorter - prefix);
    this.#sameBytes = suffix;
    const oldStart = oldLength - suffix;
    const newStart = newLength - suffix;
    const isLineStart =
      (oldStart === prefix || old[oldStart - 1] === lineFeed) &&
      (newStart === prefix || newer[newStart - 1] === lineFeed);
    if (suffix > 0 && !isLineStart) {
      const lineEnd = nativeIndexOf.call(old, lineFeed, oldStart);
      suffix = lineEnd < 0 || lineEnd >= oldLength ? 0 : oldLength - lineEnd - 1;
    }
    this.suffix = suffix;
  }

  /**
   * Bytes that git cuts off the same two texts (see `tailTrimBytes`). More than the suffix only when
   * the shorter text is all shared.
   */
  tailTrim(old: Uint8Array, oldLength: number, newer: Uint8Array, newLength: number): number {
    return tailTrimBytes(old, oldLength, newer, newLength, this.prefix, this.#sameBytes);
  }
}
