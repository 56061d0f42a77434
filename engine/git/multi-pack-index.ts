import { basename, join } from 'node:path';
import {
  type ChunkFileKind,
  type ChunkRange,
  isChecksumRight,
  readChunk,
  readChunkTable,
} from './chunk-file.ts';
import type { FilePool } from './file-pool.ts';
import type { PackIndexLayout } from './pack-index.ts';
import type { RepositoryLocation } from './repository.ts';

/** Magic, versions and counts: the number of packs is the last word. */
const headBytes = 12;
const packCountAt = 8;

/** One index of many packs; its places name pack and offset. */
export interface MultiPackIndex {
  readonly path: string;
  readonly file: number;
  readonly layout: PackIndexLayout;
  /** The packs' own `.idx` files, by the numbers that places name. */
  readonly packPaths: readonly string[];
}

/**
 * Opens `objects/pack/multi-pack-index` (gitformat-pack), where there is one that names only packs that
 * are there: git leaves it behind when packs go by other ways than its own. Undefined otherwise, and when
 * it is damaged or of another version; the packs' own indexes serve as well. Only the table of chunks and
 * the names are read; `isMultiPackIndexWhole` reads the rest.
 */
export function openMultiPackIndex(
  files: FilePool,
  objectDir: string,
  location: Pick<RepositoryLocation, 'objectFormat' | 'oidBytes'>,
  presentPaths: ReadonlySet<string>,
): MultiPackIndex | undefined {
  const packDir = join(objectDir, 'pack');
  const path = join(packDir, 'multi-pack-index');
  const file = files.register(path);
  const table = readChunkTable(files, file, kindOf(location));
  // A base would mean that there are further files before this one.
  if (table === undefined || table.head[7] !== 0) return undefined;
  const names = readChunk(files, file, table.chunks.get('PNAM')).toString('utf8').split('\0');
  const packPaths = names
    .filter((name) => name !== '')
    .map((name) => join(packDir, basename(name).replace(/\.(idx|pack)$/, '.idx')));
  if (packPaths.length !== table.head.readUInt32BE(packCountAt)) return undefined;
  if (!packPaths.every((packPath) => presentPaths.has(packPath))) return undefined;
  const layout = layoutOf(table.chunks, location.oidBytes);
  return layout === undefined ? undefined : { path, file, layout, packPaths };
}

/** Whether the checksum at its end is right. */
export function isMultiPackIndexWhole(
  files: FilePool,
  file: number,
  location: Pick<RepositoryLocation, 'objectFormat' | 'oidBytes'>,
): boolean {
  return isChecksumRight(files, file, kindOf(location));
}

function kindOf({
  objectFormat,
  oidBytes,
}: Pick<RepositoryLocation, 'objectFormat' | 'oidBytes'>): ChunkFileKind {
  return { magic: 'MIDX', headBytes, objectFormat, oidBytes };
}

/** The tables as those of an index: each place is the number of a pack, then an offset. */
function layoutOf(
  chunks: ReadonlyMap<string, ChunkRange>,
  oidBytes: number,
): PackIndexLayout | undefined {
  const fanout = chunks.get('OIDF');
  const oids = chunks.get('OIDL');
  const places = chunks.get('OOFF');
  const large = chunks.get('LOFF') ?? { at: 0, bytes: 0 };
  if (fanout?.bytes !== 1024 || oids === undefined || places === undefined) return undefined;
  const objectCount = oids.bytes / oidBytes;
  if (!Number.isInteger(objectCount) || places.bytes !== objectCount * 8) return undefined;
  return {
    objectCount,
    fanoutAt: fanout.at,
    oidsAt: oids.at,
    oidStride: oidBytes,
    offsetsAt: places.at + 4,
    offsetStride: 8,
    offsetBits: 31,
    largeOffsetsAt: large.at,
    largeOffsetCount: Math.floor(large.bytes / 8),
  };
}
