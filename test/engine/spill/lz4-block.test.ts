import { compressSync, uncompressSync } from 'lz4-napi';
import { describe, expect, test } from 'vitest';
import { Lz4Block, lz4BytesMax } from '../../../engine/spill/index.ts';
import { randomBelow, randomFrom } from './scratch.ts';

const codec = new Lz4Block();

function pack(raw: Uint8Array): Buffer {
  const out = Buffer.alloc(lz4BytesMax(raw.length));
  return out.subarray(0, codec.compress(raw, 0, raw.length, out, 0));
}

function unpack(block: Uint8Array, rawBytes: number): Buffer | undefined {
  const out = Buffer.alloc(rawBytes);
  const got = codec.decompress(block, 0, block.length, out, 0, rawBytes);
  return got === rawBytes ? out : undefined;
}

/** Bytes of several characters: noise, runs, repeated words, counters. */
function sample(random: () => number, bytes: number): Buffer {
  const raw = Buffer.alloc(bytes);
  for (let at = 0; at < bytes;) {
    const length = Math.min(bytes - at, 1 + randomBelow(random, 400));
    const kind = randomBelow(random, 4);
    if (kind === 0) for (let i = 0; i < length; i += 1) raw[at + i] = randomBelow(random, 256);
    else if (kind === 1) raw.fill(randomBelow(random, 256), at, at + length);
    else if (kind === 2 && at > 0) raw.copy(raw, at, randomBelow(random, at), at);
    else for (let i = 0; i < length; i += 1) raw[at + i] = (i * 7) & 15;
    at += length;
  }
  return raw;
}

const lengths = [...Array.from({ length: 70 }, (_, at) => at), 254, 255, 270, 4096, 65_536, 65_800, 262_144];

describe('Lz4Block', () => {
  test('compress() and decompress() give back every length and character of bytes', () => {
    const random = randomFrom(1);
    for (const length of [...lengths, ...lengths]) {
      const raw = sample(random, length);
      expect(unpack(pack(raw), length)?.equals(raw), `length ${length}`).toBe(true);
    }
  });

  test('compress() makes blocks that lz4-napi unpacks', () => {
    const random = randomFrom(2);
    for (const length of lengths) {
      const raw = sample(random, length);
      const prefix = Buffer.alloc(4);
      prefix.writeUInt32LE(length);
      expect(uncompressSync(Buffer.concat([prefix, pack(raw)])).equals(raw), `length ${length}`).toBe(true);
    }
  });

  test('decompress() unpacks blocks that lz4-napi makes', () => {
    const random = randomFrom(3);
    for (const length of lengths) {
      const raw = sample(random, length);
      expect(unpack(compressSync(raw).subarray(4), length)?.equals(raw), `length ${length}`).toBe(true);
    }
  });

  test('compress() shortens what repeats about as far as lz4-napi does', () => {
    const raw = Buffer.from(
      Array.from({ length: 9000 }, (_, at) => `{"file":"src/part-${at % 97}.ts","lines":${at * 31}}`).join('\n'),
    ).subarray(0, 262_144);
    expect(pack(raw).length).toBeLessThan(compressSync(raw).length * 1.1);
  });

  test('compress() gives equal bytes whatever it packed before', () => {
    const random = randomFrom(4);
    const raw = sample(random, 30_000);
    const first = Buffer.from(pack(raw));
    // Enough to make the table start over.
    const noise = Buffer.alloc(262_144).map(() => randomBelow(random, 256));
    const out = Buffer.alloc(lz4BytesMax(noise.length));
    for (let i = 0; i < 4200; i += 1) codec.compress(noise, 0, noise.length, out, 0);
    expect(pack(raw).equals(first)).toBe(true);
    expect(unpack(pack(raw), raw.length)?.equals(raw)).toBe(true);
  });

  test('compress() and decompress() stay within ranges in the middle of buffers', () => {
    const raw = sample(randomFrom(5), 5000);
    const out = Buffer.alloc(10 + lz4BytesMax(3000), 0xaa);
    const length = codec.compress(raw, 1000, 4000, out, 10);
    const back = Buffer.alloc(3100, 0xbb);
    expect(codec.decompress(out, 10, 10 + length, back, 50, 3050)).toBe(3000);
    expect(back.subarray(50, 3050).equals(raw.subarray(1000, 4000))).toBe(true);
    expect(back.subarray(0, 50).every((byte) => byte === 0xbb)).toBe(true);
    expect(back.subarray(3050).every((byte) => byte === 0xbb)).toBe(true);
    expect(out.subarray(0, 10).every((byte) => byte === 0xaa)).toBe(true);
  });

  test('compress() refuses an out without room for the worst case', () => {
    expect(() => codec.compress(Buffer.alloc(100), 0, 100, Buffer.alloc(100), 0)).toThrow('room');
  });

  test('decompress() answers -1 or a length for hostile bytes and stays within its range', () => {
    const random = randomFrom(6);
    const raw = sample(random, 2000);
    const block = pack(raw);
    const out = Buffer.alloc(2400);
    for (let round = 0; round < 4000; round += 1) {
      const bad = Buffer.from(block.subarray(0, 1 + randomBelow(random, block.length)));
      for (let i = 0; i < 3; i += 1) bad[randomBelow(random, bad.length)] = randomBelow(random, 256);
      out.fill(0xcc);
      const got = codec.decompress(bad, 0, bad.length, out, 200, 2200);
      const isInside = got >= -1 && got <= 2000 && out[199] === 0xcc && out[2200] === 0xcc;
      if (!isInside) expect.fail(`round ${round} answered ${got}`);
    }
  });

  test('decompress() refuses a block that is cut, empty or reaches before its start', () => {
    const block = pack(sample(randomFrom(7), 500));
    for (let length = 0; length < block.length; length += 1) {
      expect(unpack(block.subarray(0, length), 500), `cut at ${length}`).toBeUndefined();
    }
    // One literal, then a match two bytes back.
    expect(unpack(Buffer.from([0x10, 0x41, 2, 0, 0x00]), 5)).toBeUndefined();
    expect(unpack(Buffer.from([0x10, 0x41, 1, 0, 0x00]), 5)?.toString()).toBe('AAAAA');
    // Offset 0 is not allowed.
    expect(unpack(Buffer.from([0x10, 0x41, 0, 0, 0x00]), 5)).toBeUndefined();
  });
});
