import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readChainNames } from './chain-names.ts';
import {
  type ChunkFile,
  type ChunkFileKind,
  isChecksumRight,
  readChecksum,
  readChunk,
  readChunkTable,
} from './chunk-file.ts';
import { FilePool } from './file-pool.ts';
import { compareOid } from './oid.ts';
import type { RepositoryLocation } from './repository.ts';

/** Words of a row after its tree id: two parents, then generation and time. */
const rowWordBytes = 16;
const noParent = 0x70000000;
const edgeBit = 0x80000000;
const lastEdgeBit = 0x80000000;
const layerCountMax = 64;

/**
 * Chunks of a commit-graph that only files of our own have: committer times and authors. Older ones
 * have names as bytes of any encoding under `CFAU`, and count as files without authors.
 */
export const authorChunk = { times: 'CFTM', authors: 'CFAN', idents: 'CFID' } as const;

/**
 * What git wrote down of commits, so that they need not be read: `objects/info/commit-graph`, or
 * the layers that `commit-graphs/commit-graph-chain` names (gitformat-commit-graph).
 *
 * Commits are known by position, base layer first; `[0, count)`. A graph holds every parent of what
 * it holds. Generation numbers, changed-path filters and git's times (34 bits) are not used.
 * Memory: 56 bytes a commit with SHA-1, 12 more where authors are known.
 */
export class CommitGraph {
  readonly count: number;
  /** Bytes held. */
  readonly byteLength: number;
  readonly #layers: readonly Layer[];
  readonly #oidBytes: number;

  constructor(layers: readonly Layer[], oidBytes: number) {
    this.#layers = layers;
    this.#oidBytes = oidBytes;
    const last = layers[layers.length - 1]!;
    this.count = last.first + last.count;
    this.byteLength = layers.reduce((sum, layer) => sum + layer.bytes, 0);
  }

  /** Whether `seconds` and `author` can be asked. */
  get hasAuthors(): boolean {
    return this.#layers[0]!.authors.length > 0;
  }

  /** Authors as bytes `name <e-mail`, a line feed after each; `author` counts these lines. */
  get identLines(): Buffer {
    return this.#layers[0]!.idents;
  }

  /** The position of a commit, or -1. */
  find(oid: Uint8Array, at: number): number {
    for (const layer of this.#layers) {
      let low = oid[at] === 0 ? 0 : layer.fanout.readUInt32BE((oid[at]! - 1) * 4);
      let high = layer.fanout.readUInt32BE(oid[at]! * 4);
      while (low < high) {
        const middle = (low + high) >>> 1;
        const order = compareOid(layer.oids, middle * this.#oidBytes, oid, at, this.#oidBytes);
        if (order === 0) return layer.first + middle;
        if (order < 0) low = middle + 1;
        else high = middle;
      }
    }
    return -1;
  }

  /** Calls back with the bytes of a commit's id and where it begins. */
  withOid<T>(position: number, use: (bytes: Buffer, at: number) => T): T {
    const layer = this.#layerOf(position);
    return use(layer.oids, (position - layer.first) * this.#oidBytes);
  }

  /** Reads a commit into `out`. */
  read(position: number, out: GraphCommit): void {
    const layer = this.#layerOf(position);
    const nth = position - layer.first;
    const rowBytes = this.#oidBytes + rowWordBytes;
    const row = nth * rowBytes;
    out.oids = layer.oids;
    out.oidAt = nth * this.#oidBytes;
    out.trees = layer.rows;
    out.treeAt = row;
    out.parentCount = 0;
    const words = row + this.#oidBytes;
    const first = layer.rows.readUInt32BE(words);
    const second = layer.rows.readUInt32BE(words + 4);
    if (first !== noParent) out.addParent(first);
    if (second >= edgeBit) readEdges(layer, second - edgeBit, out);
    else if (second !== noParent) out.addParent(second);
    if (layer.authors.length === 0) return;
    out.seconds = layer.times.readDoubleBE(nth * 8);
    out.author = layer.authors.readUInt32BE(nth * 4);
  }

  #layerOf(position: number): Layer {
    const layers = this.#layers;
    let nth = layers.length - 1;
    while (layers[nth]!.first > position) nth -= 1;
    return layers[nth]!;
  }
}

/** A commit as a graph knows it; one object is filled again for every commit. */
export class GraphCommit {
  oids: Uint8Array = new Uint8Array(0);
  oidAt = 0;
  trees: Uint8Array = new Uint8Array(0);
  treeAt = 0;
  parentCount = 0;
  /** Positions; the first `parentCount` count. */
  parents: Uint32Array = new Uint32Array(16);
  /** Committer time and number of the author's ident, where the graph has authors. */
  seconds = 0;
  author = 0;

