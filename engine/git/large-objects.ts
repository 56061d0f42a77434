import { statSync } from 'node:fs';
import { join } from 'node:path';
import { KiB, namesIn } from '../base/index.ts';
import { FilePool, VanishedFile } from './file-pool.ts';
import { hexToOid, isFullHex } from './oid.ts';
import { PackIndex, PagedIndexBytes, readIndexLayout } from './pack-index.ts';
import type { RepositoryLocation } from './repository.ts';
import { listIndexPaths } from './shared-indexes.ts';
import { WindowCache } from './window-cache.ts';

/** A place in a pack is known to this many bytes, or to a 65,536th of the pack. */
const stretchBytesMin = 16 * KiB;
const stretchCountMax = 1 << 16;
const pageBytes = 4 * KiB;
const pageCount = 16;
/** Of all packs, and of the objects in files of their own. */
const foundMax = 512;

/** An object that takes much room where it is stored. */
export interface LargeObject {
  readonly oid: Uint8Array;
  /** About: a pack's neighbours may count in part. */
  readonly storedBytes: number;
}

/**
 * The objects of a repository that are stored in 32 KiB or more, compressed: the largest 512, the largest first. No
 * object is read: the offsets of each index are passed once, and long stretches of a pack in which no object begins
 * belong to the one that begins before them. Memory: 1 MiB, whatever the packs.
 */
export function findLargeObjects(location: RepositoryLocation): LargeObject[] {
  const files = new FilePool(2);
  const pages = new WindowCache(files, pageBytes, pageCount);
  const found = new LargestFew();
  try {
    for (const path of listIndexPaths(location.objectDirs)) {
      try {
        addPacked(found, files, pages, path, location.oidBytes);
      } catch (error) {
        if (!(error instanceof VanishedFile)) throw error;
      }
    }
  } finally {
    files.close();
  }
  for (const objectDir of location.objectDirs) addLoose(found, objectDir, location.oidBytes);
  return found.take();
}

/** The largest of what is added; of equal ones those that came first. BOUNDED BY: twice what it gives. */
class LargestFew {
  #found: LargeObject[] = [];

  add(object: LargeObject): void {
    this.#found.push(object);
    if (this.#found.length >= 2 * foundMax) this.#found = this.take();
  }

  take(): LargeObject[] {
    return this.#found.toSorted((a, b) => b.storedBytes - a.storedBytes).slice(0, foundMax);
  }
}

function addPacked(found: LargestFew, files: FilePool, pages: WindowCache, path: string, oidBytes: number): void {
  const packBytes = statSync(path.replace(/idx$/, 'pack'), { throwIfNoEntry: false })?.size ?? 0;
  const file = files.register(path);
  const layout = readIndexLayout(files, file, oidBytes);
  const index = new PackIndex(path, new PagedIndexBytes(pages, file), layout, oidBytes);
  let stretchBytes = stretchBytesMin;
  while (packBytes / stretchBytes > stretchCountMax) stretchBytes *= 2;
  const stretchCount = Math.ceil(packBytes / stretchBytes);
  const last = lastInEachStretch(index, stretchBytes, stretchCount);
  for (let at = 0; at < stretchCount;) {
    let next = at + 1;
    while (next < stretchCount && last[next]! < 0) next += 1;
    if (next - at >= 2 && last[at]! >= 0) {
      const oid = new Uint8Array(oidBytes);
      index.oidAt(last[at]!, oid, 0);
      found.add({ oid, storedBytes: (next - at) * stretchBytes });
    }
    at = next;
  }
}

/** By stretch: the object that begins last in it, as its place in the index; -1 where none begins. */
function lastInEachStretch(index: PackIndex, stretchBytes: number, stretchCount: number): Int32Array {
  const last = new Int32Array(stretchCount).fill(-1);
  const within = new Int32Array(stretchCount).fill(-1);
  for (let order = 0; order < index.objectCount; order += 1) {
    const offset = index.offsetAt(order);
    const at = Math.floor(offset / stretchBytes);
    // An index of another pack is refused where objects are read.
    if (at >= stretchCount || offset % stretchBytes <= within[at]!) continue;
    within[at] = offset % stretchBytes;
    last[at] = order;
  }
  return last;
}

function addLoose(found: LargestFew, objectDir: string, oidBytes: number): void {
  for (const prefix of namesIn(objectDir).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of namesIn(join(objectDir, prefix))) {
      const hex = prefix + name;
      if (!isFullHex(hex) || hex.length !== oidBytes * 2) continue;
      const storedBytes = statSync(join(objectDir, prefix, name), { throwIfNoEntry: false })?.size ?? 0;
      if (storedBytes >= 2 * stretchBytesMin) found.add({ oid: hexToOid(hex), storedBytes });
    }
  }
}
