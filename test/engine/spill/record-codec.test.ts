import { expect, test } from 'vitest';
import { AssertionFailure } from '../../../engine/base/index.ts';
import { packRecord, unpackRecord, type RecordValue } from '../../../engine/spill/index.ts';

const record: RecordValue = {
  schema: 'codefang.checkpoint.v1',
  commit: 'ab'.repeat(20),
  counts: [0, -1, 255, 65_536, 2 ** 31, 2 ** 40, -(2 ** 52), 2 ** 53 - 1, 0.5, -1e300],
  nested: { 1: 'integer key', a: null, b: true, c: [], d: {}, e: { f: [[1], ['é', '😀', '']] } },
  bytes: Uint8Array.from([0, 255, 7]),
};

test('packRecord() keeps every plain value', () => {
  const back = unpackRecord(packRecord(record), 'record') as typeof record & { bytes: Uint8Array };
  expect({ ...back, bytes: [...back.bytes] }).toEqual({
    ...(record as object),
    bytes: [0, 255, 7],
  });
});

test('packRecord() gives equal bytes for equal values, as buffers of their own', () => {
  const first = packRecord(record);
  const copy = Buffer.from(first);
  packRecord({ other: 'value' });
  expect(first.equals(copy)).toBe(true);
  expect(packRecord(structuredClone(record) as RecordValue).equals(first)).toBe(true);
});

test('packRecord() keeps maps of more than 65535 keys, and records of several frames', () => {
  const many: Record<string, number> = {};
  for (let at = 0; at < 70_000; at += 1) many[`part-${at}`] = at * 1_000_003;
  const bytes = packRecord({ many });
  expect(unpackRecord(bytes, 'record')).toEqual({ many });
});

test('packRecord() refuses what msgpack would change', () => {
  const refused: unknown[] = [
    undefined,
    Number.NaN,
    -0,
    10n,
    new Map([[1, 2]]),
    new Set([1]),
    new Int32Array([1]),
    new Date(0),
    { deep: [{ at: undefined }] },
    JSON.parse('{"__proto__": 1}'),
    () => 1,
  ];
  for (const value of refused) {
    expect(() => packRecord(value as RecordValue), String(value)).toThrow(AssertionFailure);
  }
});

test('unpackRecord() refuses a flipped bit in any byte and a cut at any byte', () => {
  const good = packRecord({ runs: [{ name: 'a', bytes: 7 }], text: 'x'.repeat(100) });
  for (let at = 0; at < good.length; at += 1) {
    const bad = Buffer.from(good);
    bad[at] = bad[at]! ^ 0x10;
    expect(() => unpackRecord(bad, 'file'), `byte ${at}`).toThrow(expect.objectContaining({ code: 'STATE' }));
    const cut = good.subarray(0, at);
    expect(() => unpackRecord(cut, 'file'), `cut ${at}`).toThrow(expect.objectContaining({ code: 'STATE' }));
  }
});
