import { createHash } from 'node:crypto';
import { KiB, MiB } from '../base/index.ts';
import { FilePool, VanishedFile } from './file-pool.ts';
import { compareOid } from './oid.ts';
import type { RepositoryLocation } from './repository.ts';
import { listIndexPaths } from './shared-indexes.ts';

const pieceBytes = 256 * KiB;
/** How much is hashed between two turns, whether in one pack or in hundreds. */
const turnBytesUsual = 256 * MiB;

const unchecked = 0;
const proven = 1;
const disproven = 2;

/**
 * Which packs have the content that their checksums say, in memory that threads share. An object of a proven pack
 * need not be hashed again; one of any other pack is.
 * BOUNDED BY: the packs that a store may have, 8,192; about 200 bytes each, and 256 KiB while a thread checks one.
 */
export interface PackChecks {
  /** The `.idx` files of the packs that are to be checked. */
  readonly indexPaths: readonly string[];
  /** One state per pack, over a SharedArrayBuffer. */
  readonly states: Int32Array;
}

/** Checks of all packs that are there now, none of which has been made. */
export function makePackChecks(location: RepositoryLocation): PackChecks {
  const indexPaths = [...listIndexPaths(location.objectDirs)];
  return { indexPaths, states: new Int32Array(new SharedArrayBuffer(4 * indexPaths.length)) };
}

export function isProven({ states }: PackChecks, at: number): boolean {
  return Atomics.load(states, at) === proven;
}

/** Which of the packs a thread checks: every `laneCount`th from `lane` on. */
export interface PackCheckShare {
  readonly lane: number;
  readonly laneCount: number;
}

/**
 * Hashes packs and their indexes, and compares them with the checksums at their ends, which must also name each other.
 * Yields every 256 MiB, half a second, so that other work is not kept waiting. A pack that is damaged, or that
 * has gone, is no error here: its objects are hashed one by one as they are read, and the damaged one is named if it
 * is needed.
 *
 * Source: gitformat-pack(5), the trailers of `.pack` and `.idx`. About 1 s per GiB.
 */
export function* checkPacks(
  checks: PackChecks,
  location: RepositoryLocation,
  { lane, laneCount }: PackCheckShare,
  turnBytes: number = turnBytesUsual,
): Generator<void> {
  const turn: Turn = { leftBytes: turnBytes, turnBytes };
  for (let at = lane; at < checks.indexPaths.length; at += laneCount) yield* checkPack(checks, at, location, turn);
}

/** What may still be hashed before the next turn, in bytes. */
interface Turn {
  leftBytes: number;
  readonly turnBytes: number;
}

function* checkPack(
  { indexPaths, states }: PackChecks,
  at: number,
  location: RepositoryLocation,
  turn: Turn,
): Generator<void> {
  if (Atomics.load(states, at) !== unchecked) return;
  const files = new FilePool(1);
  try {
    const indexPath = indexPaths[at]!;
    const { oidBytes } = location;
    const pack = yield* readTrailer(files, indexPath.replace(/idx$/, 'pack'), location, oidBytes, turn);
    const index = yield* readTrailer(files, indexPath, location, 2 * oidBytes, turn);
    const isSame = pack !== undefined && index !== undefined && compareOid(pack, 0, index, 0, oidBytes) === 0;
    Atomics.store(states, at, isSame ? proven : disproven);
  } catch (error) {
    if (!(error instanceof VanishedFile)) throw error;
    Atomics.store(states, at, disproven);
  } finally {
    files.close();
  }
}

/** The last bytes of a file; undefined when the hash of all before its checksum is another one. */
function* readTrailer(
  files: FilePool,
  path: string,
  { objectFormat, oidBytes }: RepositoryLocation,
  trailerBytes: number,
  turn: Turn,
): Generator<void, Uint8Array | undefined> {
  const file = files.register(path);
  const sizeBytes = files.sizeOf(file);
  if (sizeBytes < trailerBytes) return undefined;
  const hash = createHash(objectFormat);
  const piece = Buffer.alloc(Math.min(pieceBytes, sizeBytes));
  const bodyBytes = sizeBytes - oidBytes;
  for (let done = 0; done < bodyBytes;) {
    const count = files.read(file, piece, 0, Math.min(pieceBytes, bodyBytes - done), done);
    if (count === 0) return undefined;
    hash.update(piece.subarray(0, count));
    done += count;
    turn.leftBytes -= count;
    if (turn.leftBytes > 0) continue;
    turn.leftBytes = turn.turnBytes;
    yield;
  }
  const trailer = Buffer.alloc(trailerBytes);
  files.read(file, trailer, 0, trailerBytes, sizeBytes - trailerBytes);
  files.closeFile(file);
  return compareOid(hash.digest(), 0, trailer, trailerBytes - oidBytes, oidBytes) === 0 ? trailer : undefined;
}
