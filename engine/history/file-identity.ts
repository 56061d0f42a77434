import { changeKind } from '../contract.ts';

/**
 * Which file a path names, as renames go by in walk order.
 *
 *   rename a → b     b takes over the file of a; a's name is free
 *   add a            a new file when the name was freed by a rename, else the file it named before
 *   anything else    the file the path names
 *
 * Without renames a path is one file for ever, whatever is deleted and added again, as `git log -- path`
 * sees it. Changes that a parallel branch still makes under the old name count for the renamed file.
 * 5 bytes per path and 4 per file. BOUNDED BY: the path table of the run, charged with it.
 */
export class FileIdentity {
  #fileOf: Int32Array = new Int32Array(512).fill(-1);
  #isFreed: Uint8Array = new Uint8Array(512);
  /** The path that each file was last added or renamed to: another file may have it by now. */
  #pathOf: Int32Array = new Int32Array(512);
  #count = 0;

  /** How many files there are; ids are `[0, count)`. */
  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#fileOf.length * 5 + this.#pathOf.length * 4;
  }

  /** The file that a change is about; called once for each change, in walk order. */
  observe(kind: number, pathId: number, oldPathId: number): number {
    this.#reach(Math.max(pathId, oldPathId));
    if (kind === changeKind.renamed) return this.#rename(oldPathId, pathId);
    if (kind === changeKind.added && this.#isFreed[pathId] === 1) {
      this.#isFreed[pathId] = 0;
      this.#fileOf[pathId] = this.#make(pathId);
    }
    const file = this.#fileAt(pathId);
    if (kind === changeKind.added) this.#pathOf[file] = pathId;
    return file;
  }

  /** The file a path names now, or -1 when it never was in a change. */
  fileOf(pathId: number): number {
    return pathId < this.#fileOf.length ? this.#fileOf[pathId]! : -1;
  }

  /** The path that a file had last, also when another file has taken it since. REQUIRES: a file below `count`. */
  pathOf(file: number): number {
    return this.#pathOf[file]!;
  }

  /** All columns as bytes, for a checkpoint: the count of files, the path of each, then what each path names. */
  encode(pathCount: number): Uint8Array {
    this.#reach(pathCount);
    const bytes = Buffer.alloc(4 + this.#count * 4 + pathCount * 5);
    let at = bytes.writeInt32LE(this.#count, 0);
    for (let file = 0; file < this.#count; file += 1) at = bytes.writeInt32LE(this.#pathOf[file]!, at);
    for (let path = 0; path < pathCount; path += 1) {
      at = bytes.writeInt32LE(this.#fileOf[path]!, at);
      at = bytes.writeUInt8(this.#isFreed[path]!, at);
    }
    return bytes;
  }

  static decode(bytes: Buffer): FileIdentity {
    const identity = new FileIdentity();
    const count = bytes.readInt32LE(0);
    for (let file = 0; file < count; file += 1) identity.#make(bytes.readInt32LE(4 + file * 4));
    const pathsAt = 4 + count * 4;
    const pathCount = (bytes.length - pathsAt) / 5;
    identity.#reach(pathCount);
    for (let path = 0; path < pathCount; path += 1) {
      identity.#fileOf[path] = bytes.readInt32LE(pathsAt + path * 5);
      identity.#isFreed[path] = bytes[pathsAt + 4 + path * 5]!;
    }
    return identity;
  }

  #rename(oldPathId: number, pathId: number): number {
    const file = this.#fileAt(oldPathId);
    this.#isFreed[oldPathId] = 1;
    this.#isFreed[pathId] = 0;
    this.#fileOf[pathId] = file;
    this.#pathOf[file] = pathId;
    return file;
  }

  #fileAt(pathId: number): number {
    const known = this.#fileOf[pathId]!;
    if (known >= 0) return known;
    const made = this.#make(pathId);
    this.#fileOf[pathId] = made;
    return made;
  }

  #make(pathId: number): number {
    const file = this.#count;
    if (file === this.#pathOf.length) {
      const pathOf = new Int32Array(file * 2);
      pathOf.set(this.#pathOf);
      this.#pathOf = pathOf;
    }
    this.#pathOf[file] = pathId;
    this.#count += 1;
    return file;
  }

  #reach(pathId: number): void {
    if (pathId < this.#fileOf.length) return;
    let length = this.#fileOf.length;
    while (length <= pathId) length *= 2;
    const fileOf = new Int32Array(length).fill(-1);
    fileOf.set(this.#fileOf);
    this.#fileOf = fileOf;
    const isFreed = new Uint8Array(length);
    isFreed.set(this.#isFreed);
    this.#isFreed = isFreed;
  }
}
