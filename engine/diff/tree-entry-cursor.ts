import { CodefangError } from '../base/index.ts';
import { canonicalMode } from '../git/index.ts';

/** Canonical modes; git writes others only in old history, and reads them as one of these. */
export const treeMode = 0o040000;
export const gitlinkMode = 0o160000;

const noBytes = new DataView(new ArrayBuffer(0));

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
  /** Where the entry before it starts; -1 when there is none. */
  previousStart = -1;
  /** Canonical mode of the current entry, 0 when there is none. */
  mode = 0;
  nameStart = 0;
  nameEnd = 0;
  oidAt = 0;
  readonly #oidBytes: number;
  #view: DataView = noBytes;

  constructor(oidBytes: number) {
    this.#oidBytes = oidBytes;
  }

  /** Points at the first entry of `bytes[0, length)`. */
  reset(bytes: Uint8Array, length: number): void {
    this.bytes = bytes;
    this.length = length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, length);
    this.previousStart = -1;
    this.moveTo(0);
  }

  /** Moves to the next entry, as `moveTo` does. */
  advance(): void {
    this.previousStart = this.entryStart;
    this.moveTo(this.entryEnd);
  }

  /**
   * Whether the current entry comes after the one before it. Git writes each name once, by bytes, a directory's as
   * if it ended in a slash; a file and a directory of one name that stand together are a name twice.
   */
  get isInOrder(): boolean {
    if (this.mode === 0 || this.previousStart < 0) return true;
    const { bytes, nameStart, nameEnd } = this;
    let before = bytes.indexOf(0x20, this.previousStart) + 1;
    let at = nameStart;
    for (; at < nameEnd && bytes[before] === bytes[at]; at += 1) before += 1;
    // A name that goes on comes after the one that has ended, but a directory's goes on with a slash.
    if (bytes[before] !== 0) return at < nameEnd ? bytes[before]! < bytes[at]! : bytes[before]! < this.#afterName;
    return at < nameEnd && (this.#isTreeAt(this.previousStart) ? 0x2f : 0) < bytes[at]!;
  }

  get #afterName(): number {
    return this.mode === treeMode ? 0x2f : 0;
  }

  /** Modes of directories are 40000, or 040000 from old tools. */
  #isTreeAt(start: number): boolean {
    const { bytes } = this;
    return bytes[start] === 0x34 || (bytes[start] === 0x30 && bytes[start + 1] === 0x34);
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
    this.mode = canonicalMode(raw);
    this.nameStart = at + 1;
    this.nameEnd = endOfName(this.#view, at + 1, length);
    this.oidAt = this.nameEnd + 1;
    if (this.nameEnd === this.nameStart) throw corrupt(offset, 'its name is empty');
    if (this.entryEnd > length) throw corrupt(offset, 'it is cut short');
  }

  /**
   * Moves on to the first entry that does not come before a name in git's order, for a directory as if the name
   * ended in a slash. Returns whether that entry has the name and is what is looked for.
   *
   * @throws {CodefangError} CORRUPT when an entry on the way is not whole
   */
  seek(name: Uint8Array, start: number, end: number, isTree: boolean): boolean {
    const { bytes, length } = this;
    const first = name[start]!;
    while (this.mode !== 0) {
      // Most entries differ in the first byte, which decides.
      const byte = bytes[this.nameStart]!;
      const order = byte === first ? this.#compareName(name, start, end, isTree) : byte - first;
      if (order === 0) return (this.mode === treeMode) === isTree;
      if (order > 0) return false;
      let at = this.entryEnd;
      for (;;) {
        const nameStart = bytes[at + 6] === 0x20 ? at + 7 : at + 6;
        const nameEnd = endOfName(this.#view, nameStart, length);
        // Anything unusual, and entries that may be the one, are looked at closely.
        const isPlain = nameEnd > nameStart && bytes[nameStart - 1] === 0x20 && nameEnd + this.#oidBytes < length;
        if (!isPlain || bytes[nameStart]! >= first) break;
        at = nameEnd + 1 + this.#oidBytes;
      }
      this.moveTo(at);
    }
    return false;
  }

  /** Git's order: by bytes, the name of a directory as if it ended in a slash. */
  #compareName(name: Uint8Array, start: number, end: number, isTree: boolean): number {
    const { bytes, nameStart, nameEnd } = this;
    const length = nameEnd - nameStart;
    const shared = Math.min(length, end - start);
    for (let at = 0; at < shared; at += 1) {
      const order = bytes[nameStart + at]! - name[start + at]!;
      if (order !== 0) return order;
    }
    const own = shared < length ? bytes[nameStart + shared]! : this.mode === treeMode ? 0x2f : 0;
    const other = shared < end - start ? name[start + shared]! : isTree ? 0x2f : 0;
    return own - other;
  }

  /**
   * Where the last entry that starts at or after the current one and is whole before `end` ends. `previousStart` is
   * then where it starts, if there is one.
   */
  skipWithin(end: number): number {
    const view = this.#view;
    const oidBytes = this.#oidBytes;
    let start = this.entryStart;
    let last = this.previousStart;
    for (;;) {
      // A mode has a digit and a space at least.
      const next = endOfName(view, start + 2, end) + 1 + oidBytes;
      if (next > end) break;
      last = start;
      start = next;
    }
    this.previousStart = last;
    return start;
  }
}

/** Where the first NUL of `[start, end)` is, or `end`. The carry trick finds it four bytes at a time. */
function endOfName(view: DataView, start: number, end: number): number {
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true);
    const found = (word - 0x01010101) & ~word & 0x80808080;
    if (found !== 0) return at + 3 - (Math.clz32(found & -found) >>> 3);
  }
  while (at < end && view.getUint8(at) !== 0) at += 1;
  return at;
}

function corrupt(offset: number, state: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot read tree entry at byte ${offset}: ${state}`);
}
