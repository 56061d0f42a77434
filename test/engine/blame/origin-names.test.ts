import { expect, test } from 'vitest';
import { Runs } from '../../../engine/lines/runs.ts';
import type { CommitFacts } from '../../../engine/blame/commit-facts.ts';
import { OriginNames, sampleLines } from '../../../engine/blame/origin-names.ts';
import { TextLines } from '../../../engine/blame/text-lines.ts';

const commit = {} as CommitFacts;
const text = (...lines: readonly string[]): TextLines => {
  return new TextLines(Buffer.from(lines.map((line) => `${line}\n`).join('')));
};
const bytes = (...lines: readonly string[]): Buffer[] => lines.map((line) => Buffer.from(line));

/** Names of the files that were read, in order, come into `read`. */
function namesAmong(files: Readonly<Record<string, TextLines>>, read: string[] = [], hasMoves = false): OriginNames {
  return new OriginNames({
    hasMoves,
    isChangedIn: (_, path) => path in files,
    changedIn: () => Object.keys(files),
    content: (_, path) => {
      read.push(path);
      return files[path];
    },
  });
}

test('OriginNames, keeps the name of a file that the commit changed, and reads nothing', () => {
  const read: string[] = [];
  expect(namesAmong({ a: text('x'), b: text('y') }, read).find(commit, 'b', bytes('x'))).toBe('b');
  expect(read).toEqual([]);
});

test('OriginNames, looks for lines that may have moved, in a file that the commit changed and then in others', () => {
  const read: string[] = [];
  const names = namesAmong({ a: text('x', 'z'), b: text('y') }, read, true);
  expect(names.find(commit, 'b', bytes('y'))).toBe('b');
  expect(read).toEqual(['b']);
  expect(names.find(commit, 'b', bytes('x'))).toBe('a');
});

test('OriginNames, takes the file that has most of the lines, not the first that has one', () => {
  const [one, two] = [text('', 'package one'), text('', 'package two')];
  const files = { 'README.md': text('', 'words'), 'one.go': one, 'two.go': two };
  const lines = bytes('package two', '');
  expect(namesAmong(files).find(commit, 'lib/moved.go', lines)).toBe('two.go');
  expect(namesAmong(files).find(commit, 'lib/moved.go', bytes('nowhere'))).toBe('lib/moved.go');
});

test('OriginNames, looks at files of the same name first, those of the same folders before others', () => {
  const read: string[] = [];
  const files = { 'a/x': text('x'), 'b/two.go': text('y'), 'old/lib/two.go': text('x'), z: text('x') };
  expect(namesAmong(files, read).find(commit, 'new/lib/two.go', bytes('x'))).toBe('old/lib/two.go');
  expect(read).toEqual(['old/lib/two.go']);
  expect(namesAmong(files).find(commit, 'new/lib/two.go', bytes('y'))).toBe('b/two.go');
});

test('sampleLines, keeps the longest lines of each origin', () => {
  const lines = Array.from({ length: 40 }, (_, at) => 'x'.repeat(at % 20));
  const runs = new Runs();
  for (const [count, origin] of [
    [20, 3],
    [10, 5],
    [10, 3],
  ] as const)
    runs.append(count, origin);
  const samples = sampleLines(runs, text(...lines));
  expect([...samples.keys()]).toEqual([3, 5]);
  const lengths = (origin: number): number[] => samples.get(origin)!.map((line) => line.length);
  expect(lengths(3)).toEqual([19, 19, 18, 18, 17, 17, 16, 16, 15, 15, 14, 14, 13, 13, 12, 12]);
  expect(lengths(5)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
});
