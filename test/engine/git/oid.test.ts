import { describe, expect, test } from 'vitest';
import { compareOid, decodeHexOid, hexToOid, isFullHex, oidToHex } from '../../../engine/git/index.ts';
import { randomFrom } from './store-oracle.ts';

describe.each([20, 32])('ids of %i bytes', (oidBytes) => {
  test('hexToOid(), oidToHex() and decodeHexOid() agree with Buffer', () => {
    const random = randomFrom(oidBytes);
    for (let round = 0; round < 200; round += 1) {
      const bytes = Buffer.from(Array.from({ length: oidBytes }, () => random() * 256));
      const hex = bytes.toString('hex');
      const shifted = Buffer.concat([Buffer.alloc(3), bytes]);
      expect(oidToHex(shifted, 3, oidBytes)).toBe(hex);
      expect(Buffer.from(hexToOid(hex.toUpperCase())).equals(bytes)).toBe(true);
      const out = new Uint8Array(oidBytes + 1);
      expect(decodeHexOid(Buffer.from(`x${hex}`), 1, out, 1, oidBytes)).toBe(true);
      expect(Buffer.from(out.subarray(1)).equals(bytes)).toBe(true);
      const other = Buffer.from(bytes.map((byte, i) => (i < 3 ? byte : random() * 256)));
      const order = compareOid(shifted, 3, other, 0, oidBytes);
      expect(Math.sign(order)).toBe(Buffer.compare(bytes, other));
    }
  });

  test('decodeHexOid() and hexToOid() refuse what is no hex', () => {
    const hex = 'a'.repeat(oidBytes * 2);
    for (let at = 0; at < hex.length; at += 1) {
      const damaged = `${hex.slice(0, at)}g${hex.slice(at + 1)}`;
      const out = new Uint8Array(oidBytes);
      expect(decodeHexOid(Buffer.from(damaged), 0, out, 0, oidBytes)).toBe(false);
      expect(isFullHex(damaged)).toBe(false);
      expect(() => hexToOid(damaged)).toThrow(/Cannot read object id/);
    }
    expect(() => hexToOid(hex.slice(1))).toThrow(/expected 40 or 64 hex digits/);
  });
});
