import { expect, test } from 'vitest';
import { LineDiff } from '../../../engine/diff/index.ts';
import { frequentUses } from '../../../engine/diff/line-filter.ts';
import { commonLineCount, splitLines, TextMaker } from './text-maker.ts';

const wants = ['counts', 'edits'] as const;

function compare(old: string, newer: string, diff = new LineDiff()): LineDiff {
  const oldBytes = Buffer.from(old);
  const newBytes = Buffer.from(newer);
  diff.run(oldBytes, oldBytes.length, newBytes, newBytes.length, 'edits');
  return diff;
}

function hunksOf(diff: LineDiff): number[][] {
  const { hunkCount, hunks } = diff;
  return Array.from({ length: hunkCount }, (_, i) => [...hunks.subarray(i * 4, i * 4 + 4)]);
}

/** The new lines, made of old ones and of what the hunks insert. */
function replay(diff: LineDiff, old: readonly string[], newer: readonly string[]): string[] {
  const made: string[] = [];
  let at = 0;
  for (const [oldStart, oldCount, newStart, newCount] of hunksOf(diff)) {
    made.push(...old.slice(at, oldStart));
    expect(made.length).toBe(newStart);
    made.push(...newer.slice(newStart, newStart! + newCount!));
    at = oldStart! + oldCount!;
  }
  return [...made, ...old.slice(at)];
}

test('LineDiff.run() gives hunks, counts and line counts', () => {
  const diff = compare('a\nb\nc\nd\ne\n', 'a\nB\nc\nd\nx\ny\ne\n');
  expect(hunksOf(diff)).toEqual([
    [1, 1, 1, 1],
    [4, 0, 4, 2],
  ]);
  expect([diff.added, diff.removed, diff.changed]).toEqual([3, 1, 1]);
  expect([diff.oldLineCount, diff.newLineCount]).toEqual([5, 7]);
  expect([diff.isCapped, diff.isCoarse]).toEqual([false, false]);
});

test.each([
  ['nothing and nothing', '', '', []],
  ['equal texts', 'a\nb', 'a\nb', []],
  ['text from nothing', '', 'a\nb', [[0, 0, 0, 2]]],
  ['nothing from text', 'a\nb\n', '', [[0, 2, 0, 0]]],
  ['a line feed that came', 'a\nb', 'a\nb\n', [[1, 1, 1, 1]]],
  ['a line feed that went', 'b\n', 'b', [[0, 1, 0, 1]]],
  ['a line behind an open one', 'a', 'a\nb', [[0, 1, 0, 2]]],
  ['one more of the same byte', 'aaa', 'aaaa', [[0, 1, 0, 1]]],
  ['one more of the same line', 'a\na\na\n', 'a\na\na\na\n', [[3, 0, 3, 1]]],
  ['one fewer of the same line', 'a\na\na\na\n', 'a\na\na\n', [[3, 1, 3, 0]]],
  ['lines that share a beginning', 'abc\n', 'abd\n', [[0, 1, 0, 1]]],
  ['lines that share an end', 'xbc\nz\n', 'ybc\nz\n', [[0, 1, 0, 1]]],
  ['a line that grew in front', 'c\n', 'bc\n', [[0, 1, 0, 1]]],
  ['CRLF for LF', 'a\nb\n', 'a\r\nb\n', [[0, 1, 0, 1]]],
  ['only line feeds', '\n\n', '\n\n\n', [[2, 0, 2, 1]]],
  ['an open last line kept', 'x\nend', 'y\nend', [[0, 1, 0, 1]]],
])('LineDiff.run() handles %s', (_name, old, newer, hunks) => {
  expect(hunksOf(compare(old, newer))).toEqual(hunks);
});

test('LineDiff.run() compares only what the lengths say', () => {
  const diff = new LineDiff();
  diff.run(Buffer.from('a\nb\n garbage'), 4, Buffer.from('a\nc\n other'), 4, 'edits');
  expect(hunksOf(diff)).toEqual([[1, 1, 1, 1]]);
  diff.run(Buffer.from('xab garbage\n'), 3, Buffer.from('yab'), 3, 'edits');
  expect(hunksOf(diff)).toEqual([[0, 1, 0, 1]]);
});

