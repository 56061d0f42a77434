import { CodefangError } from '../base/index.ts';
import { ObjectScratch, oidToHex } from '../git/index.ts';
import { gitlinkMode, treeMode, TreeEntryCursor } from './tree-entry-cursor.ts';
import type { TreeReader } from './tree-reader.ts';

/** What a tree and those below it come to. */
export interface PathCount {
  readonly files: number;
  /** Bytes of all their paths. */
  readonly pathBytes: number;
}

interface Subtree {
  readonly oid: Uint8Array;
  readonly nameBytes: number;
}

/** A tree whose subtrees up to `next` are counted. */
interface OpenTree {
  readonly key: string;
  readonly subtrees: readonly Subtree[];
  next: number;
  files: number;
  pathBytes: number;
}

/** Past it a tree is refused: no known history has a tenth of it, and forty trees can have a million times as many. */
export const pathCountMax: number = 2 ** 24;
const knownMax = 16_384;
const readMax = 2 ** 22;
const depthMax = 4096;
const scratchBytes = 1024;

/**
 * Counts the files of trees without visiting them one by one: equal trees are read once, so that forty trees that name
 * each other twice are counted in forty steps. Submodules are not counted.
 * BOUNDED BY: 16,384 trees that are remembered, some 2.5 MiB that go when the count is done, and 4,194,304 that are
 * read.
 */
export class PathCounter implements Disposable {
  readonly #reader: TreeReader;
  readonly #oidBytes: number;
  readonly #known = new Map<string, PathCount>();
  readonly #scratch: ObjectScratch;
  #readCount = 0;

  constructor(reader: TreeReader, oidBytes: number) {
    this.#reader = reader;
    this.#oidBytes = oidBytes;
    this.#scratch = new ObjectScratch(scratchBytes, reader.allowance);
  }

  /**
   * WHY NOT by recursion: a few thousand levels are more than the stack of a thread may hold.
   *
   * @throws {CodefangError} CORRUPT when a tree is malformed or nested deeper than 4,096, or too many are read
   */
  count(oid: Uint8Array, at: number): PathCount {
    const stack: OpenTree[] = [];
    let counted = this.#enter(oid.subarray(at, at + this.#oidBytes), stack);
    for (let open = stack.at(-1); open !== undefined; open = stack.at(-1)) {
      if (counted !== undefined) addBelow(open, counted);
      const below = open.subtrees[open.next];
      counted = below === undefined ? this.#leave(stack) : this.#enter(below.oid, stack);
    }
    return counted!;
  }

  /** @throws {CodefangError} CORRUPT as `count`, and when there are more files than can be read */
  check(oid: Uint8Array, at: number): PathCount {
    const counted = this.count(oid, at);
    if (counted.files <= pathCountMax) return counted;
    const tree = oidToHex(oid, at, this.#oidBytes);
    const state = `it has ${grouped(counted.files)} files, at most ${grouped(pathCountMax)} are read`;
    throw new CodefangError('CORRUPT', `Cannot read tree ${tree}: ${state}`);
  }

  [Symbol.dispose](): void {
    this.#known.clear();
    this.#scratch.discard();
  }

  /** What a tree comes to, if that is known; else it is read, and put on the stack. */
  #enter(oid: Uint8Array, stack: OpenTree[]): PathCount | undefined {
    const key = Buffer.from(oid.buffer, oid.byteOffset, oid.length).toString('latin1');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (stack.length === depthMax) throw tooMany(`directories are nested deeper than ${depthMax} levels`);
    this.#readCount += 1;
    if (this.#readCount > readMax) throw tooMany(`they name more than ${grouped(readMax)} directories`);
    stack.push(this.#read(oid, key));
    return undefined;
  }

  #leave(stack: OpenTree[]): PathCount {
    const { key, files, pathBytes } = stack.pop()!;
    const counted = { files, pathBytes };
    if (this.#known.size < knownMax) this.#known.set(key, counted);
    return counted;
  }

  #read(oid: Uint8Array, key: string): OpenTree {
    const scratch = this.#scratch;
    scratch.length = 0;
    this.#reader.readTree(oid, 0, scratch);
    const subtrees: Subtree[] = [];
    let files = 0;
    let pathBytes = 0;
    const cursor = new TreeEntryCursor(this.#oidBytes);
    for (cursor.reset(scratch.bytes, scratch.length); cursor.mode !== 0; cursor.moveTo(cursor.entryEnd)) {
      const nameBytes = cursor.nameEnd - cursor.nameStart;
      if (cursor.mode === treeMode) {
        // A copy: those below are read into the same scratch.
        subtrees.push({ oid: Uint8Array.from(cursor.bytes.subarray(cursor.oidAt, cursor.entryEnd)), nameBytes });
      } else if (cursor.mode !== gitlinkMode) {
        files += 1;
        pathBytes += nameBytes;
      }
    }
    return { key, subtrees, next: 0, files, pathBytes };
  }
}

/** Adds what the next subtree of a tree comes to. */
function addBelow(open: OpenTree, { files, pathBytes }: PathCount): void {
  const { nameBytes } = open.subtrees[open.next]!;
  open.files += files;
  open.pathBytes += pathBytes + files * (nameBytes + 1);
  open.next += 1;
}

function tooMany(state: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot count the files of a tree: ${state}`);
}

function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
