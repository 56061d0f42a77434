import { expect, test } from 'vitest';
import { ByteInterner } from '../../../engine/base/index.ts';

function intern(interner: ByteInterner, text: string): number {
  const bytes = Buffer.from(text);
  return interner.intern(bytes, 0, bytes.length);
}

test('ByteInterner.clear() forgets all strings and takes no more memory for the same ones', () => {
  const interner = new ByteInterner();
  const names = Array.from({ length: 3000 }, (_, at) => `a/path/of/some/length/${at}`);
  const first = names.map((name) => intern(interner, name));
  const bytes = interner.bytes;
  for (let round = 0; round < 3; round += 1) {
    interner.clear();
    expect(interner.count).toBe(0);
    expect(interner.find(Buffer.from(names[7]!), 0, names[7]!.length)).toBe(-1);
    expect(names.map((name) => intern(interner, name))).toEqual(first);
    expect(names.map((_, id) => interner.textOf(id))).toEqual(names);
    expect(interner.bytes).toBeLessThanOrEqual(bytes + 1024 * 1024);
  }
});

test('ByteInterner.clear() lets go of a slab that one long string took', () => {
  const interner = new ByteInterner();
  intern(interner, 'x'.repeat(5_000_000));
  interner.clear();
  expect(interner.bytes).toBeLessThan(200_000);
  expect(intern(interner, 'y')).toBe(0);
});