test('LineDiff.run() tells lines of one hash apart', () => {
  // 200,000 × 200,000 pairs over 32 bits: about nine collisions.
  const maker = new TextMaker(4);
  const words = new Set<string>();
  while (words.size < 400_000)
    words.add(
      maker
        .below(2 ** 40)
        .toString(36)
        .padStart(8, '0'),
    );
  const lines = [...words].map((word) => `${word}\n`);
  const diff = compare(lines.slice(0, 200_000).join(''), lines.slice(200_000).join(''));
  expect([diff.removed, diff.added]).toEqual([200_000, 200_000]);
});

test('LineDiff.run() hunks turn the old text into the new one, on random texts', () => {
  const diff = new LineDiff();
  for (let seed = 1; seed <= 3_000; seed += 1) {
    const maker = new TextMaker(seed);
    const kinds = 1 + maker.below(40);
    const lines = maker.lines(maker.below(60), kinds);
    const isRelated = maker.below(3) > 0;
    const old = maker.text(lines);
    const newer = maker.text(
      isRelated ? maker.edited(lines, maker.below(6), kinds) : maker.lines(maker.below(60), kinds),
    );
    checkPair(diff, old, newer, `SEED=${seed}`);
  }
});

function checkPair(diff: LineDiff, old: Buffer, newer: Buffer, seed: string): void {
  const oldLines = splitLines(old);
  const newLines = splitLines(newer);
  const lineCounts = [oldLines.length, newLines.length];
  for (const want of wants) {
    const known = want === 'counts' ? lineCounts : [-1, seed.length % 2 === 0 ? -1 : newLines.length];
    diff.run(old, old.length, newer, newer.length, want, ...known);
    expect([diff.oldLineCount, diff.newLineCount], seed).toEqual(lineCounts);
    expect(diff.added - diff.removed, seed).toBe(newLines.length - oldLines.length);
    const commonMax = commonLineCount(oldLines, newLines);
    expect(diff.removed, seed).toBeGreaterThanOrEqual(oldLines.length - commonMax);
    if (new Set(oldLines).size === oldLines.length && new Set(newLines).size === newLines.length) {
      expect(diff.removed, seed).toBe(oldLines.length - commonMax);
    }
  }
  expect(replay(diff, oldLines, newLines), seed).toEqual(newLines);
  const hunks = hunksOf(diff);
  expect(sum(hunks, 1), seed).toBe(diff.removed);
  expect(sum(hunks, 3), seed).toBe(diff.added);
  const changed = hunks.reduce((total, hunk) => total + Math.min(hunk[1]!, hunk[3]!), 0);
  expect(changed, seed).toBe(diff.changed);
  for (let i = 1; i < hunks.length; i += 1) {
    expect(hunks[i]![0], seed).toBeGreaterThan(hunks[i - 1]![0]! + hunks[i - 1]![1]!);
  }
}

function sum(hunks: readonly number[][], field: number): number {
  return hunks.reduce((total, hunk) => total + hunk[field]!, 0);
}

test('LineDiff.run() gives the same for a text at any place of a larger buffer', () => {
  const maker = new TextMaker(5);
  const lines = maker.lines(300, 50);
  const old = Buffer.from(lines.join(''));
  const newer = Buffer.from(maker.edited(lines, 8, 50).join(''));
  const expected = hunksOf(compare(old.toString(), newer.toString()));
  for (let shift = 0; shift < 8; shift += 1) {
    const moved = Buffer.concat([Buffer.alloc(shift), newer]).subarray(shift);
    const diff = new LineDiff();
    diff.run(old, old.length, moved, moved.length, 'edits');
    expect(hunksOf(diff), `shift ${shift}`).toEqual(expected);
  }
});

test('LineDiff.run() leaves frequent lines out of a stretch of new ones, as git does', () => {
  const stretch = (count: number, word: string): string =>
    Array.from({ length: count }, (_, i) => `${word} ${i}\n`).join('');
  const around = (above: number, below: number, word: string): string =>
    `${'\n'.repeat(40)}head\n${stretch(above, word)}\n${stretch(below, `${word} more`)}tail\n`;
  expect(hunksOf(compare(around(3, 3, 'old'), around(3, 3, 'new')))).toHaveLength(2);
  expect(hunksOf(compare(around(3, 4, 'old'), around(3, 4, 'new')))).toEqual([[41, 8, 41, 8]]);
  expect(hunksOf(compare(around(4, 4, 'old'), around(4, 4, 'new')))).toEqual([[41, 9, 41, 9]]);
});

