import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { GitFixture } from './git-fixture.ts';

/** What a ref of a table says; a peeled one also what its tag leads to. */
export type TableRef =
  | { readonly name: string; readonly hex: string; readonly peeled?: string }
  | { readonly name: string; readonly target: string }
  | { readonly name: string; readonly isDeleted: true };

export interface TableOptions {
  readonly version?: 1 | 2;
  readonly objectFormat?: 'sha1' | 'sha256';
  /** Of the header; 0 writes blocks without filling them up. */
  readonly blockBytes?: number;
  /** How much a block holds where `blockBytes` is 0. */
  readonly blockBytesMax?: number;
  readonly restartEvery?: number;
  readonly hasLog?: boolean;
  /** The top of the index may have so many blocks; 0 writes no index. */
  readonly topBlocks?: number;
  readonly updateIndex?: number;
}

interface Block {
  readonly lastKey: Buffer;
  readonly bytes: Buffer;
}

/**
 * A table of refs as git's Documentation/technical/reftable describes it: git wrote none before 2.45.
 * Refs are sorted here.
 */
export function writeReftable(refs: readonly TableRef[], options: TableOptions = {}): Buffer {
  const { objectFormat = 'sha1', blockBytes = 4096, topBlocks = 1, hasLog = false } = options;
  const { version = objectFormat === 'sha1' ? 1 : 2, updateIndex = 1 } = options;
  const head = headOf(version, objectFormat, blockBytes, updateIndex);
  const pieces: Buffer[] = [];
  let at = 0;
  const append = (block: Block, isFilled: boolean): number => {
    const start = at;
    const fill = isFilled && blockBytes > 0 ? Math.max(0, blockBytes - block.bytes.length) : 0;
    pieces.push(block.bytes, Buffer.alloc(fill));
    at += block.bytes.length + fill;
    return start;
  };
  const records = refs.map((ref) => refRecord(ref)).sort((a, b) => Buffer.compare(a.key, b.key));
  let level = blocksOf('r', records, options, head);
  if (level.length === 0) append({ lastKey: Buffer.alloc(0), bytes: head }, false);
  let refIndexAt = 0;
  for (let isIndex = false; level.length > 0; isIndex = true) {
    const isTop = topBlocks === 0 || level.length <= (isIndex ? topBlocks : 1);
    // What comes after the last block begins at once, as logs do.
    const starts = level.map((block, nth) => append(block, !(isTop && nth === level.length - 1)));
    if (isIndex && isTop) refIndexAt = starts[0]!;
    if (isTop) break;
    const entries = level.map(({ lastKey }, nth) => ({ key: lastKey, type: 0, value: varint(starts[nth]!) }));
    level = blocksOf('i', entries, options, Buffer.alloc(0));
  }
  const logAt = hasLog ? at : 0;
  if (hasLog) append({ lastKey: Buffer.alloc(0), bytes: logBlock() }, false);
  const positions = Buffer.alloc(40);
  positions.writeBigUInt64BE(BigInt(refIndexAt), 0);
  positions.writeBigUInt64BE(BigInt(logAt), 24);
  return withChecksum(Buffer.concat([...pieces, head, positions]), head.length + 40);
}

/** Appends the checksum of a footer, the last `footBytes` bytes. */
export function withChecksum(bytes: Buffer, footBytes: number): Buffer {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(bytes.subarray(bytes.length - footBytes)));
  return Buffer.concat([bytes, checksum]);
}

/** Makes tables the refs of a directory, the oldest first. */
export function writeTables(directory: string, tables: readonly Buffer[]): string[] {
  const folder = join(directory, 'reftable');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = tables.map((_, nth) => `0x00000000000${nth}-0x00000000000${nth}-${nth}abcdef.ref`);
  for (const [nth, bytes] of tables.entries()) writeFileSync(join(folder, names[nth]!), bytes);
  writeFileSync(join(folder, 'tables.list'), names.map((name) => `${name}\n`).join(''));
  return names.map((name) => join(folder, name));
}

/** Takes the refs of a repository out of their files; only newer versions of git can read it then. */
export function makeReftableRepository(fixture: GitFixture, tables: readonly Buffer[]): void {
  const config = '[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n';
  appendFileSync(join(fixture.gitDir, 'config'), config);
  rmSync(join(fixture.gitDir, 'packed-refs'), { force: true });
  rmSync(join(fixture.gitDir, 'refs'), { recursive: true });
  writeStubs(fixture.gitDir);
  writeTables(fixture.gitDir, tables);
}

