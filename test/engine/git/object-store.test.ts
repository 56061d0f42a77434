import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { deflateSync } from 'node:zlib';
import git from 'isomorphic-git';
import * as fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRepository, hexToOid, loadSharedIndexes, ObjectScratch, ObjectStore } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { deltaSize, entryHead, indexBytes, objectId, writeHandmadePack, type HandmadeEntry } from './pack-builder.ts';
import {
  allObjects,
  differences,
  openStore,
  otherDifferences,
  roomyLimits,
  tightLimits,
  versionsOf,
} from './store-oracle.ts';

/** Commits, nested trees, versions of texts, bytes that do not pack, a tag, and the empty blob. */
function fillHistory(fixture: GitFixture): void {
  const texts = versionsOf(12, 120, 1);
  const noise = Buffer.alloc(70_000);
  for (let i = 0; i < noise.length; i += 1) noise[i] = (Math.imul(i, 0x9e3779b1) >>> 13) & 255;
  for (const [i, text] of texts.entries()) {
    const small = { 'a/b/c/deep.txt': `${i}\n`, [`many/${i}`]: `${i}` };
    fixture.commit({ files: { 'text.txt': text, ...small } });
  }
  fixture.commit({ files: { 'noise.bin': noise, empty: '', 'many/0': null } });
  fixture.git('tag', '-a', 'v1', '-m', 'first');
}

describe.each(['sha1', 'sha256'] as const)('ObjectStore, %s', (objectFormat) => {
  let fixture: GitFixture;
  beforeAll(() => {
    fixture = GitFixture.init({ objectFormat });
    fillHistory(fixture);
  });
  afterAll(() => fixture.dispose());

  test('read() equals git cat-file for loose objects', () => {
    const objects = allObjects(fixture);
    expect(objects.length).toBeGreaterThan(60);
    for (const limits of [tightLimits, roomyLimits]) {
      const store = openStore(fixture, limits);
      expect(differences(store, objects)).toEqual([]);
      store.close();
    }
  });

  test('read() equals git cat-file for packs beside loose objects, in small windows', () => {
    fixture.git('repack', '-q', '-d');
    fixture.commit({ files: { 'text.txt': 'second pack\n', 'more/one': '1' } });
    fixture.git('repack', '-q', '-d');
    fixture.commit({ files: { 'text.txt': 'loose\n' } });
    const objects = allObjects(fixture);
    const shared = loadSharedIndexes(findRepository(fixture.path), 1 << 20);
    expect(shared?.indexes.length).toBe(2);
    for (const limits of [tightLimits, roomyLimits, { ...tightLimits, deltaBaseBytes: 0 }]) {
      for (const indexes of [undefined, shared]) {
        const store = openStore(fixture, { ...limits, verifyOid: 'all' }, indexes);
        expect(differences(store, objects)).toEqual([]);
        expect(differences(store, objects.toReversed())).toEqual([]);
        expect(store.stats.reads).toBe(objects.length * 2);
        expect(otherDifferences(store, objects.toReversed())).toEqual([]);
        store.close();
      }
    }
  });

  test('read() finds objects that git gc moves while the store is open', () => {
    fixture.git('repack', '-q', '-d');
    const store = openStore(fixture, tightLimits);
    const before = allObjects(fixture);
    const half = before.slice(0, before.length >> 1);
    expect(differences(store, half)).toEqual([]);
    fixture.commit({ files: { 'new.txt': 'born later\n' } });
    fixture.git('gc', '-q', '--prune=now');
    expect(differences(store, allObjects(fixture))).toEqual([]);
    store.close();
  });

  test('readAt() finds objects whose pack has gone since they were located', () => {
    fixture.git('repack', '-q', '-d');
    const store = openStore(fixture, tightLimits);
    const objects = allObjects(fixture);
    const places = objects.map(({ hex }) => store.locate(hexToOid(hex), 0));
    fixture.commit({ files: { 'new.txt': 'located first\n' } });
    fixture.git('gc', '-q', '--prune=now');
    const scratch = new ObjectScratch();
    for (const [at, { hex, kind, content }] of objects.entries()) {
      expect(store.readAt(places[at]!, hexToOid(hex), 0, scratch)).toBe(kind);
      expect(content.equals(scratch.bytes.subarray(0, scratch.length))).toBe(true);
    }
    expect(store.locate(hexToOid('1'.repeat(40)), 0)).toBe(-1);
    store.close();
  });

  test('read() looks for another copy when a pack has vanished before it was opened', () => {
    const store = openStore(fixture, tightLimits);
    fixture.commit({ files: { 'new.txt': 'later still\n' } });
    fixture.git('repack', '-q', '-a', '-d');
    expect(differences(store, allObjects(fixture))).toEqual([]);
    store.close();
  });

  test('findByPrefix() lists what git lists', () => {
    const store = openStore(fixture);
    const all = allObjects(fixture).map(({ hex }) => hex);
    for (const hex of all) {
      const prefix = hex.slice(0, 12);
      expect(store.findByPrefix(prefix)).toEqual(all.filter((other) => other.startsWith(prefix)));
      expect(store.findByPrefix(hex)).toEqual([hex]);
    }
    expect(store.findByPrefix('abc')).toEqual([]);
    store.close();
  });

  test('read() tells a missing object from others', () => {
    const store = openStore(fixture);
    const oid = new Uint8Array(32).fill(0x5a);
    expect(store.read(oid, 0, new ObjectScratch())).toBe('missing');
    expect(store.header(oid, 0)).toBeUndefined();
    store.close();
  });
});

