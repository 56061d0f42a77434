import { expect, test } from 'vitest';
import { EditPath } from '../../../engine/diff/edit-path.ts';
import { LineFilter } from '../../../engine/diff/line-filter.ts';
import { LineTable } from '../../../engine/diff/line-table.ts';
import { isOnlyScript } from '../../../engine/diff/only-script.ts';
import { TextMaker } from './text-maker.ts';

/** How `isOnlyScript` judges the script that the search finds, and how many others are as short. */
function judge(old: string, newer: string): [boolean, number] {
  const [a, b] = [old, newer].map((letters) => Buffer.from([...letters].map((letter) => `${letter}\n`).join('')));
  const table = new LineTable();
  table.build(a!, 0, a!.length, b!, 0, b!.length);
  const filter = new LineFilter();
  filter.keepMatched(table);
  const { oldKept, oldPlaces, oldKeptCount, newKept, newPlaces, newKeptCount } = filter;
  const oldMarks = new Uint8Array(old.length);
  const newMarks = new Uint8Array(newer.length);
  new EditPath(256).run(oldKept, oldPlaces, oldKeptCount, oldMarks, newKept, newPlaces, newKeptCount, newMarks);
  const sum = (marks: Uint8Array): number => marks.reduce((total, mark) => total + mark, 0);
  const isOnly = isOnlyScript(table, filter, oldMarks, sum(oldMarks), newMarks, sum(newMarks));
  return [isOnly, scriptCount(old, newer)];
}

/** The number of ways to pair up as many equal letters as possible in order. */
function scriptCount(a: string, b: string): number {
  let best = 0;
  let ways = 1;
  const pairUp = (fromA: number, fromB: number, count: number): void => {
    if (count > best) [best, ways] = [count, 0];
    if (count === best && count > 0) ways += 1;
    for (let i = fromA; i < a.length; i += 1) {
      for (let j = fromB; j < b.length; j += 1) if (a[i] === b[j]) pairUp(i + 1, j + 1, count + 1);
    }
  };
  pairUp(0, 0, 0);
  return ways;
}

test.each([
  ['abc', 'axbxc', true],
  ['abc', 'abbc', false],
  ['abc', 'abcb', true],
  ['abcde', 'xacbcde', true],
  ['ab', 'ba', false],
  ['acb', 'abcb', true],
  ['aba', 'ab', true],
  ['abac', 'acbc', true],
  ['aba', 'bab', false],
])('isOnlyScript() of %s and %s is %s', (old, newer, isOnly) => {
  expect(judge(old, newer)[0]).toBe(isOnly);
});

test('isOnlyScript() never says yes when there is another script as short', () => {
  let yesCount = 0;
  for (let seed = 1; seed <= 4_000; seed += 1) {
    const maker = new TextMaker(seed);
    const kinds = 2 + maker.below(4);
    const word = (): string => Array.from({ length: maker.below(6) }, () => 'abcde'[maker.below(kinds)]).join('');
    const [old, newer] = [word(), word()];
    const [isOnly, count] = judge(old, newer);
    if (isOnly) expect(count, `${old} ${newer}`).toBe(1);
    if (isOnly) yesCount += 1;
  }
  expect(yesCount).toBeGreaterThan(1_000);
});
