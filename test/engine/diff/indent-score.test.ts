import { expect, test } from 'vitest';
import { indentAt, IndentScore } from '../../../engine/diff/indent-score.ts';

test.each([
  ['', -1],
  ['a', 0],
  ['  a\n', 2],
  ['\ta', 8],
  ['   \ta', 8],
  ['\t a', 9],
  [' \r\r a', 2],
  [' \va', 1],
  ['  \n  a', -1],
  ['  ', -1],
  [' '.repeat(199), -1],
  [' '.repeat(250), 200],
  ['\t'.repeat(30), 200],
])('indentAt(%j) is %i', (line, indent) => {
  const text = Buffer.from(line);
  expect(indentAt(text, 0, text.length)).toBe(indent);
});

/** What a border before line `line` scores beside that before the first line of `a\na\n`, which has 1 for the start. */
function scoreOf(text: string, line: number): number {
  const bytes = Buffer.from(text);
  const at = text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0);
  const score = new IndentScore();
  score.addBorder(bytes, bytes.length, Math.min(at, bytes.length));
  const origin = new IndentScore();
  origin.addBorder(Buffer.from('a\na\n'), 4, 0);
  return score.compare(origin) + 1;
}

test.each([
  ['the start of the text', 'a\na\n', 0, 1],
  ['between lines of one indent', 'a\na\n', 1, 0],
  ['the end of the text', 'a\na\n', 2, -60 + 21 - 30 + 6],
  ['before a deeper line', 'a\n a\n', 1, 60 - 4],
  ['before a deeper line, behind a blank one', 'a\n\n a\n', 2, 60 - 30 + 10],
  ['before the end of a block', ' a\nb\nc\n', 1, 23],
  ['before the end of a block, behind a blank line', ' a\n\nb\nc\n', 2, 17 - 30],
  ['before the start of a block', ' a\nb\n  c\n', 1, 24],
  ['before the start of a block, behind a blank line', ' a\n\nb\n  c\n', 2, 17 - 30],
  ['before a blank line', 'a\n\n\na\n', 1, -60 + 12],
  ['between blank lines', 'a\n \n\ta\n', 2, 60 - 30 + 10],
  ['before a blank line at the end', 'a\n\n', 1, -60 - 30 + 6],
  ['behind blank lines that the text starts with', '\n\na\n', 2, -60],
  ['behind more blank lines than are looked at', `\ta\n${'\n'.repeat(30)}b\n`, 31, -30 * 20],
  ['before more blank lines than are looked at', `a\n${'\n'.repeat(30)}\tb\n`, 1, -24 * 21],
])('IndentScore scores a border: %s', (_name, text, line, expected) => {
  expect(scoreOf(text, line)).toBe(expected);
});

test('IndentScore compares indents first, by their order alone', () => {
  const make = (text: string, borders: readonly number[]): IndentScore => {
    const score = new IndentScore();
    for (const at of borders) score.addBorder(Buffer.from(text), text.length, at);
    return score;
  };
  const flat = make('a\na\na\n', [2, 4]);
  const deep = make('        a\n        a\n', [10]);
  expect(flat.compare(deep)).toBe(-60);
  expect(deep.compare(flat)).toBe(60);
  deep.copy(flat);
  expect(deep.compare(flat)).toBe(0);
  flat.clear();
  flat.addBorder(Buffer.from('a\n'), 2, 0);
  expect(flat.compare(deep)).toBe(1);
});
