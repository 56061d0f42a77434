import { FilePool, VanishedFile } from './file-pool.ts';
import { PackIndex, PagedIndexBytes, readIndexLayout } from './pack-index.ts';
import type { RepositoryLocation } from './repository.ts';
import { listIndexPaths } from './shared-indexes.ts';
import { WindowCache } from './window-cache.ts';

const pageBytes = 4 * 1024;
const pageCount = 16;

/**
 * Calls back with about `countMax` ids of packed objects, equally far apart in the order of their indexes; returns how
 * many objects the packs have, those of several packs more than once. The ids are views that are filled anew.
 */
export function sampleOids(location: RepositoryLocation, countMax: number, use: (oid: Uint8Array) => void): number {
  const files = new FilePool(2);
  const pages = new WindowCache(files, pageBytes, pageCount);
  const oid = new Uint8Array(location.oidBytes);
  try {
    let total = 0;
    for (const index of indexes(files, pages, location)) total += index.objectCount;
    const step = Math.max(1, Math.floor(total / countMax));
    let skipped = 0;
    for (const index of indexes(files, pages, location)) {
      for (; skipped < index.objectCount; skipped += step) {
        index.oidAt(skipped, oid, 0);
        use(oid);
      }
      skipped -= index.objectCount;
    }
    return total;
  } finally {
    files.close();
  }
}

function* indexes(files: FilePool, pages: WindowCache, location: RepositoryLocation): Generator<PackIndex> {
  for (const path of listIndexPaths(location.objectDirs)) {
    try {
      const file = files.register(path);
      const layout = readIndexLayout(files, file, location.oidBytes);
      yield new PackIndex(path, new PagedIndexBytes(pages, file), layout, location.oidBytes);
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
    }
  }
}
