import { expect, test } from 'vitest';
import { countLines, isBinary, lineCountOf } from '../../../engine/diff/index.ts';
import { TextMaker } from './text-maker.ts';

test('countLines() agrees with a plain loop for any place and length', () => {
  const maker = new TextMaker(1);
  const kinds = [10, 11, 138, 0, 65];
  const bytes = Buffer.from(Array.from({ length: 3_000 }, () => kinds[maker.below(5)]!));
  for (let round = 0; round < 2_000; round += 1) {
    const start = maker.below(bytes.length);
    const end = start + maker.below(bytes.length - start + 1);
    let expected = 0;
    for (let i = start; i < end; i += 1) if (bytes[i] === 10) expected += 1;
    expect(countLines(bytes, start, end), `${start} to ${end}`).toBe(expected);
  }
});

test('countLines() counts a long run of line feeds', () => {
  expect(countLines(Buffer.alloc(100_003, 10), 1, 100_003)).toBe(100_002);
});

test.each([
  ['', 0],
  ['a', 1],
  ['a\n', 1],
  ['a\nb', 2],
  ['\n\n', 2],
])('lineCountOf(%j) is %i', (text, expected) => {
  expect(lineCountOf(Buffer.from(text), text.length)).toBe(expected);
});

test('lineCountOf() looks no further than the length', () => {
  expect(lineCountOf(Buffer.from('a\nb\nc\n'), 3)).toBe(2);
});

test('isBinary() looks for NUL in the first 8,000 bytes', () => {
  const bytes = Buffer.alloc(9_000, 'a');
  expect(isBinary(bytes, 9_000)).toBe(false);
  bytes[8_000] = 0;
  expect(isBinary(bytes, 9_000)).toBe(false);
  bytes[7_999] = 0;
  expect(isBinary(bytes, 9_000)).toBe(true);
  expect(isBinary(bytes, 7_999)).toBe(false);
  expect(isBinary(new Uint8Array(0), 0)).toBe(false);
});
