import { ObjectScratch } from '../git/index.ts';
import { TreeEntryCursor } from './tree-entry-cursor.ts';
import type { TreeReader } from './tree-reader.ts';

const slash = 0x2f;
const scratchBytes = 1024;

/** One open directory, and the bytes of the path that led to it, its slash included. */
interface OpenDirectory {
  readonly scratch: ObjectScratch;
  readonly cursor: TreeEntryCursor;
  pathLength: number;
}

/**
 * Finds paths in one tree after another, as long as they come in git's order: each directory on the way is read once
 * and passed once, so that many paths cost about what comparing the two trees would.
 *
 *   tree   a  lib/ -> [x  y]  z
 *   find   lib/y  (reads lib)   lib/z  (lib goes on behind y)   z  (lib is closed)
 *
 * OWNS one scratch a level. BOUNDED BY: the directories on the way to one path.
 */
export class TreePathLookup {
  /** Canonical mode of what was found, 0 when nothing is there. */
  mode = 0;
  /** The id of what was found lies in `bytes` at `oidAt`; valid until the next call. */
  bytes: Uint8Array = new Uint8Array(0);
  oidAt = 0;
  readonly #reader: TreeReader;
  readonly #oidBytes: number;
  readonly #open: OpenDirectory[] = [];
  #depth = 0;
  /** The last path asked for, which the open directories are on the way to. */
  #path: Uint8Array = new Uint8Array(256);

  constructor(reader: TreeReader, oidBytes: number) {
    this.#reader = reader;
    this.#oidBytes = oidBytes;
  }

  /** Gives the scratch back; the next tree makes new ones. */
  release(): void {
    for (const { scratch } of this.#open.splice(0)) scratch.discard();
    this.#depth = 0;
  }

  /** Begins with another tree, whose id lies at `oid[at, …)`. */
  start(oid: Uint8Array, at: number): void {
    this.#depth = 0;
    this.#enter(oid, at, 0);
  }

  /** Looks for a file. REQUIRES: `start`, and paths in git's order since then. */
  find(path: Uint8Array): void {
    this.mode = 0;
    this.#leaveUntilAbove(path);
    let from = this.#open[this.#depth - 1]!.pathLength;
    for (;;) {
      const nameEnd = path.indexOf(slash, from);
      const isLast = nameEnd < 0;
      const { cursor } = this.#open[this.#depth - 1]!;
      if (!cursor.seek(path, from, isLast ? path.length : nameEnd, !isLast)) return;
      if (isLast) break;
      from = nameEnd + 1;
      this.#remember(path, from);
      this.#enter(cursor.bytes, cursor.oidAt, from);
    }
    const { cursor } = this.#open[this.#depth - 1]!;
    this.mode = cursor.mode;
    this.bytes = cursor.bytes;
    this.oidAt = cursor.oidAt;
  }

  #enter(oid: Uint8Array, at: number, pathLength: number): void {
    this.#open[this.#depth] ??= {
      scratch: new ObjectScratch(scratchBytes, this.#reader.allowance),
      cursor: new TreeEntryCursor(this.#oidBytes),
      pathLength: 0,
    };
    const directory = this.#open[this.#depth]!;
    directory.scratch.length = 0;
    this.#reader.readTree(oid, at, directory.scratch);
    directory.cursor.reset(directory.scratch.bytes, directory.scratch.length);
    directory.pathLength = pathLength;
    this.#depth += 1;
  }

  /** Closes the directories that the path does not lie in. */
  #leaveUntilAbove(path: Uint8Array): void {
    while (this.#depth > 1 && !this.#isBelow(path, this.#open[this.#depth - 1]!.pathLength)) this.#depth -= 1;
  }

  #isBelow(path: Uint8Array, length: number): boolean {
    if (path.length <= length) return false;
    for (let at = length - 1; at >= 0; at -= 1) if (path[at] !== this.#path[at]) return false;
    return true;
  }

  #remember(path: Uint8Array, length: number): void {
    if (length > this.#path.length) this.#path = new Uint8Array(length * 2);
    this.#path.set(path.subarray(0, length));
  }
}
