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

  /** @throws {CodefangError} CORRUPT when a tree is malformed or nested deeper than 4,096, or too many are read */
  count(oid: Uint8Array, at: number): PathCount {
    return this.#countOf(oid.subarray(at, at + this.#oidBytes), 0);
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

  #countOf(oid: Uint8Array, depth: number): PathCount {
    const key = Buffer.from(oid.buffer, oid.byteOffset, oid.length).toString('latin1');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (depth === depthMax) throw tooMany(`directories are nested deeper than ${depthMax} levels`);
    this.#readCount += 1;
    if (this.#readCount > readMax) throw tooMany(`they name more than ${grouped(readMax)} directories`);
    const counted = this.#countRead(oid, depth);
    if (this.#known.size < knownMax) this.#known.set(key, counted);
    return counted;
  }

  #countRead(oid: Uint8Array, depth: number): PathCount {
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
    for (const { oid: below, nameBytes } of subtrees) {
      const counted = this.#countOf(below, depth + 1);
      files += counted.files;
      pathBytes += counted.pathBytes + counted.files * (nameBytes + 1);
    }
    return { files, pathBytes };
  }
}

function tooMany(state: string): CodefangError {
  return new CodefangError('CORRUPT', `Cannot count the files of a tree: ${state}`);
}

function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
