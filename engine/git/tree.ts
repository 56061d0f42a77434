import { CodefangError } from '../base/index.ts';

/** What a tree entry is, from its mode; odd modes of old tools count as what git takes them for. */
export type TreeEntryKind = 'file' | 'executable' | 'symlink' | 'tree' | 'gitlink';

/**
 * Walks the raw bytes of a tree, entry by entry, in place: "mode name\0" and the raw id.
 *
 *   const cursor = new TreeCursor(20);
 *   cursor.open(scratch.bytes, scratch.length);
 *   while (cursor.next()) …cursor.kind, cursor.nameStart…
 *
 * Nothing is allocated for an entry. Git's own checks hold: an octal mode that does not start with
 * 0 is not demanded (old tools wrote 040000), a name is not empty, the id is whole.
 */
export class TreeCursor {
  bytes: Uint8Array = new Uint8Array(0);
  /** Mode as written, parsed as octal. */
  mode = 0;
  kind: TreeEntryKind = 'file';
  nameStart = 0;
  nameEnd = 0;
  oidStart = 0;
  readonly #oidBytes: number;
  #at = 0;
  #end = 0;

  constructor(oidBytes: number) {
    this.#oidBytes = oidBytes;
  }

  /** Starts at the first entry of the tree in `bytes[start, end)`. */
  open(bytes: Uint8Array, end: number, start = 0): void {
    this.bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /**
   * Moves to the next entry; false after the last.
   * @throws {CodefangError} CORRUPT when the bytes are no tree
   */
  next(): boolean {
    const { bytes } = this;
    const end = this.#end;
    let at = this.#at;
    if (at >= end) return false;
    const modeStart = at;
    let mode = 0;
    for (; at < end && bytes[at] !== 0x20; at += 1) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 7 || at - modeStart > 6) {
        throw damagedTree(modeStart, 'a mode is not octal');
      }
      mode = mode * 8 + digit;
    }
    if (at === modeStart) throw damagedTree(modeStart, 'a mode is not octal');
    at += 1;
    this.nameStart = at;
    while (at < end && bytes[at] !== 0) at += 1;
    if (at === this.nameStart) throw damagedTree(modeStart, 'a name is empty');
    this.nameEnd = at;
    this.oidStart = at + 1;
    this.#at = at + 1 + this.#oidBytes;
    if (this.#at > end) throw damagedTree(modeStart, 'it ends inside an entry');
    this.mode = mode;
    this.kind = kindOfMode(mode);
    return true;
  }
}

/**
 * Git's canon_mode: regular files keep only their owner's executable bit, unknown types are
 * gitlinks.
 */
export function kindOfMode(mode: number): TreeEntryKind {
  switch (mode & 0o170000) {
    case 0o100000:
      return (mode & 0o100) === 0 ? 'file' : 'executable';
    case 0o120000:
      return 'symlink';
    case 0o040000:
      return 'tree';
    default:
      return 'gitlink';
  }
}

/**
 * The mode that git shows and compares: 0o100644, 0o100755, 0o120000, 0o040000 or 0o160000. By number, where
 * `kindOfMode` gives a word.
 */
export function canonicalMode(mode: number): number {
  const type = mode & 0o170000;
  if (type === 0o100000) return (mode & 0o100) === 0 ? 0o100644 : 0o100755;
  return type === 0o120000 || type === 0o040000 ? type : 0o160000;
}

function damagedTree(offset: number, state: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot parse tree at byte ${offset}: ${state}`);
}
