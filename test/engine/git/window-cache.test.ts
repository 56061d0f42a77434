import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FilePool, VanishedFile } from '../../../engine/git/file-pool.ts';
import { WindowCache } from '../../../engine/git/window-cache.ts';
import { randomFrom } from './store-oracle.ts';

describe('WindowCache', () => {
  test('locate() gives the bytes of many files through few windows and few open files', () => {
    const root = mkdtempSync(join(tmpdir(), 'codefang-test-'));
    const random = randomFrom(5);
    const files = new FilePool(2);
    const contents = Array.from({ length: 5 }, (_, i) => {
      const content = Buffer.from(Array.from({ length: 100 + i * 77 }, () => random() * 256));
      writeFileSync(join(root, String(i)), content);
      return content;
    });
    const numbers = contents.map((_, i) => files.register(join(root, String(i))));
    const windows = new WindowCache(files, 64, 3);
    for (let round = 0; round < 5000; round += 1) {
      const which = Math.floor(random() * contents.length);
      const offset = Math.floor(random() * (contents[which]!.length + 70));
      const place = windows.locate(numbers[which]!, offset);
      const windowEnd = Math.min(contents[which]!.length, offset - (offset % 64) + 64);
      expect(windows.available).toBe(Math.max(0, windowEnd - offset));
      const found = windows.bytes.subarray(place, place + windows.available);
      const wanted = contents[which]!.subarray(offset, Math.max(offset, windowEnd));
      expect(found.equals(wanted)).toBe(true);
      if (round % 999 === 0) windows.clear();
    }
    expect(windows.hits).toBeGreaterThan(0);
    expect(windows.bytes.length).toBe(64 * 3);
    files.close();
    rmSync(root, { recursive: true });
  });

  test('a file that cannot be opened leaves the windows as they were', () => {
    const root = mkdtempSync(join(tmpdir(), 'codefang-test-'));
    writeFileSync(join(root, 'here'), 'here');
    const files = new FilePool(2);
    const here = files.register(join(root, 'here'));
    const gone = files.register(join(root, 'gone'));
    const windows = new WindowCache(files, 64, 1);
    for (let round = 0; round < 3; round += 1) {
      expect(windows.bytes.toString('latin1', windows.locate(here, 0), 4)).toBe('here');
      expect(() => windows.locate(gone, 0)).toThrow(VanishedFile);
    }
    files.close();
    rmSync(root, { recursive: true });
  });

  test('a read that fails half-way leaves no wrong bytes under an old key', () => {
    class FailingPool extends FilePool {
      override read(file: number, target: Uint8Array, at: number, length: number): number {
        target.fill(file, at, at + length);
        if (file === 2) throw new Error('injected: input/output error');
        return length;
      }
    }
    const windows = new WindowCache(new FailingPool(1), 64, 1);
    expect(windows.bytes[windows.locate(1, 0)]).toBe(1);
    expect(() => windows.locate(2, 0)).toThrow('injected');
    expect(windows.bytes[windows.locate(1, 0)]).toBe(1);
  });
});
