import { createHash } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hashOfRuleFile, readRuleFile } from '../../../engine/survey/index.ts';
import { ScratchDirectory } from '../spill/scratch.ts';

const scratch = new ScratchDirectory('disk');
const path = join(scratch.path, 'people');
afterAll(() => scratch[Symbol.dispose]());

test('the bytes that are read are the bytes that are hashed', () => {
  const text = 'Ada|ada@example.com\n'.repeat(100_000);
  writeFileSync(path, text);
  const file = readRuleFile('people dictionary', path);
  expect(Buffer.from(file.bytes).equals(Buffer.from(text))).toBe(true);
  expect(hashOfRuleFile(file)).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
});

test('an empty file is read as one', () => {
  writeFileSync(path, '');
  expect(readRuleFile('people dictionary', path).bytes).toHaveLength(0);
});

test('a file of more than 64 MiB is refused, and one of 64 MiB is not', () => {
  writeFileSync(path, '');
  truncateSync(path, 2 ** 26);
  expect(readRuleFile('people dictionary', path).bytes).toHaveLength(2 ** 26);
  truncateSync(path, 2 ** 26 + 1);
  expect(() => readRuleFile('people dictionary', path)).toThrow(
    expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(/people": it has more than 64 MiB/) }),
  );
});

test.skipIf(process.platform === 'win32')('a device without an end is refused', () => {
  expect(() => readRuleFile('people dictionary', '/dev/zero')).toThrow(/it has more than 64 MiB/);
});

test('a folder and a missing file are refused by name', () => {
  for (const name of [scratch.path, join(scratch.path, 'none')]) {
    expect(() => readRuleFile('people dictionary', name)).toThrow(`Cannot read people dictionary "${name}"`);
  }
});