/** What older programs see of a repository with tables. */
function writeStubs(gitDir: string): void {
  const heads = join(gitDir, 'refs', 'heads');
  mkdirSync(dirname(heads), { recursive: true });
  writeFileSync(heads, 'this repository uses the reftable format\n');
  writeFileSync(join(gitDir, 'HEAD'), 'ref: refs/heads/.invalid\n');
}

function headOf(version: 1 | 2, objectFormat: string, blockBytes: number, updateIndex: number): Buffer {
  const head = Buffer.alloc(version === 1 ? 24 : 28);
  head.write('REFT', 'latin1');
  head[4] = version;
  head.writeUIntBE(blockBytes, 5, 3);
  head.writeBigUInt64BE(BigInt(updateIndex), 8);
  head.writeBigUInt64BE(BigInt(updateIndex), 16);
  if (version === 2) head.write(objectFormat === 'sha1' ? 'sha1' : 's256', 24, 'latin1');
  return head;
}

interface Entry {
  readonly key: Buffer;
  readonly type: number;
  readonly value: Buffer;
}

function refRecord(ref: TableRef): Entry {
  const key = Buffer.from(ref.name);
  const delta = varint(0);
  if ('isDeleted' in ref) return { key, type: 0, value: delta };
  if ('target' in ref) {
    const target = Buffer.from(ref.target);
    return { key, type: 3, value: Buffer.concat([delta, varint(target.length), target]) };
  }
  const ids = Buffer.from(ref.hex + (ref.peeled ?? ''), 'hex');
  return { key, type: ref.peeled === undefined ? 1 : 2, value: Buffer.concat([delta, ids]) };
}

/** Packs entries into blocks; the first has `head` before it, which counts. */
function blocksOf(type: 'r' | 'i', entries: readonly Entry[], options: TableOptions, head: Buffer): Block[] {
  const { blockBytes = 4096, blockBytesMax = 4096, restartEvery = 16 } = options;
  const room = blockBytes === 0 ? blockBytesMax : blockBytes;
  const blocks: Block[] = [];
  for (let first = 0; first < entries.length;) {
    let count = 1;
    const headNow = blocks.length === 0 ? head : Buffer.alloc(0);
    let bytes = blockOf(type, entries.slice(first, first + 1), restartEvery, headNow);
    while (first + count < entries.length) {
      const more = blockOf(type, entries.slice(first, first + count + 1), restartEvery, headNow);
      if (more.length > room) break;
      bytes = more;
      count += 1;
    }
    blocks.push({ lastKey: entries[first + count - 1]!.key, bytes });
    first += count;
  }
  return blocks;
}

function blockOf(type: 'r' | 'i', entries: readonly Entry[], restartEvery: number, head: Buffer): Buffer {
  const pieces: Buffer[] = [];
  const restarts: number[] = [];
  let at = head.length + 4;
  let before: Buffer = Buffer.alloc(0);
  for (const [nth, { key, type: valueType, value }] of entries.entries()) {
    const isRestart = nth % restartEvery === 0;
    if (isRestart) restarts.push(at);
    const prefix = isRestart ? 0 : commonLength(before, key);
    const suffix = key.subarray(prefix);
    const record = Buffer.concat([varint(prefix), varint(suffix.length * 8 + valueType), suffix, value]);
    pieces.push(record);
    at += record.length;
    before = key;
  }
  const tail = Buffer.alloc(restarts.length * 3 + 2);
  for (const [nth, restart] of restarts.entries()) tail.writeUIntBE(restart, nth * 3, 3);
  tail.writeUInt16BE(restarts.length, restarts.length * 3);
  const start = Buffer.alloc(4);
  start.write(type, 'latin1');
  start.writeUIntBE(at + tail.length, 1, 3);
  return Buffer.concat([head, start, ...pieces, tail]);
}

/** Of a log only the type matters here. */
function logBlock(): Buffer {
  const packed = deflateSync(Buffer.from('a log that nobody reads'));
  const start = Buffer.alloc(4);
  start.write('g', 'latin1');
  start.writeUIntBE(packed.length + 4, 1, 3);
  return Buffer.concat([start, packed]);
}

function commonLength(a: Buffer, b: Buffer): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/** As distances of deltas in packs. */
export function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest -= 1;
    bytes.unshift(0x80 | (rest & 0x7f));
  }
  return Buffer.from(bytes);
}
