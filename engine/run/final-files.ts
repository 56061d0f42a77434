import type { ByteInterner } from '../base/index.ts';
import type { FinalFiles } from '../contract.ts';
import type { FileIdentity } from '../history/index.ts';
import { changeFlag, type FrameReader, type Slice } from '../pipeline/index.ts';
import { TextCache } from './text-cache.ts';

/**
 * The files of the tree at the end, in path order by bytes: 13 bytes a file and 8 a path.
 * Slices of the tree's listing go in by `add`, then `build` makes the look-ups.
 */
export class FinalFilesBuilder {
  readonly #reader: FrameReader;
  #pathIds: Int32Array = new Int32Array(1024);
  #lines: Int32Array = new Int32Array(1024);
  #isBinary: Uint8Array = new Uint8Array(1024);
  #count = 0;
  #textLines = 0;
  #binaryCount = 0;
  #gitlinkCount = 0;

  constructor(reader: FrameReader) {
    this.#reader = reader;
  }

  get binaryCount(): number {
    return this.#binaryCount;
  }

  get textLines(): number {
    return this.#textLines;
  }

  get gitlinkCount(): number {
    return this.#gitlinkCount;
  }

  /** Bytes of the columns. */
  get bytes(): number {
    return this.#pathIds.byteLength + this.#lines.byteLength + this.#isBinary.byteLength;
  }

  add(slice: Slice): void {
    this.#gitlinkCount += slice.gitlinks;
    const { changes } = slice;
    for (let at = 0; at < changes.count; at += 1) {
      if (this.#count === this.#pathIds.length) this.#grow();
      const isBinary = (this.#reader.flags(at) & changeFlag.binary) !== 0;
      this.#pathIds[this.#count] = changes.pathId(at);
      this.#lines[this.#count] = changes.newLines(at);
      this.#isBinary[this.#count] = isBinary ? 1 : 0;
      this.#textLines += changes.newLines(at);
      this.#binaryCount += isBinary ? 1 : 0;
      this.#count += 1;
    }
  }

  build(paths: ByteInterner, identity: FileIdentity): FinalFiles {
    const pathIds = this.#pathIds.subarray(0, this.#count);
    return new FileListing(paths, identity, pathIds, this.#lines, this.#isBinary, this.#textLines);
  }

  #grow(): void {
    const length = this.#pathIds.length * 2;
    const pathIds = new Int32Array(length);
    pathIds.set(this.#pathIds);
    this.#pathIds = pathIds;
    const lines = new Int32Array(length);
    lines.set(this.#lines);
    this.#lines = lines;
    const isBinary = new Uint8Array(length);
    isBinary.set(this.#isBinary);
    this.#isBinary = isBinary;
  }
}

class FileListing implements FinalFiles {
  readonly count: number;
  readonly textLines: number;
  readonly #texts: TextCache;
  readonly #pathIds: Int32Array;
  readonly #lines: Int32Array;
  readonly #isBinary: Uint8Array;
  readonly #rankOfPath: Int32Array;
  readonly #fileIds: Int32Array;
  /** Ranks of each file, chained: the first by file, the next by rank; -1 ends. */
  readonly #firstRank: Int32Array;
  readonly #nextRank: Int32Array;

  constructor(
    paths: ByteInterner,
    identity: FileIdentity,
    pathIds: Int32Array,
    lines: Int32Array,
    isBinary: Uint8Array,
    textLines: number,
  ) {
    this.count = pathIds.length;
    this.textLines = textLines;
    this.#texts = new TextCache((rank) => paths.textOf(pathIds[rank]!));
    this.#pathIds = pathIds;
    this.#lines = lines;
    this.#isBinary = isBinary;
    this.#rankOfPath = new Int32Array(paths.count).fill(-1);
    this.#fileIds = new Int32Array(this.count);
    this.#firstRank = new Int32Array(identity.count).fill(-1);
    this.#nextRank = new Int32Array(this.count);
    for (let rank = this.count - 1; rank >= 0; rank -= 1) this.#link(rank, identity);
  }

  path(rank: number): string {
    return this.#texts.get(rank);
  }

  lines(rank: number): number {
    return this.#lines[rank]!;
  }

  isBinary(rank: number): boolean {
    return this.#isBinary[rank] === 1;
  }

  pathId(rank: number): number {
    return this.#pathIds[rank]!;
  }

  fileId(rank: number): number {
    return this.#fileIds[rank]!;
  }

  rankOfPath(pathId: number): number {
    return this.#rankOfPath[pathId] ?? -1;
  }

  eachRankOfFile(fileId: number, visit: (rank: number) => void): void {
    for (let rank = this.#firstRank[fileId] ?? -1; rank >= 0; rank = this.#nextRank[rank]!) visit(rank);
  }

  #link(rank: number, identity: FileIdentity): void {
    const pathId = this.#pathIds[rank]!;
    const file = identity.fileOf(pathId);
    this.#rankOfPath[pathId] = rank;
    this.#fileIds[rank] = file;
    // A file that came in a merge alone was never in a change that counts: it is nobody's history.
    if (file < 0) return;
    this.#nextRank[rank] = this.#firstRank[file]!;
    this.#firstRank[file] = rank;
  }
}
