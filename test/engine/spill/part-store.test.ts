import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PartShape } from '../../../engine/contract.ts';
import { packRecord, PartStore, SpillFiles, unpackRecord } from '../../../engine/spill/index.ts';
import { failingFs, openDescriptorCount, randomBelow, randomFrom, ScratchDirectory } from './scratch.ts';

interface Notes {
  readonly id: number;
  text: string;
}

const shape: PartShape<Notes> = {
  create: (id) => ({ id, text: '' }),
  encode: (part) => Buffer.from(part.text),
  decode: (bytes, id) => ({ id, text: Buffer.from(bytes).toString() }),
  weigh: (part) => part.text.length,
};

function storeIn(files: SpillFiles, bytesMax = 10_000, own: PartShape<Notes> = shape): PartStore<Notes> {
  return new PartStore({ name: 'notes', shape: own, bytesMax, spillTo: files });
}

function segmentsOf(manifest: unknown): { name: string; size: number }[] {
  return (manifest as { segments: { segments: { name: string; size: number }[] } }).segments.segments;
}

describe('PartStore', () => {
  test('get() makes, keeps and boots parts, far more than fit in memory', () => {
    using scratch = new ScratchDirectory();
    const parts = storeIn(new SpillFiles({ path: scratch.path }));
    for (let round = 0; round < 3; round += 1) {
      for (let id = 0; id < 300; id += 1) parts.get(id, 'write').text += `${round}:${id};`.repeat(40);
      expect(parts.bytes).toBeLessThan(40_000);
    }
    for (let id = 299; id >= 0; id -= 1) {
      const expected = [0, 1, 2].map((round) => `${round}:${id};`.repeat(40)).join('');
      expect(parts.get(id, 'read').text).toBe(expected);
    }
    expect(parts.ids()).toEqual(Array.from({ length: 300 }, (_, id) => id));
  });

  test('awake parts weigh at most bytesMax beside the two at hand', () => {
    using scratch = new ScratchDirectory();
    const parts = storeIn(new SpillFiles({ path: scratch.path }), 20_000);
    const random = randomFrom(41);
    for (let step = 0; step < 5000; step += 1) {
      const part = parts.get(randomBelow(random, 200), random() < 0.5 ? 'read' : 'write');
      if (random() < 0.1) part.text = part.text.slice(0, 500);
      expect(parts.bytes).toBeLessThanOrEqual(20_000 + 2 * 1200 + 200 * 100);
    }
  });

  test('released hears of every byte that was let go', () => {
    using scratch = new ScratchDirectory();
    let released = 0;
    const spillTo = new SpillFiles({ path: scratch.path });
    const parts = new PartStore({
      name: 'notes',
      shape,
      bytesMax: 5000,
      spillTo,
      released: (bytes) => void (released += bytes),
    });
    for (let id = 0; id < 100; id += 1) parts.get(id, 'write').text = 'x'.repeat(100);
    expect(released).toBeGreaterThan(10_000);
    parts.hibernate('drop');
    // 100 of text and 128 of bookkeeping each.
    expect(released).toBe(100 * 228);
  });

  test('a part may be changed until two others were asked for', () => {
    using scratch = new ScratchDirectory();
    const parts = storeIn(new SpillFiles({ path: scratch.path }), 1);
    const first = parts.get(1, 'write');
    const second = parts.get(2, 'write');
    first.text = 'first';
    second.text = 'second';
    expect(parts.get(1, 'read')).toBe(first);
    parts.get(3, 'read');
    parts.get(4, 'read');
    expect(parts.get(1, 'read')).not.toBe(first);
    expect(parts.get(1, 'read').text).toBe('first');
    expect(parts.get(2, 'read').text).toBe('second');
  });

  test('decode() gets bytes whose slice() is a copy, aligned for any typed array', () => {
    using scratch = new ScratchDirectory();
    const columns: PartShape<{ values: Float64Array }> = {
      create: () => ({ values: new Float64Array(3) }),
      encode: ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      decode: (bytes) => ({
        values: new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8).slice(),
      }),
      weigh: ({ values }) => values.byteLength,
    };
    const copies: Uint8Array[] = [];
    const files = new SpillFiles({ path: scratch.path });
    const watched = {
      ...columns,
      decode: (bytes: Uint8Array, id: number) => (copies.push(bytes.slice()), columns.decode(bytes, id)),
    };
    const parts = new PartStore({ name: 'columns', shape: watched, bytesMax: 1, spillTo: files });
    for (let id = 0; id < 5; id += 1) parts.get(id, 'write').values.fill(id);
    parts.hibernate('drop');
    for (let id = 0; id < 5; id += 1) {
      expect(Array.from(parts.get(id, 'read').values)).toEqual([id, id, id]);
    }
    expect(copies.map((copy) => copy.buffer.byteLength)).toEqual([24, 24, 24, 24, 24]);
  });

  test('only changed parts are written again', () => {
    using scratch = new ScratchDirectory();
    const encoded: number[] = [];
    const watched = {
      ...shape,
      encode: (part: Notes) => (encoded.push(part.id), shape.encode(part)),
    };
    const parts = storeIn(new SpillFiles({ path: scratch.path }), 1e6, watched);
    for (let id = 5; id >= 0; id -= 1) parts.get(id, 'write').text = `part ${id}`;
    expect(parts.hibernate('keep')).toBe(0);
    expect(encoded).toEqual([0, 1, 2, 3, 4, 5]);
    expect(parts.hibernate('keep')).toBe(0);
    parts.get(3, 'write').text = 'changed';
    parts.get(4, 'read');
    const before = parts.bytes;
    const given = parts.hibernate('drop');
    expect(given).toBeGreaterThan(6 * 'part 0'.length);
    expect(parts.bytes).toBeLessThan(before);
    expect(encoded).toEqual([0, 1, 2, 3, 4, 5, 3]);
    parts.boot();
    expect(parts.get(3, 'read').text).toBe('changed');
    expect(parts.get(4, 'read').text).toBe('part 4');
  });

  test('a part longer than a frame goes through several and comes back', () => {
    using scratch = new ScratchDirectory();
    const parts = storeIn(new SpillFiles({ path: scratch.path }), 1);
    const random = randomFrom(42);
    const long = (length: number): string => {
      const bytes = Buffer.alloc(length);
      for (let at = 0; at < length; at += 1) bytes[at] = 32 + randomBelow(random, 90);
      return bytes.toString('latin1');
    };
    const texts = [262_143, 262_144, 262_145, 1_000_000, 0].map(long);
    for (const [id, text] of texts.entries()) parts.get(id, 'write').text = text;
    parts.hibernate('drop');
    for (const [id, text] of texts.entries()) expect(parts.get(id, 'read').text === text, `part ${id}`).toBe(true);
  });

  test('a long part whose second piece cannot be written leaves no trace', () => {
    using scratch = new ScratchDirectory();
    // Calls: the part before, the first piece, the second.
    const fs = failingFs(2, 'ENOSPC', ['writeSync']);
    const parts = storeIn(new SpillFiles({ path: scratch.path, fs }), 1e7);
    const random = randomFrom(44);
    const text = Array.from({ length: 30_000 }, () => `${random()}`).join('');
    parts.get(1, 'write').text = 'before';
    parts.get(2, 'write').text = text;
    expect(() => parts.hibernate('drop')).toThrow(expect.objectContaining({ code: 'IO' }));
    parts.get(3, 'write').text = 'after';
    parts.hibernate('drop');
    expect(parts.get(1, 'read').text).toBe('before');
    expect(parts.get(2, 'read').text === text).toBe(true);
    expect(parts.get(3, 'read').text).toBe('after');
  });

  test('segments more than half dead are copied and released', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const parts = storeIn(files, 1e6);
    const random = randomFrom(43);
    for (let id = 0; id < 50; id += 1) parts.get(id, 'write').text = `${random()}`.repeat(20);
    parts.hibernate('keep');
    const bytes = parts.writtenBytes;
    for (let round = 0; round < 40; round += 1) {
      for (let id = 0; id < 25; id += 1) parts.get(id, 'write').text = `${random()}`.repeat(20);
      parts.hibernate(round % 2 === 0 ? 'keep' : 'drop');
      expect(parts.spilledBytes).toBeLessThan(bytes * 2.6);
      expect(files.fileCount).toBe(scratch.names().length);
      expect(files.fileCount).toBeLessThanOrEqual(3);
    }
    const descriptors = openDescriptorCount();
    parts.drop();
    expect(scratch.names()).toEqual([]);
    if (descriptors !== undefined) expect(openDescriptorCount()).toBeLessThanOrEqual(descriptors);
  });

  test('restore() finds the parts of a manifest though the store went on after it', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const parts = storeIn(files, 2000);
    for (let id = 0; id < 100; id += 3) parts.get(id, 'write').text = `old ${id} `.repeat(20);
    parts.hibernate('drop');
    const manifest = unpackRecord(packRecord(parts.manifest()), 'manifest');
    using kept = scratch.copyOf(segmentsOf(manifest).map((segment) => segment.name));
    for (let round = 0; round < 10; round += 1) {
      for (let id = 0; id < 100; id += 1) parts.get(id, 'write').text = `new ${id} ${round}`.repeat(30);
      parts.hibernate('drop');
    }
    const restored = storeIn(new SpillFiles({ path: kept.path }), 2000);
    restored.restore(manifest);
    expect(restored.ids()).toEqual(Array.from({ length: 34 }, (_, at) => at * 3));
    for (const id of restored.ids()) expect(restored.get(id, 'write').text).toBe(`old ${id} `.repeat(20));
    restored.hibernate('drop');
    expect(parts.get(99, 'read').text).toBe('new 99 9'.repeat(30));
  });

  test('restore() refuses a flipped bit in any byte, or a cut at any byte, of its segments', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const parts = storeIn(files);
    parts.get(1, 'write').text = 'a part of few words';
    parts.get(2, 'write').text = 'again and again '.repeat(10);
    parts.hibernate('drop');
    const manifest = parts.manifest();
    const path = scratch.file(segmentsOf(manifest)[0]!.name);
    const good = readFileSync(path);
    const refused = expect.objectContaining({ code: 'STATE' });
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << (at % 8);
      writeFileSync(path, bad);
      expect(() => storeIn(files).restore(manifest), `byte ${at}`).toThrow(refused);
      writeFileSync(path, good.subarray(0, at));
      expect(() => storeIn(files).restore(manifest, 'size'), `cut ${at}`).toThrow(refused);
    }
    writeFileSync(path, good.subarray(0, 60));
    expect(() => parts.get(2, 'read')).toThrow(refused);
  });

  test('restore() refuses manifests that are of other parts or point to wrong places', () => {
    using scratch = new ScratchDirectory();
    const files = new SpillFiles({ path: scratch.path });
    const parts = storeIn(files);
    parts.get(1, 'write').text = 'one';
    parts.get(2, 'write').text = 'two';
    parts.hibernate('drop');
    const { segments } = parts.manifest() as unknown as {
      segments: { segments: []; parts: number[] };
    };
    const [one, two] = [segments.parts.slice(0, 5), segments.parts.slice(5)] as [number[], number[]];
    const wrong: number[][] = [
      [1, ...two.slice(1), 2, ...one.slice(1)],
      one.slice(1),
      [1, 1, ...one.slice(2)],
      [1, 0, 1e9, 35, 3],
      [1, 0, -1, 35, 3],
      [...one.slice(0, 4), 4],
    ];
    const refused = expect.objectContaining({ code: 'STATE' });
    for (const list of wrong) {
      const manifest = { name: 'notes', segments: { ...segments, parts: list } };
      expect(() => storeIn(files).restore(manifest), list.join()).toThrow(refused);
    }
    expect(() => storeIn(files).restore({ name: 'others', segments })).toThrow(refused);
    expect(() => storeIn(files).restore(null)).toThrow(refused);
  });
});
