import { expect, test } from 'vitest';
import { LineDiff } from '../../../engine/diff/index.ts';

/** Lines are words with `_` for a space; hunks are oldStart, oldCount, newStart, newCount, from zero. */
function hunksOf(old: string, newer: string, diff = new LineDiff()): number[][] {
  const [oldText, newText] = [old, newer].map((words) => Buffer.from(textOf(words)));
  diff.run(oldText!, oldText!.length, newText!, newText!.length, 'lines');
  return Array.from({ length: diff.hunkCount }, (_, i) => [...diff.hunks.subarray(i * 4, i * 4 + 4)]);
}

function textOf(words: string): string {
  const lines = words.split(' ').map((word) => `${word.replaceAll('_', ' ').replaceAll('.', '')}\n`);
  return words === '' ? '' : lines.join('');
}

// Written down from git 2.39; `.` is a blank line.
test.each([
  ['stays where it cannot move', 'a b', 'a x b', [[1, 0, 1, 1]]],
  ['starts at a block', 'f{ __x } . g{ __y }', 'f{ __x } . h{ __z } . g{ __y }', [[4, 0, 4, 4]]],
  ['ends with a block at the end of the text', 'f{ __x }', 'f{ __x } . g{ __y }', [[3, 0, 3, 4]]],
  ['goes down as far as it can', 'a a b', 'a a a b', [[2, 0, 2, 1]]],
  ['goes down by whole periods', 'b c b c b c d', 'b c b c b c b c d', [[6, 0, 6, 2]]],
  ['takes a blank line above with it', 'a . b', 'a . x . b', [[2, 0, 2, 2]]],
  ['removes the later one of equal lines', 'a __b __b c', 'a __b c', [[2, 1, 2, 0]]],
  [
    'lines up with lines of the other text',
    'c d a',
    'd d c',
    [
      [0, 1, 0, 0],
      [2, 1, 1, 2],
    ],
  ],
  [
    'swallows the one that it bumps into',
    'a b a',
    'b a a c',
    [
      [0, 1, 0, 0],
      [3, 0, 2, 2],
    ],
  ],
  [
    'joins lines removed to lines added',
    'b c a b',
    'c c a',
    [
      [0, 1, 0, 1],
      [3, 1, 3, 0],
    ],
  ],
  [
    'parts from lines of the other text',
    'b a a',
    'b b a a b a c',
    [
      [1, 0, 1, 2],
      [2, 0, 4, 1],
      [3, 0, 6, 1],
    ],
  ],
])('HunkSlider: a hunk %s', (_name, old, newer, hunks) => {
  expect(hunksOf(old, newer)).toEqual(hunks);
});

test('HunkSlider: a hunk goes 100 lines up at most, to where it looks best', () => {
  const run = (count: number): string => `a . ${'__b '.repeat(count)}__c`;
  expect(hunksOf(run(100), run(220))).toEqual([[2, 0, 2, 120]]);
  expect(hunksOf(run(101), run(221))).toEqual([[103, 0, 103, 120]]);
  expect(hunksOf(run(60), run(61))).toEqual([[62, 0, 62, 1]]);
});

test('HunkSlider: the tail that git cuts off holds a hunk up', () => {
  const run = (count: number): string => `a ${'b '.repeat(count)}c`;
  expect(hunksOf(run(1_500), run(1_501))).toEqual([[479, 0, 479, 1]]);
  expect(hunksOf(run(1_501), run(1_500))).toEqual([[479, 1, 479, 0]]);
  expect(hunksOf(run(500), run(501))).toEqual([[501, 0, 501, 1]]);
});

test('LineDiff leaves a list of hunks that is coarse as it is', () => {
  const old = Array.from({ length: 12 }, (_, i) => `k${i}`).join(' ');
  const newer = old.replaceAll(' ', ' . ');
  const coarse = new LineDiff({ hunkCountMax: 2 });
  const hunks = hunksOf(old, newer, coarse);
  expect([hunks.length, coarse.isCoarse, coarse.added]).toEqual([2, true, 11]);
  expect(hunks[1]).toEqual([2, 9, 3, 19]);
});

test('LineDiff.release() gives back what sliding took', () => {
  const diff = new LineDiff();
  const bytesFirst = diff.bytes;
  const old = Array.from({ length: 400 }, (_, i) => `k${i} .`).join(' ');
  hunksOf(old, old.replaceAll(' .', ' . .'), diff);
  expect(diff.bytes).toBeGreaterThan(bytesFirst + 400 * 16);
  diff.release();
  expect(diff.bytes).toBe(bytesFirst);
});
