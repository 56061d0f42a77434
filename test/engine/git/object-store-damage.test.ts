import { chmodSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CodefangError } from '../../../engine/base/index.ts';
import { hexToOid, ObjectScratch, type ObjectStore } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { deltaSize, objectId, writeHandmadePack, type HandmadeEntry } from './pack-builder.ts';
import { allObjects, openStore, roomyLimits, tightLimits, versionsOf, type OracleObject } from './store-oracle.ts';

type Outcome = 'same' | 'corrupt' | 'missing' | 'other';

/**
 * Reads one object and says how that ended; anything but a CORRUPT failure with its names is thrown
 * on.
 */
function outcomeOf(store: ObjectStore, object: OracleObject, scratch: ObjectScratch): Outcome {
  try {
    const kind = store.read(hexToOid(object.hex), 0, scratch);
    if (kind === 'missing') return 'missing';
    const isSame = object.content.equals(scratch.bytes.subarray(0, scratch.length));
    return kind === object.kind && isSame ? 'same' : 'other';
  } catch (error) {
    return corruptMessage(error) === '' ? 'other' : 'corrupt';
  }
}

function corruptMessage(error: unknown): string {
  if (!(error instanceof CodefangError) || error.code !== 'CORRUPT') throw error;
  return error.message;
}

function packFile(fixture: GitFixture, ending: string): string {
  const packDir = join(fixture.gitDir, 'objects', 'pack');
  const name = readdirSync(packDir).find((file) => file.endsWith(ending));
  return join(packDir, name!);
}

describe('ObjectStore, damaged packs', () => {
  let fixture: GitFixture;
  let objects: OracleObject[];
  let packPath: string;
  let indexPath: string;
  let pack: Buffer;
  let index: Buffer;

  beforeAll(() => {
    fixture = GitFixture.init();
    for (const text of versionsOf(6, 12, 7)) fixture.commit({ files: { 'a.txt': text } });
    fixture.git('gc', '-q', '--prune=now');
    objects = allObjects(fixture);
    packPath = packFile(fixture, '.pack');
    indexPath = packFile(fixture, '.idx');
    chmodSync(packPath, 0o644);
    chmodSync(indexPath, 0o644);
    pack = readFileSync(packPath);
    index = readFileSync(indexPath);
    expect(fixture.git('verify-pack', '-v', packPath)).toMatch(/chain length = [1-9]/);
  });
  afterAll(() => fixture.dispose());

  /** Counts outcomes of reading every object from the files as they are. */
  function readAll(counts: Record<Outcome, number>, verifyOid: 'none' | 'all'): void {
    const scratch = new ObjectScratch();
    let store: ObjectStore;
    try {
      store = openStore(fixture, { ...tightLimits, verifyOid });
    } catch (error) {
      corruptMessage(error);
      counts.corrupt += objects.length;
      return;
    }
    for (const object of objects) counts[outcomeOf(store, object, scratch)] += 1;
    store.close();
  }

  test('read() gives the right bytes or CORRUPT for every flipped byte of a pack', () => {
    const counts = { same: 0, corrupt: 0, missing: 0, other: 0 };
    const loose = { same: 0, corrupt: 0, missing: 0, other: 0 };
    for (let at = 0; at < pack.length; at += 1) {
      const damaged = Buffer.from(pack);
      damaged[at]! ^= 1 << (at & 7);
      writeFileSync(packPath, damaged);
      readAll(counts, 'all');
      readAll(loose, 'none');
    }
    writeFileSync(packPath, pack);
    expect(counts.missing + counts.other).toBe(0);
    expect(counts.corrupt).toBeGreaterThan(pack.length / 2);
    // Without hashing, what remains are flips of a kind or of the distance to a base.
    expect(loose.missing).toBe(0);
    expect(loose.other).toBeLessThan(pack.length / 20);
  });

  test('read() gives the right bytes or CORRUPT for every flipped byte of an index', () => {
    const counts = { same: 0, corrupt: 0, missing: 0, other: 0 };
    for (let at = 0; at < index.length; at += 1) {
      const damaged = Buffer.from(index);
      damaged[at]! ^= 1 << (at & 7);
      writeFileSync(indexPath, damaged);
      readAll(counts, 'all');
    }
    writeFileSync(indexPath, index);
    expect(counts.missing + counts.other).toBe(0);
    expect(counts.corrupt).toBeGreaterThan(0);
    expect(counts.same).toBeGreaterThan(0);
  });

  test('read() notices a pack or an index cut at any length', () => {
    for (const [path, bytes] of [
      [packPath, pack],
      [indexPath, index],
    ] as const) {
      const counts = { same: 0, corrupt: 0, missing: 0, other: 0 };
      for (let length = 0; length < bytes.length; length += 13) {
        writeFileSync(path, bytes.subarray(0, length));
        readAll(counts, 'none');
      }
      writeFileSync(path, bytes);
      expect(counts.missing + counts.other).toBe(0);
      expect(counts.corrupt).toBeGreaterThan(0);
    }
  });

  test('read() names the object, the pack and the offset', () => {
    const blob = objects.find(({ kind }) => kind === 'blob')!;
    writeFileSync(packPath, Buffer.concat([pack.subarray(0, 12), Buffer.alloc(pack.length - 12)]));
    const store = openStore(fixture);
    const read = () => store.read(hexToOid(blob.hex), 0, new ObjectScratch());
    expect(read).toThrow(`Cannot read object ${blob.hex} in pack "${packPath}" at offset `);
    store.close();
    writeFileSync(packPath, pack);
  });

  test('read() refuses a pack of another version or of another object count', () => {
    for (const [at, value] of [
      [7, 4],
      [11, 250],
      [0, 0x51],
    ] as const) {
      const damaged = Buffer.from(pack);
      damaged[at] = value;
      writeFileSync(packPath, damaged);
      const counts = { same: 0, corrupt: 0, missing: 0, other: 0 };
      readAll(counts, 'none');
      expect(counts.corrupt).toBe(objects.length);
    }
    writeFileSync(packPath, pack);
  });
});

