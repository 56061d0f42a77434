import { statSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../base/index.ts';
import { FilePool, VanishedFile } from './file-pool.ts';
import { isMultiPackIndexWhole, openMultiPackIndexes } from './multi-pack-index.ts';
import { readIndexLayout, type PackIndexLayout } from './pack-index.ts';
import type { RepositoryLocation } from './repository.ts';

/** One index in memory that threads share; `path` names its file. */
export interface SharedIndex {
  readonly path: string;
  /** Of an index of many packs: their `.idx` files by number. */
  readonly packPaths: readonly string[] | undefined;
  /** Of a layer in a chain of such: the one below, without which it does not serve. */
  readonly basePath: string | undefined;
  readonly layout: PackIndexLayout;
  /** A view of a SharedArrayBuffer. */
  readonly bytes: Uint8Array;
}

/** The pack indexes of a repository in shared memory; plain data, handed to workers as it is. */
export interface SharedIndexes {
  readonly indexes: readonly SharedIndex[];
  readonly bytes: number;
}

const readBytes = 1 << 20;

/**
 * Loads all pack indexes, without their CRCs, into shared memory: 24 bytes an object (SHA-1). A
 * multi-pack-index, or a chain of them, is loaded in the place of those it covers: 28 bytes. Returns
 * undefined when they need more than `bytesMax`; stores then read the packs' own indexes in pages.
 */
export function loadSharedIndexes(location: RepositoryLocation, bytesMax: number): SharedIndexes | undefined {
  const files = new FilePool(2);
  const indexes: SharedIndex[] = [];
  let bytes = 0;
  try {
    for (const found of findIndexes(files, location, true)) {
      if (bytes + packedBytes(found.layout, location.oidBytes) > bytesMax) return undefined;
      const index = unlessVanished(() => loadIndex(files, found, location.oidBytes));
      if (index === undefined) continue;
      bytes += index.bytes.length;
      indexes.push(index);
    }
  } finally {
    files.close();
  }
  return { indexes, bytes };
}

/** Bytes of all packs, and those that `loadSharedIndexes` would take for their indexes. */
export function packSizes(location: RepositoryLocation): { packBytes: number; indexBytes: number } {
  const files = new FilePool(2);
  let packBytes = 0;
  let indexBytes = 0;
  try {
    for (const { layout } of findIndexes(files, location, false)) {
      indexBytes += packedBytes(layout, location.oidBytes);
    }
    for (const path of listIndexPaths(location.objectDirs)) {
      packBytes += statSync(path.replace(/idx$/, 'pack'), { throwIfNoEntry: false })?.size ?? 0;
    }
  } finally {
    files.close();
  }
  return { packBytes, indexBytes };
}

interface FoundIndex {
  readonly path: string;
  readonly file: number;
  readonly layout: PackIndexLayout;
  readonly packPaths: readonly string[] | undefined;
  readonly basePath: string | undefined;
}

/**
 * The fewest indexes that cover all packs. One of many packs is hashed where `isChecked` says so; it must be
 * loaded before the next is asked for: while it is open it is the same file, whatever git puts in its place.
 */
function* findIndexes(files: FilePool, location: RepositoryLocation, isChecked: boolean): Generator<FoundIndex> {
  const paths = listIndexPaths(location.objectDirs);
  const present = new Set(paths);
  const covered = new Set<string>();
  for (const objectDir of location.objectDirs) {
    const multis = unlessVanished(() => {
      const opened = openMultiPackIndexes(files, objectDir, location, present);
      const isSound = !isChecked || opened.every(({ file }) => isMultiPackIndexWhole(files, file, location));
      return isSound ? opened : [];
    });
    for (const multi of multis ?? []) {
      for (const path of multi.packPaths) covered.add(path);
      yield multi;
    }
  }
  for (const path of paths) {
    if (covered.has(path)) continue;
    const file = files.register(path);
    const layout = unlessVanished(() => readIndexLayout(files, file, location.oidBytes));
    if (layout !== undefined) yield { path, file, layout, packPaths: undefined, basePath: undefined };
  }
}

/** A pack may go at any time; stores look for what replaces it. */
function unlessVanished<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof VanishedFile) return undefined;
    throw error;
  }
}

/** Paths of the `.idx` files that have a pack, largest pack first within each object directory. */
export function listIndexPaths(objectDirs: readonly string[]): string[] {
  const paths: string[] = [];
  for (const objectDir of objectDirs) {
    const packDir = join(objectDir, 'pack');
    const sizes = new Map<string, number>();
    for (const name of namesIn(packDir)) {
      if (!name.endsWith('.idx')) continue;
      const path = join(packDir, name);
      const pack = statSync(path.replace(/idx$/, 'pack'), { throwIfNoEntry: false });
      if (pack !== undefined) sizes.set(path, pack.size);
    }
    const found = [...sizes.keys()].sort((a, b) => {
      return sizes.get(b)! - sizes.get(a)! || (a < b ? -1 : 1);
    });
    for (const path of found) paths.push(path);
  }
  return paths;
}

function packedBytes({ objectCount, largeOffsetCount, ...layout }: PackIndexLayout, oidBytes: number): number {
  const placeBytes = layout.offsetBits === 32 ? 4 : layout.offsetStride;
  return 1024 + objectCount * (oidBytes + placeBytes) + largeOffsetCount * 8;
}

function loadIndex(
  files: FilePool,
  { path, file, layout, packPaths, basePath }: FoundIndex,
  oidBytes: number,
): SharedIndex {
  const { objectCount, largeOffsetCount, offsetStride } = layout;
  const bytes = new Uint8Array(new SharedArrayBuffer(packedBytes(layout, oidBytes)));
  readInto(files, file, bytes, 0, 1024, layout.fanoutAt);
  if (layout.offsetBits === 32) {
    // Version 1 interleaves offsets and ids; it is kept so.
    readInto(files, file, bytes, 1024, objectCount * offsetStride, layout.offsetsAt);
    const interleaved = { ...layout, fanoutAt: 0, oidsAt: 1024 + 4, offsetsAt: 1024 };
    return { path, packPaths, basePath, bytes, layout: interleaved };
  }
  const placesAt = 1024 + objectCount * oidBytes;
  const largeOffsetsAt = placesAt + objectCount * offsetStride;
  // In an index of many packs the pack's number stands before the offset.
  const offsetWithin = offsetStride - 4;
  readInto(files, file, bytes, 1024, objectCount * oidBytes, layout.oidsAt);
  readInto(files, file, bytes, placesAt, objectCount * offsetStride, layout.offsetsAt - offsetWithin);
  readInto(files, file, bytes, largeOffsetsAt, largeOffsetCount * 8, layout.largeOffsetsAt);
  const offsetsAt = placesAt + offsetWithin;
  const placed = { ...layout, fanoutAt: 0, oidsAt: 1024, offsetsAt, largeOffsetsAt };
  return { path, packPaths, basePath, bytes, layout: placed };
}

function readInto(
  files: FilePool,
  file: number,
  target: Uint8Array,
  at: number,
  length: number,
  position: number,
): void {
  for (let done = 0; done < length; done += readBytes) {
    files.read(file, target, at + done, Math.min(readBytes, length - done), position + done);
  }
}