describe('ObjectStore', () => {
  test('read() agrees with isomorphic-git', async () => {
    using fixture = GitFixture.init();
    fillHistory(fixture);
    fixture.git('gc', '-q');
    const store = openStore(fixture);
    const scratch = new ObjectScratch();
    const cache = {};
    for (const { hex, kind } of allObjects(fixture)) {
      const options = { fs, dir: fixture.path, oid: hex, format: 'content' as const, cache };
      const theirs = await git.readObject(options);
      expect(theirs.type).toBe(kind);
      expect(store.read(hexToOid(hex), 0, scratch)).toBe(kind);
      const ours = scratch.bytes.subarray(0, scratch.length);
      expect(ours.equals(theirs.object as Uint8Array)).toBe(true);
    }
    store.close();
  });

  test('read() follows alternates of alternates, and a ring of them', () => {
    using first = GitFixture.init();
    fillHistory(first);
    const second = join(first.root, 'second');
    const third = join(first.root, 'third');
    first.git('clone', '-q', '--shared', first.path, second);
    first.git('clone', '-q', '--shared', second, third);
    const alternates = join(first.gitDir, 'objects', 'info', 'alternates');
    // Relative paths count from the object directory.
    writeFileSync(alternates, '../../../third/.git/objects\n# a remark\n/nowhere\n');
    const location = findRepository(third);
    expect(location.objectDirs.length).toBe(3);
    const store = new ObjectStore(location, roomyLimits);
    rmSync(alternates);
    expect(differences(store, allObjects(first))).toEqual([]);
    store.close();
  });

  test('read() refuses objects above the limit and names their size', () => {
    using fixture = GitFixture.init();
    const big = 'x'.repeat(50_000);
    fixture.commit({ files: { a: big, b: `${big}y` } });
    const limits = { ...roomyLimits, objectBytesMax: 50_000 };
    for (const prepare of [() => undefined, () => fixture.git('gc', '-q')]) {
      prepare();
      const store = openStore(fixture, limits);
      const scratch = new ObjectScratch();
      expect(store.read(hexToOid(fixture.git('rev-parse', 'HEAD:b')), 0, scratch)).toBe('oversize');
      expect(scratch.length).toBe(50_001);
      expect(scratch.bytes.length).toBeLessThan(200_000);
      store.close();
    }
  });

  test('read() applies chains of 4,000 deltas', () => {
    using fixture = GitFixture.init();
    const objectDir = join(fixture.gitDir, 'objects');
    const root = Buffer.from('0'.repeat(200));
    const entries: HandmadeEntry[] = [{ oid: objectId('blob', root), kind: 3, content: root }];
    const contents = [root];
    const deltas: { content: Uint8Array; previous: Buffer }[] = [];
    for (let i = 1; i <= 4000; i += 1) {
      // Keep all but the last four bytes, insert a number.
      const tail = Buffer.from(String(i).padStart(4, '0'));
      const delta = Uint8Array.from([...deltaSize(200), ...deltaSize(200), 0x90, 196, 4, ...tail]);
      const previous = contents[i - 1]!;
      contents.push(Buffer.concat([previous.subarray(0, 196), tail]));
      deltas.push({ content: delta, previous });
    }
    const chain = deltas.map(({ content, previous }, i) => ({
      oid: objectId('blob', contents[i + 1]!),
      kind: 7 as const,
      content,
      base: objectId('blob', previous),
    }));
    writeHandmadePack(objectDir, 'deep', [...entries, ...chain]);
    fixture.git('fsck', '--full');
    const objects = contents.map((content) => ({
      hex: objectId('blob', content).toString('hex'),
      kind: 'blob',
      content,
    }));
    for (const limits of [tightLimits, roomyLimits]) {
      const store = openStore(fixture, limits);
      expect(differences(store, objects.slice(-1))).toEqual([]);
      const wanted = limits === roomyLimits ? objects.toReversed() : objects.slice(-9);
      expect(differences(store, wanted)).toEqual([]);
      store.close();
    }
  });

  test('read() reads entries beyond 4 GiB through the table of 64-bit offsets', () => {
    using fixture = GitFixture.init();
    const packDir = join(fixture.gitDir, 'objects', 'pack');
    const content = Buffer.from('far away\n');
    const near = Buffer.from('near\n');
    const farAt = 5 * 2 ** 30 + 12_345;
    const entry = (content: Buffer): HandmadeEntry => {
      return { oid: objectId('blob', content), kind: 3, content };
    };
    const head = Buffer.concat([Buffer.from('PACK'), Buffer.from([0, 0, 0, 2, 0, 0, 0, 2])]);
    const pieceOf = (bytes: Buffer) => Buffer.concat([entryHead(entry(bytes)), deflateSync(bytes)]);
    const file = openSync(join(packDir, 'pack-far.pack'), 'w');
    ftruncateSync(file, farAt + 1000);
    writeSync(file, Buffer.concat([head, pieceOf(near)]), 0, undefined, 0);
    writeSync(file, pieceOf(content), 0, undefined, farAt);
    closeSync(file);
    const rows = [
      { oid: objectId('blob', content), offset: farAt, crc: 0 },
      { oid: objectId('blob', near), offset: 12, crc: 0 },
    ];
    writeFileSync(join(packDir, 'pack-far.idx'), indexBytes(rows, Buffer.alloc(20)));
    for (const shared of [undefined, loadSharedIndexes(findRepository(fixture.path), 1 << 20)]) {
      const store = openStore(fixture, tightLimits, shared);
      for (const bytes of [content, near]) {
        const hex = objectId('blob', bytes).toString('hex');
        expect(differences(store, [{ hex, kind: 'blob', content: bytes }])).toEqual([]);
      }
      store.close();
    }
  });

  test('read() reads an index of version 1', () => {
    using fixture = GitFixture.init();
    fillHistory(fixture);
    fixture.git('-c', 'pack.indexVersion=1', 'gc', '-q', '--prune=now');
    const objects = allObjects(fixture);
    for (const shared of [undefined, loadSharedIndexes(findRepository(fixture.path), 1 << 20)]) {
      const store = openStore(fixture, tightLimits, shared);
      expect(differences(store, objects)).toEqual([]);
      store.close();
    }
  });

  test('location and shared indexes cross to another thread without a copy', () => {
    using fixture = GitFixture.init();
    fillHistory(fixture);
    fixture.git('gc', '-q');
    const location = findRepository(fixture.path);
    const shared = loadSharedIndexes(location, 1 << 20)!;
    const { port1, port2 } = new MessageChannel();
    port1.postMessage({ location, shared });
    const received = receiveMessageOnPort(port2)?.message as {
      location: typeof location;
      shared: typeof shared;
    };
    port1.close();
    const store = new ObjectStore(received.location, roomyLimits, received.shared);
    expect(differences(store, allObjects(fixture))).toEqual([]);
    // The same memory: what one side writes, the other sees.
    received.shared.indexes[0]!.bytes[5] = 77;
    expect(shared.indexes[0]!.bytes[5]).toBe(77);
    store.close();
  });

  test('loadSharedIndexes() gives up above its limit', () => {
    using fixture = GitFixture.init();
    fillHistory(fixture);
    fixture.git('gc', '-q');
    expect(loadSharedIndexes(findRepository(fixture.path), 2000)).toBeUndefined();
  });

  test('shrink() drops bases and loses nothing', () => {
    using fixture = GitFixture.init();
    fillHistory(fixture);
    fixture.git('gc', '-q');
    const store = openStore(fixture);
    const objects = allObjects(fixture);
    for (const fraction of [0, 0.5, 1]) {
      store.shrink(fraction);
      expect(differences(store, objects)).toEqual([]);
    }
    store.close();
  });

  test('read() does not open what is no regular file', () => {
    using fixture = GitFixture.init();
    const path = join(fixture.gitDir, 'objects', '5a', '5a'.repeat(19));
    mkdirSync(path, { recursive: true });
    const store = openStore(fixture);
    expect(store.read(new Uint8Array(20).fill(0x5a), 0, new ObjectScratch())).toBe('missing');
    store.close();
  });
});
