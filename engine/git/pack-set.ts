import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { CodefangError, KiB } from '../base/index.ts';
import { type FilePool, VanishedFile } from './file-pool.ts';
import { compareOid } from './oid.ts';
import type { PackChecks } from './pack-checks.ts';
import { PackIndex, PagedIndexBytes, readIndexLayout, WholeIndexBytes } from './pack-index.ts';
import type { RepositoryLocation } from './repository.ts';
import { listIndexPaths, type SharedIndexes } from './shared-indexes.ts';
import type { WindowCache } from './window-cache.ts';

/** Keys of cached bases give a pack 13 bits. */
const packCountMax = 2 ** 13;
const checkPieceBytes = 64 * KiB;

/** A pack with its index; the pack file itself is opened and checked at the first read. */
export interface Pack {
  /** Dense and never used again, also when the pack vanishes: it is part of cache keys. */
  readonly id: number;
  readonly path: string;
  readonly file: number;
  readonly index: PackIndex;
  /** Bytes of the pack file; -1 until it was opened. */
  sizeBytes: number;
  isIndexChecked: boolean;
  /** Its number in the checks of packs; -1 when it is not among them. */
  readonly checkAt: number;
}

interface MultiPacks {
  readonly index: PackIndex;
  readonly packs: readonly Pack[];
}

/**
 * All packs of a repository, asked in order of the last hit.
 * BOUNDED BY: 8,192 packs in the life of a store; about 1.5 KB each.
 */
export class PackSet {
  /** Offset of what `find` found. */
  foundOffset = -1;
  readonly #location: RepositoryLocation;
  readonly #files: FilePool;
  readonly #pages: WindowCache;
  readonly #sharedIndexes: SharedIndexes | undefined;
  readonly #checkOf: ReadonlyMap<string, number>;
  #packs: Pack[] = [];
  /** Indexes of many packs, all of which are there; asked first. */
  #multis: MultiPacks[] = [];
  /** The packs that no such index covers, in order of the last hit. */
  #uncovered: Pack[] = [];
  #createdCount = 0;
  #stamp = '';

  constructor(
    location: RepositoryLocation,
    files: FilePool,
    pages: WindowCache,
    sharedIndexes: SharedIndexes | undefined,
    checks: PackChecks | undefined,
  ) {
    this.#location = location;
    this.#files = files;
    this.#pages = pages;
    this.#sharedIndexes = sharedIndexes;
    this.#checkOf = new Map(checks?.indexPaths.map((path, at) => [path, at]));
    this.#stamp = this.#directoryStamp();
    this.#load();
  }

  get packs(): readonly Pack[] {
    return this.#packs;
  }

  /** The pack that holds an object, with its offset in `foundOffset`; undefined when none does. */
  find(oid: Uint8Array, at: number): Pack | undefined {
    for (const { index, packs } of this.#multis) {
      const order = index.findOrder(oid, at);
      const pack = order < 0 ? undefined : packs[index.packAt(order)];
      if (pack === undefined) continue;
      this.foundOffset = index.offsetAt(order);
      return pack;
    }
    const packs = this.#uncovered;
    for (let i = 0; i < packs.length; i += 1) {
      const pack = packs[i]!;
      const offset = pack.index.find(oid, at);
      if (offset < 0) continue;
      this.foundOffset = offset;
      for (let j = i; j > 0; j -= 1) packs[j] = packs[j - 1]!;
      packs[0] = pack;
      return pack;
    }
    return undefined;
  }

  /** The pack that was given this id; undefined when it has vanished. */
  byId(id: number): Pack | undefined {
    return this.#packs.find((pack) => pack.id === id);
  }

  /**
   * Hashes every index not hashed before, and compares with the checksum at its end: a damaged
   * index could call an object missing. About 1 ms a MB, once an index.
   * @throws {CodefangError} CORRUPT
   */
  checkIndexes(): void {
    for (const pack of this.#packs) {
      if (pack.isIndexChecked) continue;
      pack.isIndexChecked = true;
      try {
        this.#checkIndex(pack.index.path);
      } catch (error) {
        // One that has gone hides nothing any more.
        if (!(error instanceof VanishedFile)) throw error;
      }
    }
  }

  /** Lets the next `rescan` look whatever the directories' times are: a pack was found to have vanished. */
  expire(): void {
    this.#stamp = '';
  }

