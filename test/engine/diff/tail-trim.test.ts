import { expect, test } from 'vitest';
import { tailTrimBytes } from '../../../engine/diff/tail-trim.ts';

const line = `${'x'.repeat(99)}\n`;

/** With all that agrees at the start and at the end known, as LineDiff knows it. */
function tailTrim(old: string, newer: string): number {
  const shorter = Math.min(old.length, newer.length);
  let prefix = 0;
  while (prefix < shorter && old[prefix] === newer[prefix]) prefix += 1;
  let same = 0;
  while (same < shorter - prefix && old.at(-1 - same) === newer.at(-1 - same)) same += 1;
  return tailTrimBytes(Buffer.from(old), old.length, Buffer.from(newer), newer.length, prefix, same);
}

test.each([
  ['less than a block', 'a\n', 'b\n', `${'y'.repeat(1_020)}\n`, 0],
  ['a block and a line start in it', 'a\n', 'b\n', line.repeat(11), 1_000],
  ['two blocks', 'a\n', 'b\n', line.repeat(21), 2_000],
  ['a block without a line feed', 'a\n', 'b\n', 'y'.repeat(1_024), 0],
  ['a block with a line feed at its end', 'a\n', 'b\n', `${'y'.repeat(1_023)}\n`, 0],
  ['a block that starts in an open line', 'a', 'b', `${'y'.repeat(200)}\n${'z'.repeat(1_000)}`, 1_000],
])('tailTrimBytes() of texts that share %s', (_name, old, newer, tail, bytes) => {
  expect(tailTrim(old + tail, newer + tail)).toBe(bytes);
});

test('tailTrimBytes() goes on where the shorter text is all shared', () => {
  expect(tailTrim(line.repeat(30), line.repeat(31))).toBe(2_000);
  expect(tailTrim(`a\n${line.repeat(30)}`, `a\n${line.repeat(31)}`)).toBe(2_000);
  expect(tailTrim(line.repeat(5), line.repeat(31))).toBe(0);
});
