import { describe, expect, test } from 'vitest';
import { applyDelta, type ByteMemory, readDeltaSizes } from '../../../engine/git/delta.ts';
import { ObjectScratch } from '../../../engine/git/index.ts';
import { deltaSize } from './pack-builder.ts';
import { randomFrom } from './store-oracle.ts';

/** A random delta with the result that a plain reading of its instructions gives. */
function randomDelta(base: Buffer, random: () => number): { delta: Buffer; result: Buffer } {
  const bytes: number[] = [];
  const pieces: Buffer[] = [];
  const upTo = (end: number): number => Math.floor(random() * end);
  for (let step = upTo(12); step >= 0; step -= 1) {
    if (random() < 0.4) {
      const piece = Buffer.from(Array.from({ length: 1 + upTo(127) }, () => upTo(256)));
      bytes.push(piece.length, ...piece);
      pieces.push(piece);
      continue;
    }
    const from = upTo(base.length);
    const length = Math.min(1 + upTo(random() < 0.5 ? 40 : 70_000), base.length - from);
    bytes.push(...copyInstruction(from, length, random));
    pieces.push(base.subarray(from, from + length));
  }
  const result = Buffer.concat(pieces);
  const sizes = [...deltaSize(base.length), ...deltaSize(result.length)];
  return { delta: Buffer.from([...sizes, ...bytes]), result };
}

/** Bytes that are zero may be left out, and at random are not. */
function copyInstruction(from: number, length: number, random: () => number): number[] {
  const size = length === 0x10000 && random() < 0.5 ? 0 : length;
  const fields = [0, 8, 16, 24].map((shift) => (from >>> shift) & 255);
  fields.push(size & 255, (size >>> 8) & 255, size >>> 16);
  let code = 0x80;
  const bytes: number[] = [];
  for (const [bit, field] of fields.entries()) {
    if (field === 0 && random() < 0.8) continue;
    code |= 1 << bit;
    bytes.push(field);
  }
  return [code, ...bytes];
}

function memoryOf(bytes: Buffer): ByteMemory {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

describe('applyDelta()', () => {
  test('equals a plain reading of random deltas', () => {
    const random = randomFrom(20_240_101);
    const out = new ObjectScratch(64);
    for (let round = 0; round < 400; round += 1) {
      const length = 1 + Math.floor(random() ** 3 * 150_000);
      const base = Buffer.from(Array.from({ length }, () => random() * 256));
      const { delta, result } = randomDelta(base, random);
      const at = round % 7;
      const shifted = Buffer.concat([Buffer.alloc(at, 0xee), base, Buffer.alloc(9, 0xee)]);
      const end = applyDelta(memoryOf(shifted), at, base.length, memoryOf(delta), delta.length, out, 2 ** 30);
      expect(end).toBe('applied');
      expect(result.equals(out.bytes.subarray(0, out.length))).toBe(true);
      expect(readDeltaSizes(delta, delta.length)).toEqual([base.length, result.length]);
    }
  });

  test('never writes beyond its result nor throws for random bytes', () => {
    const random = randomFrom(7);
    const base = Buffer.from('the quick brown fox jumps over the lazy dog');
    const out = new ObjectScratch(4096);
    for (let round = 0; round < 20_000; round += 1) {
      const length = Math.floor(random() * 20);
      const tail = Array.from({ length }, () => Math.floor(random() * 256));
      const delta = Buffer.from([base.length, 64, ...tail]);
      out.bytes.fill(0xaa);
      const end = applyDelta(memoryOf(base), 0, base.length, memoryOf(delta), delta.length, out, 1000);
      expect(out.bytes[64]).toBe(0xaa);
      if (end === 'applied') expect(out.length).toBe(64);
    }
  });
});
