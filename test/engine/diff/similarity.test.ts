import { expect, test } from 'vitest';
import { scoreMax, similarity, Sketcher, sizesAllow, type Sketch } from '../../../engine/diff/similarity.ts';

const sketcher = new Sketcher();

function sketch(text: string, kind: 'text' | 'binary' = 'text'): Sketch {
  return sketcher.sketch(Buffer.from(text), Buffer.byteLength(text), kind);
}

test('similarity() is the share of the larger file that both have', () => {
  expect(similarity(sketch('aaa\nbbb\n'), sketch('aaa\nbbb\n'), 0)).toBe(scoreMax);
  expect(similarity(sketch('aaa\nbbb\n'), sketch('aaa\nccc\n'), 0)).toBe(scoreMax / 2);
  expect(similarity(sketch('aaa\n'), sketch('aaa\nbbb\nccc\nddd\n'), 0)).toBe(scoreMax / 4);
  expect(similarity(sketch('aaa\n'), sketch('zzz\n'), 0)).toBe(0);
});

test('similarity() forgets the order of lines and counts their repeats', () => {
  expect(similarity(sketch('aaa\nbbb\n'), sketch('bbb\naaa\n'), 0)).toBe(scoreMax);
  expect(similarity(sketch('aaa\naaa\n'), sketch('aaa\nbbb\n'), 0)).toBe(scoreMax / 2);
});

test('similarity() sees a last line without line feed', () => {
  expect(similarity(sketch('aaaa\nbbb'), sketch('cccc\nbbb'), 0)).toBe((scoreMax * 3) / 8);
});

test('similarity() takes long lines in chunks of 64 bytes', () => {
  const head = 'h'.repeat(64);
  const old = sketch(`${head}${'a'.repeat(64)}`);
  const newer = sketch(`${head}${'b'.repeat(64)}`);
  expect(similarity(old, newer, 0)).toBe(scoreMax / 2);
});

test('similarity() leaves the CR of a CRLF out of text and in binary files', () => {
  expect(similarity(sketch('aa\r\n'), sketch('aa\n'), 0)).toBe(Math.floor((scoreMax * 3) / 4));
  expect(similarity(sketch('aa\r\n', 'binary'), sketch('aa\n', 'binary'), 0)).toBe(0);
});

test('similarity() is zero where sizes rule the threshold out, and for empty files', () => {
  expect(similarity(sketch('aaa\n'), sketch('aaa\nbbb\nccc\nddd\n'), scoreMax / 2)).toBe(0);
  expect(similarity(sketch(''), sketch(''), 0)).toBe(0);
  expect(sizesAllow(50, 100, scoreMax / 2)).toBe(true);
  expect(sizesAllow(100, 49, scoreMax / 2)).toBe(false);
});

test('Sketcher.sketch() keeps every byte of a large file', () => {
  const text = Array.from({ length: 5_000 }, (_, i) => `line ${i % 700}\n`).join('');
  const { hashes, weights, size } = sketch(text);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(size);
  expect(hashes.length).toBe(700);
});
