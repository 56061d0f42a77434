import { CodefangError } from '../base/index.ts';
import { canonicalMode, kindOfMode } from '../git/index.ts';

/** Canonical modes; git writes others only in old history, and reads them as one of these. */
export const treeMode: number = canonicalMode('tree');
export const gitlinkMode: number = canonicalMode('gitlink');

/**
 * A place in the raw bytes of a tree: `<octal mode> SP <name> NUL <object id>` per entry, no
 * separator.
 *
 * Unlike git's TreeCursor it can be moved, and skip entries that are known to be equal by finding
 * their ends alone. Fields describe the current entry and are offsets into `bytes`; nothing is
 * copied.
 */
export class TreeEntryCursor {
  bytes: Uint8Array = new Uint8Array(0);
  length = 0;
  /** Where the current entry starts; `length` when there is none. */
  entryStart = 0;
  /** Canonical mode of the current entry, 0 when there is none. */
  mode = 0;
  nameStart = 0;
  nameEnd = 0;
  oidAt = 0;
  readonly #oidBytes: number;

  constructor(oidBytes: number) {
    this.#oidBytes = oidBytes;
  }

  /** Points at the first entry of `bytes[0, length)`. */
  reset(bytes: Uint8Array, length: number): void {
    this.bytes = bytes;
    this.length = length;
    this.moveTo(0);
  }

  get entryEnd(): number {
    return this.oidAt + this.#oidBytes;
  }

  /**
   * Points at the entry that starts at `offset`.
   *
   * @throws {CodefangError} CORRUPT when no whole entry with an octal mode and a name lies there
   */
  moveTo(offset: number): void {
    this.entryStart = offset;
    if (offset === this.length) {
      this.mode = 0;
      return;
    }
    const bytes = this.bytes;
    const length = this.length;
    let at = offset;
    let raw = 0;
    for (; at < length && bytes[at] !== 0x20; at += 1) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 7 || at - offset > 6) throw corrupt(offset, 'its mode is not octal');
      raw = raw * 8 + digit;
    }
    if (at === offset) throw corrupt(offset, 'its mode is empty');
    this.mode = canonicalMode(kindOfMode(raw));
    this.nameStart = at + 1;
    this.nameEnd = endOfName(bytes, at + 1, length);
    this.oidAt = this.nameEnd + 1;
    if (this.nameEnd === this.nameStart) throw corrupt(offset, 'its name is empty');
    if (this.entryEnd > length) throw corrupt(offset, 'it is cut short');
  }

  /**
   * Where the last entry that starts at or after the current one and is whole before `end` ends.
   */
  skipWithin(end: number): number {
    const bytes = this.bytes;
    const oidBytes = this.#oidBytes;
    let start = this.entryStart;
    for (;;) {
      // A mode has a digit and a space at least.
      const next = endOfName(bytes, start + 2, end) + 1 + oidBytes;
      if (next > end) return start;
      start = next;
    }
  }
}

function endOfName(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== 0) at += 1;
  return at;
}

function corrupt(offset: number, state: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot read tree entry at byte ${offset}: ${state}`);
}
