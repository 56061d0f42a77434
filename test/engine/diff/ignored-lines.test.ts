import { expect, test } from 'vitest';
import { IgnoredLines, LineDiff } from '../../../engine/diff/index.ts';
import { ScratchAllowance } from '../../../engine/memory/index.ts';

function mapWith(lines: IgnoredLines, old: string, newer: string, hunks: readonly number[]): number[] {
  const [oldBytes, newBytes] = [Buffer.from(old), Buffer.from(newer)];
  const given = Int32Array.from(hunks);
  return Array.from(lines.map(oldBytes, oldBytes.length, newBytes, newBytes.length, given, given.length / 4));
}

function map(old: string, newer: string, hunks: readonly number[]): number[] {
  return mapWith(new IgnoredLines(), old, newer, hunks);
}

test('map() passes reindented lines on, one by one', () => {
  const old = 'one = first(1);\ntwo = second(2);\nthree = third(3);\n';
  expect(map(old, old.replaceAll(/^/gm, '\t'), [0, 3, 0, 3])).toEqual([0, 1, 2]);
});

test('map() passes all parts of a split line on to it, and a joined line on to the better half', () => {
  expect(map('call(alpha, beta, gamma);\n', 'call(alpha,\n  beta,\n  gamma);\n', [0, 1, 0, 3])).toEqual([0, 0, 0]);
  expect(map('if (a)\n  return something;\n', 'if (a) return something;\n', [0, 2, 0, 1])).toEqual([1]);
});

test('map() keeps the order of lines within a hunk', () => {
  // The line that is settled first divides the hunk: what was above it cannot come below.
  const matches = map('alpha alpha alpha\nbeta beta\n', 'Beta beta\nAlpha alpha alpha\n', [0, 2, 0, 2]);
  expect(matches).toEqual([1, 0]);
  const near = map('alpha alpha\nbe be\n', 'Be be\nAlpha alpha\n', [0, 2, 0, 2]);
  expect(near).toEqual([-1, 0]);
});

test('map() gives a line with nothing in common no origin', () => {
  expect(map('abcabc\nxyz\n', 'ABCABC \n1234\n', [0, 2, 0, 2])).toEqual([0, -1]);
});

test('map() does not match what another line took away', () => {
  expect(map('value\n', '  value\n  value\n', [0, 1, 0, 2])).toEqual([0, -1]);
});

test('map() looks in the whole old text when the hunk has no match, from ten pairs in common on', () => {
  const old = 'some statement;\na\nb\nc\nd\n';
  const added = 'a\nb\n\tsome statement;\nc\nd\n';
  expect(map(old, `some statement;\n${added}`, [2, 0, 2, 0, 3, 0, 3, 1])).toEqual([0]);
  expect(map('123456789\nb\n', '123456789\nb\n 123456789\n', [2, 0, 2, 1])).toEqual([0]);
  expect(map('12345678\nb\n', '12345678\nb\n 12345678\n', [2, 0, 2, 1])).toEqual([-1]);
});

test('map() takes the nearest of equally similar lines, and the lower one of two as near', () => {
  const old = 'same statement\nx\ny\nz\nsame statement\n';
  const at = (line: number): number[] => {
    const lines = old.split('\n');
    lines.splice(line, 0, 'Same statement');
    return map(old, lines.join('\n'), [line, 0, line, 1]);
  };
  expect(at(1)).toEqual([0]);
  expect(at(2)).toEqual([4]);
  expect(at(4)).toEqual([4]);
});

test('map() does not look at what a match within a hunk took from its line', () => {
  const old = 'some statement;\nb\n';
  // The first hunk uses the line up, so the second finds nothing of it.
  expect(map(old, ' some statement;\nb\n\tsome statement;\n', [0, 1, 0, 1, 2, 0, 2, 1])).toEqual([0, -1]);
});

test('map() sees matches of later hunks after the whole text was searched', () => {
  const old = 'some statement;\nb\nother statement;\nc\n';
  const newer = '  other statement;\nsome statement;\nb\n  other statement;\nc\n\tother statement;\n';
  expect(map(old, newer, [0, 0, 0, 1, 2, 1, 3, 1, 4, 0, 5, 1])).toEqual([2, 2, 0]);
});

test('map() has no new lines for deletions, and for no hunks at all', () => {
  expect(map('a\nb\n', 'b\n', [0, 1, 0, 0])).toEqual([]);
  expect(map('a\n', 'a\n', [])).toEqual([]);
});

