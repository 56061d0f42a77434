import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from '../../engine/base/index.ts';
import { GraphCommit, readCommitGraph } from '../../engine/git/index.ts';
import { openMultiPackIndexes } from '../../engine/git/multi-pack-index.ts';
import { PackIndex, PagedIndexBytes, readIndexLayout, WholeIndexBytes } from '../../engine/git/pack-index.ts';
import { findPackedRefs, visitPackedRefs } from '../../engine/git/packed-refs.ts';
import { Reftable } from '../../engine/git/reftable.ts';
import { WindowCache } from '../../engine/git/window-cache.ts';
import { openStoredReport } from '../../engine/index.ts';
import type { FuzzedParser } from './fuzz-loop.ts';
import { MemoryFiles } from './memory-files.ts';

const oidBytes = 20;
const format = { objectFormat: 'sha1', oidBytes } as const;
/** Of what a damaged table says that it has, no more is asked for. */
const askedMax = 64;

/** Whole files of a repository, as inputs to begin with. */
export interface TableCorpus {
  readonly index: Buffer;
  readonly multiIndex: Buffer;
  readonly packPaths: readonly string[];
  readonly graph: Buffer;
  readonly reftables: readonly Buffer[];
  readonly packedRefs: Buffer;
  readonly reports: readonly (readonly [name: string, bytes: Buffer])[];
}

/** Parsers of whole files; those that read from a disk get one in `folder`, which should be in memory. */
export function tableParsers(corpus: TableCorpus, folder: string): FuzzedParser[] {
  const path = join(folder, 'input');
  return [
    { name: 'pack index', corpus: [corpus.index], read: readIndex() },
    { name: 'multi-pack-index', corpus: [corpus.multiIndex], read: readMultiIndex(corpus.packPaths) },
    { name: 'commit-graph', corpus: [corpus.graph], read: (input) => readGraph(path, input) },
    { name: 'reftable', corpus: corpus.reftables, read: readReftable },
    { name: 'packed-refs', corpus: [corpus.packedRefs], read: (input) => readPackedRefs(path, input) },
    ...corpus.reports.map(([name, bytes]) => ({
      name: `report ${name}`,
      corpus: [bytes],
      read: (input: Uint8Array) => readReport(path, input),
    })),
  ];
}

function readIndex(): (input: Uint8Array) => void {
  const files = new MemoryFiles();
  return (input) => {
    files.content = input;
    const layout = readIndexLayout(files, 0, oidBytes);
    askIndex(new PackIndex('made', new WholeIndexBytes(input), layout, oidBytes));
  };
}

function readMultiIndex(packPaths: readonly string[]): (input: Uint8Array) => void {
  const files = new MemoryFiles();
  const pages = new WindowCache(files, 1024, 8);
  const present = new Set(packPaths);
  return (input) => {
    files.content = input;
    pages.clear();
    const [first] = openMultiPackIndexes(files, 'objects', format, present);
    if (first === undefined) return;
    const index = new PackIndex('made', new PagedIndexBytes(pages, 0), first.layout, oidBytes);
    askIndex(index);
    for (let order = 0; order < Math.min(askedMax, index.objectCount); order += 1) index.packAt(order);
  };
}

function askIndex(index: PackIndex): void {
  const oid = new Uint8Array(oidBytes);
  for (let order = 0; order < Math.min(askedMax, index.objectCount); order += 1) {
    index.oidAt(order, oid, 0);
    index.find(oid, 0);
    index.offsetAt(order);
  }
  index.find(new Uint8Array(oidBytes).fill(0xff), 0);
  index.findByPrefix('00ab', new Set(), 4);
}

/** Damage that the checksum would show is the smaller part of what can be wrong: it is made right. */
function readGraph(path: string, input: Uint8Array): void {
  const body = input.subarray(0, Math.max(0, input.length - oidBytes));
  writeFileSync(path, Buffer.concat([body, createHash('sha1').update(body).digest()]));
  const graph = readCommitGraph([path], format, 1 << 24);
  if (graph === undefined) return;
  const commit = new GraphCommit();
  for (let at = 0; at < Math.min(askedMax, graph.count); at += 1) {
    graph.read(at, commit);
    graph.withOid(at, (bytes, start) => graph.find(bytes, start));
  }
}

function readReftable(input: Uint8Array): void {
  const bytes = Buffer.from(input);
  const footBytes = 24 + 44;
  if (bytes.length > footBytes + 24) {
    bytes.copy(bytes, bytes.length - footBytes, 0, 24);
    bytes.writeUInt32BE(crc32(bytes.subarray(-footBytes, -4)), bytes.length - 4);
  }
  const files = new MemoryFiles();
  files.content = bytes;
  const table = new Reftable(files, 0, format, () => {});
  table.find(Buffer.from('refs/heads/main'));
  let count = 0;
  for (const _ of table.refs(Buffer.from('refs/'))) {
    void table.name;
    count += 1;
    if (count === askedMax) return;
  }
}

function readPackedRefs(path: string, input: Uint8Array): void {
  writeFileSync(path, input);
  findPackedRefs(path, ['refs/heads/main', 'refs/tags/none'], oidBytes);
  visitPackedRefs(path, 'refs/heads/', oidBytes, () => {});
}

function readReport(path: string, input: Uint8Array): void {
  writeFileSync(path, input);
  const report = openStoredReport(path);
  try {
    for (const { sections } of report.analyzers) {
      for (const { rows } of sections) for (const row of rows) void row;
    }
    void report.findings();
    report.statedDigest();
  } finally {
    report.close();
  }
}
