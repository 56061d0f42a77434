import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  createInflater,
  PersistentInflater,
  PortableInflater,
  type CompressedFeed,
} from '../../../engine/git/persistent-inflate.ts';
import { randomFrom } from './store-oracle.ts';

/** Feeds bytes in pieces of one size, each read over the one before as files are. */
class PieceFeed implements CompressedFeed {
  start = 0;
  end = 0;
  readonly bytes: Uint8Array;
  readonly #source: Uint8Array;
  #position = 0;

  constructor(source: Uint8Array, pieceBytes: number) {
    this.#source = source;
    this.bytes = Buffer.alloc(Math.min(pieceBytes, source.length));
  }

  next(): boolean {
    const piece = this.#source.subarray(this.#position, this.#position + this.bytes.length);
    this.bytes.set(piece);
    this.#position += piece.length;
    this.end = piece.length;
    return piece.length > 0;
  }
}

const inflaters = [
  ['PersistentInflater', () => new PersistentInflater()],
  ['PortableInflater', () => new PortableInflater()],
] as const;

test('createInflater() uses the persistent handle on this Node', () => {
  expect(createInflater()).toBeInstanceOf(PersistentInflater);
});

describe.each(inflaters)('%s', (_, create) => {
  const random = randomFrom(3);
  const contents = [0, 1, 2, 100, 5000, 70_000].map((length) =>
    Buffer.from(Array.from({ length }, () => random() * (length % 3 === 0 ? 4 : 256))),
  );

  test('inflate() gives whole objects for pieces of any size and bytes behind them', () => {
    const inflater = create();
    for (const content of contents) {
      const packed = Buffer.concat([deflateSync(content), Buffer.from('next object')]);
      for (const pieceBytes of [1, 7, deflateSync(content).length, 1 << 20]) {
        const out = Buffer.alloc(content.length + 4, 0xaa);
        const end = inflater.inflate(new PieceFeed(packed, pieceBytes), out, 2, content.length);
        expect(end).toBe('whole');
        expect(out.subarray(2, 2 + content.length).equals(content)).toBe(true);
        expect([out[1], out[content.length + 3]]).toEqual([0xaa, 0xaa]);
      }
    }
  });

  test('inflate() tells shorter, longer and cut streams', () => {
    const inflater = create();
    for (const content of contents.slice(1)) {
      const packed = Buffer.concat([deflateSync(content), Buffer.alloc(1)]);
      const out = Buffer.alloc(content.length + 9);
      expect(inflater.inflate(new PieceFeed(packed, 64), out, 0, content.length + 1)).toBe('short');
      expect(inflater.inflate(new PieceFeed(packed, 64), out, 0, content.length - 1)).toBe('long');
      const cut = packed.subarray(0, packed.length - 5);
      expect(inflater.inflate(new PieceFeed(cut, 64), out, 0, content.length)).toBe('short');
    }
  });

  test('inflate() notices each flipped bit of a stream, and works on afterwards', () => {
    const inflater = create();
    const content = Buffer.from('a stream, a stream, a damaged stream '.repeat(4));
    const packed = Buffer.concat([deflateSync(content), Buffer.alloc(1)]);
    const out = Buffer.alloc(content.length + 1);
    for (let bit = 0; bit < (packed.length - 1) * 8; bit += 1) {
      const damaged = Buffer.from(packed);
      damaged[bit >>> 3]! ^= 1 << (bit & 7);
      const end = inflater.inflate(new PieceFeed(damaged, 1 << 20), out, 0, content.length);
      // Some bits of a deflate stream mean nothing; then the content is right all the same.
      if (end === 'whole') expect(out.subarray(0, content.length).equals(content)).toBe(true);
    }
    expect(inflater.inflate(new PieceFeed(packed, 9), out, 0, content.length)).toBe('whole');
  });

  test('prefix() gives the first bytes', () => {
    const inflater = create();
    const out = Buffer.alloc(64);
    const packed = deflateSync(contents[5]!);
    expect(inflater.prefix(new PieceFeed(packed, 1 << 20), out, 40)).toBe(40);
    expect(out.subarray(0, 40).equals(contents[5]!.subarray(0, 40))).toBe(true);
    const short = deflateSync(Buffer.from('abc'));
    expect(inflater.prefix(new PieceFeed(short, 1 << 20), out, 40)).toBe(3);
    expect(inflater.prefix(new PieceFeed(Buffer.from('no zlib'), 1 << 20), out, 40)).toBe(-1);
  });
});
