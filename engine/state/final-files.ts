import type { ByteInterner } from '../base/index.ts';
import { changeKind, type FinalFiles } from '../contract.ts';
import type { FileIdentity } from '../history/index.ts';
import { changeFlag, type ChangeRows, type Slice } from '../pipeline/index.ts';
import { TextCache } from './text-cache.ts';

/**
 * The files of the tree at the end, in path order by bytes: 13 bytes a file and 8 a path, and 4 more a path
 * while a kept listing is brought up to date.
 *
 * A whole listing comes in slices of a tree against nothing. One that was kept with a checkpoint takes the
 * slices of its tree against the new one, so that a run over few new commits need not read every file.
 */
export class FinalFilesBuilder {
  #pathIds: Int32Array = new Int32Array(1024);
  #lines: Int32Array = new Int32Array(1024);
  #isBinary: Uint8Array = new Uint8Array(1024);
  #count = 0;
  #textLines = 0;
  #binaryCount = 0;
  #gitlinkCount = 0;
  /** Of a kept listing: row by path, -1 where there is none. Rows that went have a path of -1. */
  #rowOfPath: Int32Array | undefined;
  /** Place in the walk of the commit whose tree is listed; -1 when nothing is listed, or only a part. */
  place = -1;

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
    const look = this.#rowOfPath?.byteLength ?? 0;
    return this.#pathIds.byteLength + this.#lines.byteLength + this.#isBinary.byteLength + look;
  }

  /** Takes over a kept listing of the tree at `place`. */
  adopt(place: number, gitlinkCount: number, rows: Int32Array): void {
    this.#gitlinkCount = gitlinkCount;
    for (let at = 0; at < rows.length; at += rowInts) this.#append(rows[at]!, rows[at + 1]!, rows[at + 2] === 1);
    this.#rowOfPath = new Int32Array(this.#count).fill(-1);
    for (let row = 0; row < this.#count; row += 1) this.#link(this.#pathIds[row]!, row);
    this.place = place;
  }

  /** What `adopt` takes: path, lines and 1 for binary of each file. */
  rows(): Int32Array<ArrayBuffer> {
    const rows = new Int32Array(this.#count * rowInts);
    let at = 0;
    for (let row = 0; row < this.#count; row += 1) {
      if (this.#pathIds[row]! < 0) continue;
      rows[at] = this.#pathIds[row]!;
      rows[at + 1] = this.#lines[row]!;
      rows[at + 2] = this.#isBinary[row]!;
      at += rowInts;
    }
    return rows.slice(0, at);
  }

  /** One slice of the difference to the tree at `place`. */
  add(slice: Slice, place: number): void {
    const { changes } = slice;
    this.place = slice.isLast ? place : -1;
    this.#gitlinkCount += slice.gitlinks;
    for (let at = 0; at < changes.count; at += 1) {
      if (this.#rowOfPath !== undefined) this.#update(changes, at);
      else this.#append(changes.pathId(at), changes.newLines(at), isBinaryAt(changes, at));
    }
  }

  build(paths: ByteInterner, identity: FileIdentity): FinalFiles {
    if (this.#rowOfPath !== undefined) this.#sort(paths);
    const pathIds = this.#pathIds.subarray(0, this.#count);
    return new FileListing(paths, identity, pathIds, this.#lines, this.#isBinary, this.#textLines);
  }

  #update(changes: ChangeRows, at: number): void {
    const pathId = changes.pathId(at);
    const old = this.#rowOfPath![pathId] ?? -1;
    if (old >= 0) this.#remove(pathId, old);
    if (changes.kind(at) === changeKind.deleted) return;
    this.#link(pathId, this.#count);
    this.#append(pathId, changes.newLines(at), isBinaryAt(changes, at));
  }

  #append(pathId: number, lines: number, isBinary: boolean): void {
    if (this.#count === this.#pathIds.length) this.#grow();
    this.#pathIds[this.#count] = pathId;
    this.#lines[this.#count] = lines;
    this.#isBinary[this.#count] = isBinary ? 1 : 0;
    this.#textLines += lines;
    this.#binaryCount += isBinary ? 1 : 0;
    this.#count += 1;
  }

  #remove(pathId: number, row: number): void {
    this.#textLines -= this.#lines[row]!;
    this.#binaryCount -= this.#isBinary[row]!;
    this.#pathIds[row] = -1;
    this.#rowOfPath![pathId] = -1;
  }

  #link(pathId: number, row: number): void {
    if (pathId >= this.#rowOfPath!.length) {
      const bigger = new Int32Array(pathId * 2 + 1).fill(-1);
      bigger.set(this.#rowOfPath!);
      this.#rowOfPath = bigger;
    }
    this.#rowOfPath![pathId] = row;
  }

  /** Rows that went are dropped, the others put in path order. */
  #sort(paths: ByteInterner): void {
    const rows = this.rows();
    const order = Array.from({ length: rows.length / rowInts }, (_, at) => at * rowInts);
    order.sort((a, b) => paths.compare(rows[a]!, rows[b]!));
    order.forEach((at, row) => {
      this.#pathIds[row] = rows[at]!;
      this.#lines[row] = rows[at + 1]!;
      this.#isBinary[row] = rows[at + 2]!;
    });
    this.#count = order.length;
    this.#rowOfPath = undefined;
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

function isBinaryAt(changes: ChangeRows, at: number): boolean {
  return (changes.flags(at) & changeFlag.binary) !== 0;
}

/** Path, lines, binary. */
const rowInts = 3;

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
