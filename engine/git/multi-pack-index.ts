import { basename, join } from 'node:path';
import { MiB } from '../base/index.ts';
import { readChainNames } from './chain-names.ts';
import {
  type ChunkFileKind,
  type ChunkRange,
  isChecksumRight,
  readChecksum,
  readChunk,
  readChunkTable,
} from './chunk-file.ts';
import type { FilePool } from './file-pool.ts';
import type { PackIndexLayout } from './pack-index.ts';
import type { RepositoryLocation } from './repository.ts';

/** Magic, versions and counts: the number of packs is the last word. */
const headBytes = 12;
const packCountAt = 8;
/** Names of as many packs as a store opens are shorter. */
const nameBytesMax = 4 * MiB;
/** A chain of more is not used. */
const layerCountMax = 64;

/** One index of many packs; its places name pack and offset. */
export interface MultiPackIndex {
  readonly path: string;
  readonly file: number;
  readonly layout: PackIndexLayout;
  /** The packs' own `.idx` files, by the numbers that places name. */
  readonly packPaths: readonly string[];
  /** The layer of a chain below this one, whose objects are left out here, though its packs may have them. */
  readonly basePath: string | undefined;
}

/**
 * Opens `objects/pack/multi-pack-index` (gitformat-pack), or the layers that `multi-pack-index.d` has, the
 * base first, where there are such that name only packs that are there: git leaves them behind when packs
 * go by other ways than its own. None otherwise, and when one is damaged or of another version; the packs'
 * own indexes serve as well. Only the tables of chunks and the names are read; `isMultiPackIndexWhole` reads
 * the rest.
 */
export function openMultiPackIndexes(
  files: FilePool,
  objectDir: string,
  location: FormatOf,
  presentPaths: ReadonlySet<string>,
): MultiPackIndex[] {
  const packDir = join(objectDir, 'pack');
  const single = openOne(files, join(packDir, 'multi-pack-index'), packDir, location, presentPaths);
  return single === undefined ? openChain(files, packDir, location, presentPaths) : [single];
}

type FormatOf = Pick<RepositoryLocation, 'objectFormat' | 'oidBytes'>;

function openChain(
  files: FilePool,
  packDir: string,
  location: FormatOf,
  presentPaths: ReadonlySet<string>,
): MultiPackIndex[] {
  const folder = join(packDir, 'multi-pack-index.d');
  const names = readChainNames(join(folder, 'multi-pack-index-chain'), location.oidBytes);
  if (names.length > layerCountMax) return [];
  const layers: MultiPackIndex[] = [];
  for (const name of names) {
    const path = join(folder, `multi-pack-index-${name}.midx`);
    const layer = openOne(files, path, packDir, location, presentPaths);
    if (layer === undefined) return [];
    if (readChecksum(files, layer.file, kindOf(location)).toString('hex') !== name) return [];
    layers.push({ ...layer, basePath: layers.at(-1)?.path });
  }
  return layers;
}

function openOne(
  files: FilePool,
  path: string,
  packDir: string,
  location: FormatOf,
  presentPaths: ReadonlySet<string>,
): MultiPackIndex | undefined {
  const file = files.register(path);
  const table = readChunkTable(files, file, kindOf(location));
  // The number of bases is said to be 0 always, also in a layer of a chain.
  if (table === undefined || table.head[7] !== 0) return undefined;
  const nameRange = table.chunks.get('PNAM');
  if (nameRange === undefined || nameRange.bytes > nameBytesMax) return undefined;
  const names = readChunk(files, file, nameRange).toString('utf8').split('\0');
  const packPaths = names
    .filter((name) => name !== '')
    .map((name) => join(packDir, basename(name).replace(/\.(idx|pack)$/, '.idx')));
  if (packPaths.length !== table.head.readUInt32BE(packCountAt)) return undefined;
  if (!packPaths.every((packPath) => presentPaths.has(packPath))) return undefined;
  const layout = layoutOf(table.chunks, location.oidBytes);
  return layout === undefined ? undefined : { path, file, layout, packPaths, basePath: undefined };
}

/** Whether the checksum at its end is right. */
export function isMultiPackIndexWhole(files: FilePool, file: number, location: FormatOf): boolean {
  return isChecksumRight(files, file, kindOf(location));
}

/** Version 2 lets packs be named in any order, which does not matter here. */
function kindOf({ objectFormat, oidBytes }: FormatOf): ChunkFileKind {
  return { magic: 'MIDX', versionMax: 2, headBytes, objectFormat, oidBytes };
}

/** The tables as those of an index: each place is the number of a pack, then an offset. */
function layoutOf(chunks: ReadonlyMap<string, ChunkRange>, oidBytes: number): PackIndexLayout | undefined {
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