  /** Looks for new and vanished packs when a directory has changed; returns whether one had. */
  rescan(): boolean {
    const stamp = this.#directoryStamp();
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    this.#load();
    return true;
  }

  #load(): void {
    const known = new Map(this.#packs.map((pack) => [pack.index.path, pack]));
    const packs: Pack[] = [];
    for (const path of listIndexPaths(this.#location.objectDirs)) {
      const pack = known.get(path) ?? this.#openIfThere(path);
      if (pack !== undefined) packs.push(pack);
      known.delete(path);
    }
    for (const gone of known.values()) this.#files.closeFile(gone.file);
    this.#packs = packs;
    this.#multis = this.#openMultis(new Map(packs.map((pack) => [pack.index.path, pack])));
    const covered = new Set(this.#multis.flatMap((multi) => multi.packs));
    this.#uncovered = packs.filter((pack) => !covered.has(pack));
  }

  /**
   * The shared indexes of many packs, bases before what stands on them; one that names a pack which has
   * gone serves no more, nor does what stands on it.
   */
  #openMultis(packOfPath: ReadonlyMap<string, Pack>): MultiPacks[] {
    const multis: MultiPacks[] = [];
    for (const { path, packPaths, basePath, bytes, layout } of this.#sharedIndexes?.indexes ?? []) {
      const packs = packPaths?.map((packPath) => packOfPath.get(packPath));
      if (packs === undefined || !packs.every((pack) => pack !== undefined)) continue;
      if (basePath !== undefined && !multis.some(({ index }) => index.path === basePath)) continue;
      const index = new PackIndex(path, new WholeIndexBytes(bytes), layout, this.#location.oidBytes);
      multis.push({ index, packs });
    }
    return multis;
  }

  /** A pack may go between the listing and this; what replaces it is found by the next rescan. */
  #openIfThere(indexPath: string): Pack | undefined {
    try {
      return this.#open(indexPath);
    } catch (error) {
      if (!(error instanceof VanishedFile)) throw error;
      this.expire();
      return undefined;
    }
  }

  #open(indexPath: string): Pack {
    if (this.#createdCount === packCountMax) {
      throw new CodefangError('IO', `Cannot open "${indexPath}": more than ${packCountMax} packs, run git gc first`);
    }
    const path = indexPath.replace(/idx$/, 'pack');
    const index = this.#openIndex(indexPath);
    const file = this.#files.register(path);
    this.#createdCount += 1;
    const id = this.#createdCount - 1;
    return { id, path, file, index, sizeBytes: -1, isIndexChecked: false, checkAt: this.#checkOf.get(indexPath) ?? -1 };
  }

  #openIndex(path: string): PackIndex {
    const { oidBytes } = this.#location;
    const shared = this.#sharedIndexes?.indexes.find((index) => index.path === path);
    if (shared !== undefined) {
      return new PackIndex(path, new WholeIndexBytes(shared.bytes), shared.layout, oidBytes);
    }
    const file = this.#files.register(path);
    const layout = readIndexLayout(this.#files, file, oidBytes);
    return new PackIndex(path, new PagedIndexBytes(this.#pages, file), layout, oidBytes);
  }

  #checkIndex(path: string): void {
    const { objectFormat, oidBytes } = this.#location;
    const file = this.#files.register(path);
    const hash = createHash(objectFormat);
    const piece = Buffer.alloc(checkPieceBytes);
    const bodyBytes = this.#files.sizeOf(file) - oidBytes;
    for (let at = 0; at < bodyBytes; at += checkPieceBytes) {
      const wanted = Math.min(checkPieceBytes, bodyBytes - at);
      hash.update(piece.subarray(0, this.#files.read(file, piece, 0, wanted, at)));
    }
    this.#files.read(file, piece, 0, oidBytes, bodyBytes);
    this.#files.closeFile(file);
    if (compareOid(hash.digest(), 0, piece, 0, oidBytes) === 0) return;
    throw new CodefangError('CORRUPT', `Cannot read pack index "${path}": its checksum is wrong`);
  }

  /** Changes whenever a pack comes or goes: directories carry the time of their last change. */
  #directoryStamp(): string {
    let stamp = '';
    for (const objectDir of this.#location.objectDirs) {
      const packDir = statSync(join(objectDir, 'pack'), { throwIfNoEntry: false });
      stamp += `${packDir?.ino ?? 0}:${packDir?.mtimeMs ?? 0};`;
    }
    return stamp;
  }
}
