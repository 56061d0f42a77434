import { createHash } from 'node:crypto';
import { KiB } from '../base/index.ts';
import { FilePool, VanishedFile } from './file-pool.ts';

const pieceBytes = 64 * KiB;
const entryBytes = 12;

/** What a chunk file must be, and which of its chunks are wanted. */
export interface ChunkFileKind {
  /** Four letters at the start of the file. */
  readonly magic: string;
  /** The newest version that is read; 1 is the first. */
  readonly versionMax: number;
  /** Bytes before the table of chunks. */
  readonly headBytes: number;
  readonly objectFormat: 'sha1' | 'sha256';
  readonly oidBytes: number;
}

/** Where a chunk lies in its file. */
export interface ChunkRange {
  readonly at: number;
  readonly bytes: number;
}

export interface ChunkFile {
  readonly head: Buffer;
  readonly sizeBytes: number;
  readonly chunks: ReadonlyMap<string, ChunkRange>;
}

/**
 * Reads the table of a chunk file (gitformat-chunk: commit-graph and multi-pack-index):
 * magic, version, hash version, number of chunks, then pairs of a name and an offset.
 * Undefined when the file is absent, of another version or hash, or does not fit its table.
 */
export function readChunkTable(files: FilePool, file: number, kind: ChunkFileKind): ChunkFile | undefined {
  const sizeBytes = sizeIfPresent(files, file);
  const head = Buffer.alloc(kind.headBytes);
  if (sizeBytes < kind.headBytes + entryBytes + kind.oidBytes) return undefined;
  files.read(file, head, 0, kind.headBytes, 0);
  const hashVersion = kind.objectFormat === 'sha1' ? 1 : 2;
  if (head.toString('latin1', 0, 4) !== kind.magic) return undefined;
  if (head[4]! < 1 || head[4]! > kind.versionMax) return undefined;
  if (head[5] !== hashVersion) return undefined;
  const chunkCount = head[6]!;
  const table = Buffer.alloc((chunkCount + 1) * entryBytes);
  const tableBytes = files.read(file, table, 0, table.length, kind.headBytes);
  if (tableBytes < table.length) return undefined;
  const chunks = new Map<string, ChunkRange>();
  const end = sizeBytes - kind.oidBytes;
  for (let nth = 0; nth < chunkCount; nth += 1) {
    const at = Number(table.readBigUInt64BE(nth * entryBytes + 4));
    const next = Number(table.readBigUInt64BE((nth + 1) * entryBytes + 4));
    if (at < kind.headBytes + table.length || next < at || next > end) return undefined;
    const name = table.toString('latin1', nth * entryBytes, nth * entryBytes + 4);
    chunks.set(name, { at, bytes: next - at });
  }
  return { head, sizeBytes, chunks };
}

/** Whether the hash at the end of a file is that of what comes before it: about 1 ms a MB. */
export function isChecksumRight(files: FilePool, file: number, kind: ChunkFileKind): boolean {
  const hash = createHash(kind.objectFormat);
  const piece = Buffer.alloc(pieceBytes);
  const bodyBytes = files.sizeOf(file) - kind.oidBytes;
  for (let at = 0; at < bodyBytes; at += pieceBytes) {
    const wanted = Math.min(pieceBytes, bodyBytes - at);
    hash.update(piece.subarray(0, files.read(file, piece, 0, wanted, at)));
  }
  return hash.digest().equals(readChecksum(files, file, kind));
}

/** The hash at the end of a file, which files of a chain are named after. */
export function readChecksum(files: FilePool, file: number, { oidBytes }: ChunkFileKind): Buffer {
  const checksum = Buffer.alloc(oidBytes);
  files.read(file, checksum, 0, oidBytes, files.sizeOf(file) - oidBytes);
  return checksum;
}

/** The bytes of a chunk; empty when there is none of that name. */
export function readChunk(files: FilePool, file: number, range: ChunkRange | undefined): Buffer {
  if (range === undefined) return Buffer.alloc(0);
  const bytes = Buffer.allocUnsafeSlow(range.bytes);
  files.read(file, bytes, 0, range.bytes, range.at);
  return bytes;
}

function sizeIfPresent(files: FilePool, file: number): number {
  try {
    return files.sizeOf(file);
  } catch (error) {
    if (error instanceof VanishedFile) return -1;
    throw error;
  }
}