test('map() takes empty old texts and last lines without line feed', () => {
  expect(map('', 'first line of all\n', [0, 0, 0, 1])).toEqual([-1]);
  expect(map('a statement', 'a  statement', [0, 1, 0, 1])).toEqual([0]);
});

test('map() takes the hunks of LineDiff', () => {
  const old = Buffer.from('a\nfirst(1);\nb\nc\nsecond(2);\n');
  const newer = Buffer.from('a\n  first(1);\nb\nc\nd\n\tsecond(2);\n');
  const diff = new LineDiff();
  diff.run(old, old.length, newer, newer.length, 'edits');
  const lines = new IgnoredLines();
  const matches = lines.map(old, old.length, newer, newer.length, diff.hunks, diff.hunkCount);
  expect(Array.from(matches)).toEqual([1, -1, 4]);
});

test('map() gives the same again after other texts', () => {
  const lines = new IgnoredLines();
  const old = Array.from({ length: 300 }, (_, i) => `statement ${i * 7919} of ${i};\n`).join('');
  const newer = old.replaceAll(/^/gm, '  ').replaceAll(' of ', '\n    of ');
  const first = mapWith(lines, old, newer, [0, 300, 0, 600]);
  expect(first.filter((line) => line < 0)).toEqual([]);
  mapWith(lines, 'a little\n', 'a  little\nmore than before\n', [0, 1, 0, 2]);
  expect(mapWith(lines, old, newer, [0, 300, 0, 600])).toEqual(first);
});

test('map() passes nothing on beyond the bound of steps, and says so', () => {
  const old = Array.from({ length: 100 }, (_, i) => `statement ${i};\n`).join('');
  const newer = old.replaceAll(/^/gm, '  ');
  const lines = new IgnoredLines({ workMax: 10_000 });
  expect(mapWith(lines, old, newer, [0, 100, 0, 100])).toEqual(Array.from({ length: 100 }, () => -1));
  expect(lines.isCut).toBe(true);
  expect(mapWith(lines, 'a b\n', 'a  b\n', [0, 1, 0, 1])).toEqual([0]);
  expect(lines.isCut).toBe(false);
});

test('map() passes nothing on beyond 65,536 lines of either text', () => {
  const lines = new IgnoredLines();
  const full = 'a\n'.repeat(65_536);
  expect(mapWith(lines, full, `a  \n${full.slice(2)}`, [0, 1, 0, 1])).toEqual([0]);
  mapWith(lines, `${full}a\n`, `a  \n${full}`, [0, 1, 0, 1]);
  expect(lines.isCut).toBe(true);
  mapWith(lines, 'b\n', `${full}a\n`, [0, 1, 0, 65_537]);
  expect(lines.isCut).toBe(true);
});

test('map() passes nothing on beyond a million distinct pairs of either text', () => {
  const lines = new IgnoredLines();
  // All letters and digits beside each other, about a thousand pairs a line.
  const signs = 'abcdefghijklmnopqrstuvwxyz012345';
  const wide = `${Array.from(signs, (a) => Array.from(signs, (b) => `${a}${b}`).join('')).join('')}\n`;
  const wides = wide.repeat(1_100);
  mapWith(lines, wides, `b${wides}`, [0, 1, 0, 1]);
  expect(lines.isCut).toBe(true);
  mapWith(lines, 'c\n', `${wides}c\n`, [0, 0, 0, 1_100]);
  expect(lines.isCut).toBe(true);
  expect(mapWith(lines, wide, `b${wide}`, [0, 1, 0, 1])).toEqual([0]);
});

test('IgnoredLines charges what it holds, and release() gives it back', () => {
  const allowance = new ScratchAllowance();
  const lines = new IgnoredLines({ allowance });
  expect(lines.bytes).toBe(0);
  const old = Array.from({ length: 3_000 }, (_, i) => `statement ${i};\n`).join('');
  mapWith(lines, old, `${old}\nanother statement;\n`, [3_000, 0, 3_000, 2]);
  mapWith(lines, old, old.replaceAll(/^/gm, '  '), [0, 3_000, 0, 3_000]);
  expect(lines.bytes).toBeGreaterThan(500_000);
  expect(allowance.heldBytes).toBe(lines.bytes);
  lines.release();
  expect(lines.bytes).toBe(0);
  expect(allowance.heldBytes).toBe(0);
  expect(mapWith(lines, 'a b\n', 'a  b\n', [0, 1, 0, 1])).toEqual([0]);
});
