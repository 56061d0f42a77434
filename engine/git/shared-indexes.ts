import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FilePool, VanishedFile } from './file-pool.ts';
import { readIndexLayout, type PackIndexLayout } from './pack-index.ts';
import type { RepositoryLocation } from './repository.ts';

/** One index in memory that threads share; `path` names its `.idx` file. */
export interface SharedIndex {
  readonly path: string;
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
 * Loads all pack indexes, without their CRCs, into shared memory: 24 bytes an object (SHA-1).
 * Returns undefined when they need more than `bytesMax`; stores then read indexes in pages.
 */
export function loadSharedIndexes(
  location: RepositoryLocation,
  bytesMax: number,
): SharedIndexes | undefined {
  const files = new FilePool(1);
  const indexes: SharedIndex[] = [];
  let bytes = 0;
  try {
    for (const path of listIndexPaths(location.objectDirs)) {
      const index = unlessVanished(() => {
        const file = files.register(path);
        const layout = readIndexLayout(files, file, location.oidBytes);
        const isWithin = bytes + packedBytes(layout, location.oidBytes) <= bytesMax;
        return isWithin ? { path, ...loadIndex(files, file, layout, location.oidBytes) } : 'too large';
      });
      if (index === 'too large') return undefined;
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
  const files = new FilePool(1);
  let packBytes = 0;
  let indexBytes = 0;
  try {
    for (const path of listIndexPaths(location.objectDirs)) {
      const layout = unlessVanished(() => readIndexLayout(files, files.register(path), location.oidBytes));
      if (layout === undefined) continue;
      packBytes += statSync(path.replace(/idx$/, 'pack'), { throwIfNoEntry: false })?.size ?? 0;
      indexBytes += packedBytes(layout, location.oidBytes);
    }
  } finally {
    files.close();
  }
  return { packBytes, indexBytes };
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
    for (const name of listNames(packDir)) {
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

function listNames(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    // A repository without packs may lack the directory.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function packedBytes(layout: PackIndexLayout, oidBytes: number): number {
  return 1024 + layout.objectCount * (oidBytes + 4) + layout.largeOffsetCount * 8;
}

function loadIndex(
  files: FilePool,
  file: number,
  layout: PackIndexLayout,
  oidBytes: number,
): { layout: PackIndexLayout; bytes: Uint8Array } {
  const { objectCount, largeOffsetCount } = layout;
  const bytes = new Uint8Array(new SharedArrayBuffer(packedBytes(layout, oidBytes)));
  readInto(files, file, bytes, 0, 1024, layout.fanoutAt);
  const entriesBytes = objectCount * (oidBytes + 4);
  if (layout.offsetStride !== 4) {
    // Version 1 interleaves offsets and ids; it is kept so.
    readInto(files, file, bytes, 1024, entriesBytes, layout.offsetsAt);
    return { bytes, layout: { ...layout, fanoutAt: 0, oidsAt: 1024 + 4, offsetsAt: 1024 } };
  }
  const offsetsAt = 1024 + objectCount * oidBytes;
  const largeOffsetsAt = offsetsAt + objectCount * 4;
  readInto(files, file, bytes, 1024, objectCount * oidBytes, layout.oidsAt);
  readInto(files, file, bytes, offsetsAt, objectCount * 4, layout.offsetsAt);
  readInto(files, file, bytes, largeOffsetsAt, largeOffsetCount * 8, layout.largeOffsetsAt);
  return { bytes, layout: { ...layout, fanoutAt: 0, oidsAt: 1024, offsetsAt, largeOffsetsAt } };
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
