import { createHash } from 'node:crypto';
import type { TreeReader } from '../../../engine/diff/index.ts';
import type { ObjectScratch } from '../../../engine/git/index.ts';

/** A directory: name → file (mode and id in hex) or directory. */
export interface Folder {
  [name: string]: Leaf | Folder;
}

/** Mode as git writes it, and an object id in hex. */
export type Leaf = readonly [mode: string, oid: string];

/** Trees in memory, for tests of the tree diff; ids are SHA-1 of the bytes. */
export class TreeStore implements TreeReader {
  readCount = 0;
  readonly #trees = new Map<string, Buffer>();

  readTree(oid: Uint8Array, at: number, scratch: ObjectScratch): void {
    const tree = this.#trees.get(Buffer.from(oid.subarray(at, at + 20)).toString('hex'));
    if (tree === undefined) throw new Error('Cannot read tree: the test did not add it');
    this.readCount += 1;
    scratch.reserve(tree.length);
    scratch.bytes.set(tree);
    scratch.length = tree.length;
  }

  /** Adds a directory and all below it; returns its id. */
  add(folder: Folder): Buffer {
    return this.addRaw(Buffer.concat(this.#entries(folder)));
  }

  addRaw(bytes: Buffer): Buffer {
    const oid = createHash('sha1').update(`tree ${bytes.length}\0`).update(bytes).digest();
    this.#trees.set(oid.toString('hex'), bytes);
    return oid;
  }

  /** The raw trees by id in hex. */
  get trees(): ReadonlyMap<string, Buffer> {
    return this.#trees;
  }

  #entries(folder: Folder): Buffer[] {
    const names = Object.keys(folder).sort((a, b) => Buffer.compare(sortKey(a, folder[a]!), sortKey(b, folder[b]!)));
    return names.map((name) => {
      const item = folder[name]!;
      if (!isLeaf(item)) return entry('40000', name, this.add(item));
      return entry(item[0], name, Buffer.from(item[1], 'hex'));
    });
  }
}

export function entry(mode: string, name: string, oid: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), oid]);
}

export function isLeaf(item: Leaf | Folder): item is Leaf {
  return Array.isArray(item);
}

function sortKey(name: string, item: Leaf | Folder): Buffer {
  return Buffer.from(isLeaf(item) ? name : `${name}/`);
}