describe('ObjectStore, hostile packs', () => {
  /** Opens a store over one pack made by hand, and reads an object of it. */
  function readFrom(entries: readonly HandmadeEntry[], wanted: Buffer): () => string {
    return () => {
      using fixture = GitFixture.init();
      writeHandmadePack(join(fixture.gitDir, 'objects'), 'hostile', entries);
      const store = openStore(fixture, roomyLimits);
      try {
        return store.read(wanted, 0, new ObjectScratch());
      } finally {
        store.close();
      }
    };
  }
  const root = Buffer.from('some base bytes');
  const base: HandmadeEntry = { oid: objectId('blob', root), kind: 3, content: root };
  const oid = Buffer.alloc(20, 7);
  const delta = (...bytes: number[]): HandmadeEntry => ({
    oid,
    kind: 7,
    base: base.oid,
    content: Uint8Array.from(bytes),
  });
  const sizes = (result: number): number[] => [...deltaSize(root.length), ...deltaSize(result)];

  test('read() notices deltas that are based on each other', () => {
    const other = Buffer.alloc(20, 9);
    const content = Uint8Array.from([1, 1, 0x90, 1]);
    const loop: HandmadeEntry[] = [
      { oid, kind: 7, base: other, content },
      { oid: other, kind: 7, base: oid, content },
      base,
    ];
    expect(readFrom(loop, oid)).toThrow(/loop/);
    expect(readFrom([{ oid, kind: 7, base: oid, content }], oid)).toThrow(/loop/);
  });

  test.each([
    ['a base of another size', delta(3, 1, 0x90, 1)],
    ['a copy beyond the base', delta(...sizes(4), 0x91, 12, 4)],
    ['a copy of 64 KiB beyond the base', delta(...sizes(4), 0x80)],
    ['an offset of 4 GiB', delta(...sizes(4), 0x9f, 255, 255, 255, 255, 4)],
    ['more bytes than declared', delta(...sizes(2), 3, 1, 2, 3)],
    ['fewer bytes than declared', delta(...sizes(4), 3, 1, 2, 3)],
    ['an insert cut short', delta(...sizes(4), 4, 1, 2)],
    ['a copy cut short', delta(...sizes(4), 0x91)],
    ['a reserved instruction', delta(...sizes(4), 0, 1, 2, 3)],
    ['no sizes', delta(0x80)],
    ['endless sizes', delta(...Array.from({ length: 12 }, () => 0xff))],
    ['no bytes', delta()],
    ['a kind that is none', { oid, kind: 5 as 6, content: root }],
    ['a size that no deflate reaches', { ...base, oid, declaredBytes: 40_000_000 }],
    ['a size beyond numbers', { ...base, oid, declaredBytes: 2 ** 60 }],
    ['a smaller size than it has', { ...base, oid, declaredBytes: 3 }],
    ['a larger size than it has', { ...base, oid, declaredBytes: 16 }],
    ['a base that is nowhere', { oid, kind: 7, base: Buffer.alloc(20, 1), content: root }],
    ['a base before the pack', { oid, kind: 6, base: 5000, content: root }],
    ['itself as base', { oid, kind: 6, base: 0, content: root }],
  ] as [string, HandmadeEntry][])('read() refuses a delta or entry with %s', (_, entry) => {
    const outcome = (): string => {
      try {
        return readFrom([base, entry], oid)();
      } catch (error) {
        return corruptMessage(error);
      }
    };
    expect(outcome()).toMatch(/^(oversize$|Cannot read object 0707)/);
  });

  test('read() makes no room for a declared size above the limit', () => {
    using fixture = GitFixture.init();
    const huge = delta(...sizes(2 ** 40), 0x90, 4);
    writeHandmadePack(join(fixture.gitDir, 'objects'), 'huge', [base, huge]);
    const store = openStore(fixture);
    const scratch = new ObjectScratch(1024);
    expect(store.read(oid, 0, scratch)).toBe('oversize');
    expect(scratch.length).toBe(2 ** 40);
    expect(scratch.bytes.length).toBe(1024);
    store.close();
  });
});