test('LineDiff.run() joins hunks past hunkCountMax and keeps the counts', () => {
  const old = Array.from({ length: 20 }, (_, i) => `${i}\n`);
  const newer = old.map((line, i) => (i % 2 === 1 ? `new ${line}` : line));
  const diff = compare(old.join(''), newer.join(''), new LineDiff({ hunkCountMax: 3 }));
  expect(diff.isCoarse).toBe(true);
  expect(hunksOf(diff)).toEqual([
    [1, 1, 1, 1],
    [3, 1, 3, 1],
    [5, 15, 5, 15],
  ]);
  expect([diff.added, diff.removed, diff.changed]).toEqual([10, 10, 10]);
  compare('a\n', 'b\n', diff);
  expect([diff.isCoarse, diff.hunkCount]).toEqual([false, 1]);
});

test('LineDiff.run() holds many hunks', () => {
  const old = Array.from({ length: 20_000 }, (_, i) => `${i}\n`);
  const newer = old.filter((_, i) => i % 2 === 0);
  const diff = compare(old.join(''), newer.join(''));
  expect([diff.hunkCount, diff.removed, diff.added]).toEqual([10_000, 10_000, 0]);
});

test.each([
  ['of few kinds', 100, 100],
  ['of two kinds', 2, 2],
  ['shuffled', 20_000, 20_000],
  ['half shared', 40_000, 20_000],
])('LineDiff.run() bounds its work on 20,000 lines %s', (_name, oldKinds, newKinds) => {
  const maker = new TextMaker(11);
  const old = Buffer.from(maker.lines(20_000, oldKinds).join(''));
  const newer = Buffer.from(maker.lines(20_000, newKinds).join(''));
  const diff = new LineDiff();
  diff.run(old, old.length, newer, newer.length, 'edits');
  expect(diff.workCount).toBeLessThan(40_000 * 256 * 4);
  const newLines = splitLines(newer);
  expect(replay(diff, splitLines(old), newLines)).toEqual(newLines);
});

test('LineDiff.run() says when its result may not be the shortest', () => {
  const maker = new TextMaker(12);
  const old = maker.lines(4_000, 60).join('');
  const newer = maker.lines(4_000, 60).join('');
  const capped = compare(old, newer, new LineDiff({ costMax: 64 }));
  const exact = compare(old, newer, new LineDiff({ costMax: 100_000 }));
  expect(capped.isCapped).toBe(true);
  expect(capped.removed).toBeGreaterThan(exact.removed);
  expect(capped.workCount).toBeLessThan(exact.workCount);
});

test('LineDiff.release() gives memory back and leaves a usable object', () => {
  const maker = new TextMaker(13);
  const diff = new LineDiff();
  const bytesFirst = diff.bytes;
  compare(maker.lines(5_000, 900).join(''), maker.lines(5_000, 900).join(''), diff);
  expect(diff.bytes).toBeGreaterThan(bytesFirst * 2);
  diff.release();
  expect(diff.bytes).toBe(bytesFirst);
  expect(hunksOf(compare('a\nb\n', 'a\n', diff))).toEqual([[1, 1, 1, 0]]);
});

test('frequentUses() is a power of two near the root, 1,024 at most', () => {
  expect([0, 1, 15, 16, 4_096, 2_000_000].map(frequentUses)).toEqual([1, 2, 4, 8, 128, 1_024]);
});

test('LineDiff replaces middles of more than 262,144 lines whole, whatever they hold', () => {
  const head = 'same\n'.repeat(10);
  const many = (from: number, count: number): string =>
    Array.from({ length: count }, (_, at) => `${from + at}\n`).join('');
  const old = `${head}${many(0, 140_000)}${head}`;
  const newer = `${head}${many(1, 140_001)}${head}`;
  const diff = compare(old, newer);
  expect([diff.removed, diff.added, diff.changed]).toEqual([140_000, 140_001, 140_000]);
  expect([diff.isCapped, diff.isCoarse]).toEqual([true, true]);
  expect([diff.oldLineCount, diff.newLineCount]).toEqual([140_020, 140_021]);
  expect(hunksOf(diff)).toEqual([[10, 140_000, 10, 140_001]]);
  const fewer = compare(`${head}${many(0, 100_000)}${head}`, `${head}${many(1, 100_001)}${head}`);
  expect([fewer.removed, fewer.added, fewer.isCoarse]).toEqual([1, 2, false]);
});
