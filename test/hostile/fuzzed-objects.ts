import { createInflater } from '../../engine/git/index.ts';
import { applyDelta } from '../../engine/git/delta.ts';
import { DeltaBaseCache } from '../../engine/git/delta-base-cache.ts';
import { parseCommit, ParsedCommit } from '../../engine/git/commit.ts';
import type { ObjectStore } from '../../engine/git/object-store.ts';
import { ObjectScratch } from '../../engine/git/object-scratch.ts';
import { PackReader } from '../../engine/git/pack-reader.ts';
import type { Pack } from '../../engine/git/pack-set.ts';
import type { RepositoryLocation } from '../../engine/git/repository.ts';
import { resolveRevision } from '../../engine/git/revision.ts';
import { TreeCursor } from '../../engine/git/tree.ts';
import { WindowCache } from '../../engine/git/window-cache.ts';
import { TreeEntryCursor } from '../../engine/diff/tree-entry-cursor.ts';
import { ScratchAllowance } from '../../engine/memory/index.ts';
import type { FuzzedParser } from './fuzz-loop.ts';
import { MemoryFiles } from './memory-files.ts';

const oidBytes = 20;
const objectBytesMax = 1 << 20;

/** What a repository has of each kind, as inputs to begin with. */
export interface ObjectCorpus {
  readonly trees: readonly Buffer[];
  readonly commits: readonly Buffer[];
  readonly tags: readonly Buffer[];
  readonly pack: Buffer;
  readonly offsets: readonly number[];
}

/** Parsers of objects and of their storage in packs. */
export function objectParsers({ trees, commits, tags, pack, offsets }: ObjectCorpus): FuzzedParser[] {
  return [
    { name: 'tree', corpus: trees, read: readTree() },
    { name: 'commit', corpus: commits, read: readCommit() },
    { name: 'tag', corpus: [...tags, ...commits.slice(0, 1)], read: readTag },
    { name: 'delta', corpus: deltas(), read: readDelta() },
    { name: 'pack entry', corpus: [pack], read: readPack(offsets) },
  ];
}

/** Both readers of trees must find the same entries; the movable one passes over what it cannot read. */
function readTree(): (input: Uint8Array) => void {
  const cursor = new TreeCursor(oidBytes);
  const movable = new TreeEntryCursor(oidBytes);
  return (input) => {
    cursor.open(input, input.length);
    movable.reset(input, input.length);
    while (cursor.next()) {
      if (cursor.nameStart !== movable.nameStart || cursor.oidStart !== movable.oidAt) {
        throw new Error(`One reader finds a name at ${cursor.nameStart}, the other at ${movable.nameStart}`);
      }
      void movable.isInOrder;
      movable.advance();
    }
    if (movable.mode !== 0) throw new Error('One reader finds an entry that the other does not');
  };
}

/** All places lie within the commit, in order. */
function readCommit(): (input: Uint8Array) => void {
  const commit = new ParsedCommit();
  return (input) => {
    parseCommit(input, input.length, oidBytes, commit);
    const ranges = [
      [commit.authorNameStart, commit.authorNameEnd],
      [commit.authorEmailStart, commit.authorEmailEnd],
      [commit.committerNameStart, commit.committerNameEnd],
      [commit.committerEmailStart, commit.committerEmailEnd],
      [commit.encodingStart, commit.encodingEnd],
      [commit.messageStart, input.length],
    ];
    for (const [start, end] of ranges) {
      if (start! < 0 || start! > end! || end! > input.length) throw new Error(`A part lies at ${start} to ${end}`);
    }
    if (!Number.isSafeInteger(commit.authorTime) || !Number.isSafeInteger(commit.committerTime)) {
      throw new Error(`Times are ${commit.authorTime} and ${commit.committerTime}`);
    }
  };
}

/** A tag that leads to whatever its bytes say, which is the same tag again: a chain of bounded depth. */
function readTag(input: Uint8Array): void {
  const location = { oidBytes } as RepositoryLocation;
  const store = {
    read(_: Uint8Array, __: number, scratch: ObjectScratch) {
      scratch.reserve(input.length + 1);
      scratch.bytes.set(input);
      scratch.length = input.length;
      return 'tag';
    },
  } as unknown as ObjectStore;
  resolveRevision(location, store, '1'.repeat(40));
}

/** One byte of length, a base of so many bytes, then the delta. */
function deltas(): Buffer[] {
  const base = Buffer.from('one\ntwo\nthree\nfour\n');
  const head = Buffer.concat([Buffer.from([base.length]), base]);
  const copies = [base.length, 12, 0x91, 4, 4, 4, 0x61, 0x62, 0x63, 0x0a, 0x90, 4];
  const wide = [base.length, 0x83, 0x01, 0xb0, 4, 0, 0x7f, ...Buffer.alloc(127, 0x41)];
  return [copies, wide].map((delta) => Buffer.concat([head, Buffer.from(delta)]));
}

function readDelta(): (input: Uint8Array) => string {
  const out = new ObjectScratch();
  return (input) => {
    const baseLength = Math.min(input[0] ?? 0, Math.max(0, input.length - 1));
    const base = memoryOf(input.slice(1, 1 + baseLength));
    const delta = memoryOf(input.slice(1 + baseLength));
    return applyDelta(base, 0, baseLength, delta, delta.bytes.length, out, objectBytesMax);
  };
}

function memoryOf(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly view: DataView } {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** The entries of a pack at the places where those of the whole pack are. */
function readPack(offsets: readonly number[]): (input: Uint8Array) => void {
  const files = new MemoryFiles();
  const windows = new WindowCache(files, 1024, 8);
  const bases = new DeltaBaseCache(1 << 16);
  const allowance = new ScratchAllowance();
  const reader = new PackReader(files, windows, createInflater(), bases, objectBytesMax, oidBytes, allowance);
  const target = new ObjectScratch();
  const oid = new Uint8Array(oidBytes);
  let id = 0;
  return (input) => {
    files.content = input;
    windows.clear();
    // Bases are known by the number of their pack, of which there are 8,192.
    id = (id + 1) % 8192;
    const index = { objectCount: offsets.length, path: 'made', find: () => offsets[0]! };
    const pack = { id, path: 'made', file: 0, index, sizeBytes: input.length } as unknown as Pack;
    // Damage ends the reading of an entry, and not that of the others.
    const failures = offsets.map((offset) => attempt(() => reader.read(pack, offset, oid, 0, target, 'itself')));
    const failure = failures.find((one) => one !== undefined);
    if (failure !== undefined) throw failure;
  };
}

function attempt(read: () => void): unknown {
  try {
    read();
    return undefined;
  } catch (error) {
    return error;
  }
}
