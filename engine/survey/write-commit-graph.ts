import { createHash, type Hash } from 'node:crypto';
import { KiB } from '../base/index.ts';
import { authorChunk, type RepositoryLocation } from '../git/index.ts';
import type { CommitTable, IdentTable } from '../history/index.ts';
import { nodeSpillFs, SpillFile } from '../spill/index.ts';

/** A survey that is to be kept. */
export interface SurveyedCommits {
  readonly table: CommitTable;
  readonly idents: IdentTable;
  /** Commits that had to be read. */
  readonly readCommits: number;
}

const rowWordBytes = 16;
const noParent = 0x70000000;
const edgeBit = 0x80000000;
const pieceBytes = 64 * KiB;

/** Bytes of the columns; idents and edges are little beside them. */
export function commitGraphBytes(table: CommitTable): number {
  return table.count * (table.oidBytes * 2 + rowWordBytes + 12);
}

/** Writes a commit-graph of one layer, all numbers big-endian. Memory: 8 bytes a commit. @throws {CodefangError} IO */
export function writeCommitGraph(
  path: string,
  { table, idents }: SurveyedCommits,
  { objectFormat, oidBytes }: RepositoryLocation,
): void {
  const order = orderByOid(table);
  const positions = new Int32Array(table.count);
  for (let position = 0; position < order.length; position += 1) positions[order[position]!] = position;
  const edgeCount = countEdges(table);
  let identBytes = 0;
  for (let id = 0; id < idents.count; id += 1) identBytes += idents.bytesOf(id).length + 1;
  const chunks: readonly (readonly [name: string, bytes: number])[] = [
    ['OIDF', 1024],
    ['OIDL', table.count * oidBytes],
    ['CDAT', table.count * (oidBytes + rowWordBytes)],
    ['EDGE', edgeCount * 4],
    [authorChunk.times, table.count * 8],
    [authorChunk.authors, table.count * 4],
    [authorChunk.idents, identBytes],
  ];
  const out = new GraphFile(path, createHash(objectFormat));
  try {
    writeHead(out, objectFormat === 'sha1' ? 1 : 2, chunks);
    writeFanout(out, table, order);
    for (const index of order) table.copyOid(index, out.take(oidBytes), 0);
    writeRows(out, table, order, positions);
    writeEdges(out, table, order, positions);
    for (const index of order) out.take(8).writeDoubleBE(table.seconds(index));
    for (const index of order) out.take(4).writeUInt32BE(table.ident(index));
    for (let id = 0; id < idents.count; id += 1) out.putLine(idents.bytesOf(id));
    out.end();
  } finally {
    out.close();
  }
}

function writeHead(
  out: GraphFile,
  hashVersion: number,
  chunks: readonly (readonly [name: string, bytes: number])[],
): void {
  const head = out.take(8);
  head.write('CGPH', 'latin1');
  head.writeUInt32BE(0x01000000 + hashVersion * 0x10000 + chunks.length * 0x100, 4);
  let at = 8 + (chunks.length + 1) * 12;
  for (const [name, bytes] of [...chunks, ['\0\0\0\0', 0] as const]) {
    const entry = out.take(12);
    entry.write(name, 'latin1');
    entry.writeBigUInt64BE(BigInt(at), 4);
    at += bytes;
  }
}

function writeFanout(out: GraphFile, table: CommitTable, order: Int32Array): void {
  const oid = new Uint8Array(table.oidBytes);
  let position = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    for (; position < order.length; position += 1) {
      table.copyOid(order[position]!, oid, 0);
      if (oid[0]! > byte) break;
    }
    out.take(4).writeUInt32BE(position);
  }
}

function writeRows(out: GraphFile, table: CommitTable, order: Int32Array, positions: Int32Array): void {
  let edge = 0;
  for (const index of order) {
    const row = out.take(table.oidBytes + rowWordBytes);
    table.copyTree(index, row, 0);
    const count = table.parentCount(index);
    const second = count < 2 ? noParent : positions[table.parent(index, 1)]!;
    row.writeUInt32BE(count < 1 ? noParent : positions[table.parent(index, 0)]!, table.oidBytes);
    row.writeUInt32BE(count > 2 ? edgeBit + edge : second, table.oidBytes + 4);
    row.fill(0, table.oidBytes + 8);
    if (count > 2) edge += count - 1;
  }
}

function writeEdges(out: GraphFile, table: CommitTable, order: Int32Array, positions: Int32Array): void {
  for (const index of order) {
    const count = table.parentCount(index);
    for (let nth = 1; count > 2 && nth < count; nth += 1) {
      const position = positions[table.parent(index, nth)]!;
      out.take(4).writeUInt32BE(nth === count - 1 ? edgeBit + position : position);
    }
  }
}

function countEdges(table: CommitTable): number {
  let edges = 0;
  for (let index = 0; index < table.count; index += 1) {
    const count = table.parentCount(index);
    if (count > 2) edges += count - 1;
  }
  return edges;
}

/** Indexes in the order of ids: uniform ids fall into buckets of a few, which are sorted by insertion. */
function orderByOid(table: CommitTable): Int32Array {
  const { count, oidBytes } = table;
  const oid = new Uint8Array(oidBytes);
  const starts = new Int32Array(65_537);
  for (let index = 0; index < count; index += 1) {
    table.copyOid(index, oid, 0);
    const bucket = oid[0]! * 256 + oid[1]!;
    starts[bucket + 1] = starts[bucket + 1]! + 1;
  }
  for (let bucket = 0; bucket < 65_536; bucket += 1) starts[bucket + 1] = starts[bucket + 1]! + starts[bucket]!;
  const ends = starts.slice(0, 65_536);
  const order = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    table.copyOid(index, oid, 0);
    const bucket = oid[0]! * 256 + oid[1]!;
    let at = ends[bucket]!;
    ends[bucket] = at + 1;
    for (; at > starts[bucket]! && table.compareOids(order[at - 1]!, index) > 0; at -= 1) {
      order[at] = order[at - 1]!;
    }
    order[at] = index;
  }
  return order;
}

/** Appends in pieces and hashes what it appends. */
class GraphFile {
  readonly #file: SpillFile;
  readonly #hash: Hash;
  readonly #piece = Buffer.allocUnsafeSlow(pieceBytes);
  #used = 0;

  constructor(path: string, hash: Hash) {
    this.#file = SpillFile.create(nodeSpillFs, path);
    this.#hash = hash;
  }

  /** Room for the next bytes, to be filled before the next call. REQUIRES: at most 64 KiB. */
  take(bytes: number): Buffer {
    if (this.#used + bytes > pieceBytes) this.#flush();
    this.#used += bytes;
    return this.#piece.subarray(this.#used - bytes, this.#used);
  }

  putLine(line: Uint8Array): void {
    for (let at = 0; at < line.length; at += pieceBytes) {
      const part = line.subarray(at, at + pieceBytes);
      this.take(part.length).set(part);
    }
    this.take(1)[0] = 0x0a;
  }

  /** Writes what is left and the hash of all. */
  end(): void {
    this.#flush();
    this.#file.append(this.#hash.digest());
  }

  close(): void {
    this.#file.close();
  }

  #flush(): void {
    const piece = this.#piece.subarray(0, this.#used);
    this.#hash.update(piece);
    this.#file.append(piece);
    this.#used = 0;
  }
}
