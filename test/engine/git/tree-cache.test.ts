import { describe, expect, test } from 'vitest';
import { ObjectScratch } from '../../../engine/git/object-scratch.ts';
import { TreeCache } from '../../../engine/git/tree-cache.ts';

const oidBytes = 20;

describe('TreeCache', () => {
  test('read, gives back what was put under an id, wherever the id lies', () => {
    const cache = new TreeCache(64 * 1024, oidBytes);
    const oids = Buffer.concat([oidOf(1), oidOf(2)]);
    cache.put(oids, 0, treeOf('one'));
    cache.put(oids, oidBytes, treeOf('two, which is longer'));
    expect(readText(cache, oidOf(1))).toBe('one');
    expect(readText(cache, oidOf(2))).toBe('two, which is longer');
    expect(readText(cache, oidOf(3))).toBeUndefined();
  });

  test('read, tells ids apart that share their first 48 bits', () => {
    const cache = new TreeCache(64 * 1024, oidBytes);
    const twin = oidOf(1);
    twin[19] = 0xff;
    cache.put(oidOf(1), 0, treeOf('one'));
    cache.put(twin, 0, treeOf('its twin'));
    expect(readText(cache, oidOf(1))).toBe('one');
    expect(readText(cache, twin)).toBeUndefined();
  });

  test('put, drops the oldest trees and never gives one for another', () => {
    const cache = new TreeCache(16 * 1024, oidBytes);
    for (let number = 0; number < 2000; number += 1) {
      cache.put(oidOf(number), 0, treeOf(`tree ${number} `.repeat(1 + (number % 30))));
      for (let other = Math.max(0, number - 60); other <= number; other += 1) {
        const text = readText(cache, oidOf(other));
        if (text !== undefined) expect(text.startsWith(`tree ${other} `)).toBe(true);
      }
      expect(readText(cache, oidOf(number))).toBeDefined();
    }
    expect(readText(cache, oidOf(0))).toBeUndefined();
    expect(cache.usedBytes).toBeLessThanOrEqual(16 * 1024);
  });

  test('shrinkTo, drops the oldest first', () => {
    const cache = new TreeCache(64 * 1024, oidBytes);
    for (let number = 0; number < 10; number += 1) cache.put(oidOf(number), 0, treeOf('x'.repeat(100)));
    cache.shrinkTo(250);
    expect(cache.usedBytes).toBe(200);
    expect(readText(cache, oidOf(7))).toBeUndefined();
    expect(readText(cache, oidOf(9))).toBe('x'.repeat(100));
  });
});

function oidOf(number: number): Buffer {
  const oid = Buffer.alloc(oidBytes, 7);
  oid.writeUInt32BE(Math.imul(number + 1, 0x9e3779b1) >>> 0, 0);
  oid.writeUInt32BE(number, 4);
  return oid;
}

function treeOf(text: string): ObjectScratch {
  const scratch = new ObjectScratch();
  scratch.length = scratch.bytes.write(text, 'latin1');
  return scratch;
}

function readText(cache: TreeCache, oid: Uint8Array): string | undefined {
  const scratch = new ObjectScratch(64);
  if (!cache.read(oid, 0, scratch)) return undefined;
  return scratch.bytes.toString('latin1', 0, scratch.length);
}