  addParent(position: number): void {
    if (this.parentCount === this.parents.length) {
      const bigger = new Uint32Array(this.parents.length * 2);
      bigger.set(this.parents);
      this.parents = bigger;
    }
    this.parents[this.parentCount] = position;
    this.parentCount += 1;
  }
}

interface Layer {
  /** Position of its first commit. */
  readonly first: number;
  readonly count: number;
  readonly fanout: Buffer;
  readonly oids: Buffer;
  readonly rows: Buffer;
  readonly edges: Buffer;
  readonly times: Buffer;
  readonly authors: Buffer;
  readonly idents: Buffer;
  readonly bytes: number;
}

/**
 * The commit-graph of a repository. Undefined when it has none, or one that is damaged, of another
 * version, inconsistent or larger than `bytesMax`: the commits themselves are then read.
 */
export function openCommitGraph(location: RepositoryLocation, bytesMax: number): CommitGraph | undefined {
  for (const objectDir of location.objectDirs) {
    const info = join(objectDir, 'info');
    const graph =
      readCommitGraph([join(info, 'commit-graph')], location, bytesMax) ??
      readCommitGraph(chainPaths(join(info, 'commit-graphs'), location), location, bytesMax);
    if (graph !== undefined) return graph;
  }
  return undefined;
}

/** Reads the layers of a graph, the base first; undefined as said at `openCommitGraph`. */
export function readCommitGraph(
  paths: readonly string[],
  { objectFormat, oidBytes }: Pick<RepositoryLocation, 'objectFormat' | 'oidBytes'>,
  bytesMax: number,
): CommitGraph | undefined {
  if (paths.length === 0 || paths.length > layerCountMax) return undefined;
  const kind: ChunkFileKind = { magic: 'CGPH', versionMax: 1, headBytes: 8, objectFormat, oidBytes };
  const files = new FilePool(1);
  const layers: Layer[] = [];
  const checksums: Buffer[] = [];
  let first = 0;
  let bytesLeft = bytesMax;
  try {
    for (const path of paths) {
      const file = files.register(path);
      const table = readChunkTable(files, file, kind);
      if (table === undefined || table.head[7] !== layers.length) return undefined;
      if (!namesBases(files, file, table, checksums)) return undefined;
      const layer = readLayer(files, file, table, oidBytes, first, bytesLeft);
      if (layer === undefined || !isChecksumRight(files, file, kind)) return undefined;
      if (!isConsistent(layer, oidBytes)) return undefined;
      layers.push(layer);
      checksums.push(readChecksum(files, file, kind));
      first += layer.count;
      bytesLeft -= layer.bytes;
    }
  } finally {
    files.close();
  }
  return first === 0 ? undefined : new CommitGraph(layers, oidBytes);
}

/** Whether a layer names those below it: positions of parents count from the first of them. */
function namesBases(files: FilePool, file: number, { chunks }: ChunkFile, checksums: readonly Buffer[]): boolean {
  const expected = Buffer.concat(checksums);
  const range = chunks.get('BASE');
  return (range?.bytes ?? 0) === expected.length && readChunk(files, file, range).equals(expected);
}

/**
 * Paths of the layers of a split graph, the base first. Each lies beside the chain or, where the chain
 * goes on from that of an alternate, in its folder.
 */
function chainPaths(folder: string, { objectDirs, oidBytes }: RepositoryLocation): string[] {
  const folders = [folder, ...objectDirs.map((objectDir) => join(objectDir, 'info', 'commit-graphs'))];
  return readChainNames(join(folder, 'commit-graph-chain'), oidBytes).map((name) => {
    const paths = folders.map((one) => join(one, `graph-${name}.graph`));
    return paths.find((path) => existsSync(path)) ?? paths[0]!;
  });
}

function readLayer(
  files: FilePool,
  file: number,
  table: ChunkFile,
  oidBytes: number,
  first: number,
  bytesMax: number,
): Layer | undefined {
  const { chunks } = table;
  const rowBytes = oidBytes + rowWordBytes;
  const count = (chunks.get('OIDL')?.bytes ?? 0) / oidBytes;
  const isWhole = chunks.get('OIDF')?.bytes === 1024 && Number.isInteger(count);
  if (!isWhole || chunks.get('CDAT')?.bytes !== count * rowBytes) return undefined;
  const { times, authors, idents } = authorChunk;
  const wanted = ['OIDF', 'OIDL', 'CDAT', 'EDGE', times, authors, idents];
  const bytes = wanted.reduce((sum, name) => sum + (chunks.get(name)?.bytes ?? 0), 0);
  if (bytes > bytesMax) return undefined;
  const [fanout, oids, rows, edges, timeBytes, authorBytes, identBytes] = wanted.map((name) =>
    readChunk(files, file, chunks.get(name)),
  );
  return {
    first,
    count,
    fanout: fanout!,
    oids: oids!,
    rows: rows!,
    edges: edges!,
    times: timeBytes!,
    authors: authorBytes!,
    idents: identBytes!,
    bytes,
  };
}

/** Whether every number in the layer leads somewhere, so that a reader need not look. */
function isConsistent(layer: Layer, oidBytes: number): boolean {
  const { first, count, fanout, rows, edges, times, authors } = layer;
  for (let byte = 1; byte < 256; byte += 1) {
    if (fanout.readUInt32BE(byte * 4) < fanout.readUInt32BE((byte - 1) * 4)) return false;
  }
  if (fanout.readUInt32BE(255 * 4) !== count || edges.length % 4 !== 0) return false;
  if (authors.length > 0 && (authors.length !== count * 4 || times.length !== count * 8)) return false;
  const end = first + count;
  const edgeCount = edges.length / 4;
  for (let nth = 0; nth < count; nth += 1) {
    const words = nth * (oidBytes + rowWordBytes) + oidBytes;
    const parent = rows.readUInt32BE(words);
    if (parent !== noParent && parent >= end) return false;
    const second = rows.readUInt32BE(words + 4);
    if (second >= edgeBit ? second - edgeBit >= edgeCount : second !== noParent && second >= end) {
      return false;
    }
  }
  for (let nth = 0; nth < edgeCount; nth += 1) {
    const parent = edges.readUInt32BE(nth * 4);
    if ((parent >= lastEdgeBit ? parent - lastEdgeBit : parent) >= end) return false;
  }
  return edgeCount === 0 || edges.readUInt32BE(edges.length - 4) >= lastEdgeBit;
}

/** The parents after the first of a commit that has more than two. */
function readEdges(layer: Layer, start: number, out: GraphCommit): void {
  for (let at = start; ; at += 1) {
    const parent = layer.edges.readUInt32BE(at * 4);
    if (parent >= lastEdgeBit) {
      out.addParent(parent - lastEdgeBit);
      return;
    }
    out.addParent(parent);
  }
}