describe('ObjectStore, damaged loose objects', () => {
  test('read() gives the right bytes or CORRUPT for every flipped byte and every cut', () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { a: versionsOf(1, 20, 3)[0]! } });
    const objects = allObjects(fixture);
    const scratch = new ObjectScratch();
    const store = openStore(fixture);
    for (const object of objects) {
      const path = join(fixture.gitDir, 'objects', object.hex.slice(0, 2), object.hex.slice(2));
      chmodSync(path, 0o644);
      const bytes = readFileSync(path);
      for (let at = 0; at < bytes.length; at += 1) {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= 1 << (at & 7);
        writeFileSync(path, damaged);
        expect(['corrupt', 'same']).toContain(outcomeOf(store, object, scratch));
        writeFileSync(path, bytes);
        truncateSync(path, at);
        expect(outcomeOf(store, object, scratch)).toBe('corrupt');
      }
      writeFileSync(path, bytes);
      expect(outcomeOf(store, object, scratch)).toBe('same');
    }
    store.close();
  });

  const contents = ['3\0four', '5\0four', '-1\0', '04\0four', '99999999\0'];
  test.each(['', 'blub 4\0four', ...contents.map((content) => `blob ${content}`)])(
    'read() refuses the content %j',
    (content) => {
      using fixture = GitFixture.init();
      const oid = Buffer.alloc(20, 7);
      fixture.commit({ files: { a: 'a' } });
      const path = join(fixture.gitDir, 'objects', '07', '07'.repeat(19));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, deflateSync(Buffer.from(content)));
      const store = openStore(fixture);
      const read = () => store.read(oid, 0, new ObjectScratch());
      expect(read).toThrow(`Cannot read object ${'07'.repeat(20)}`);
      store.close();
    },
  );
});
