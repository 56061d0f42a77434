import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { foreignWords, proseOf, textsOf } from './plain-english.ts';
import { sourceFiles } from './source-files.ts';
import { withoutComments } from './without-comments.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const documents = [
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...markdownIn('bench'),
  ...markdownIn('analyzers/_template'),
];

describe('plain English', () => {
  test.each(documents)('%s', (document) => {
    expect(foreignWords(proseOf(readFileSync(root + document, 'utf8')))).toEqual([]);
  });

  test('help texts and messages of commands, flags and analyzers', () => {
    const sources = [...sourceFiles('cmd'), ...sourceFiles('analyzers')].filter(({ path }) => !path.includes('/web/'));
    const found = sources.map(({ path, text }) => ({ path, words: foreignWords(textsOf(withoutComments(text))) }));
    expect(found.filter(({ words }) => words.length > 0)).toEqual([]);
  });

  test('foreignWords() finds habits, and leaves plain sentences alone', () => {
    expect(foreignWords('A CSV file a table.\nIt tells the peak.\nIt goes on from there.')).toHaveLength(3);
    expect(foreignWords('One CSV file per table.\nIt prints the peak.\nIt resumes there.')).toEqual([]);
  });
});

function markdownIn(folder: string): string[] {
  return readdirSync(root + folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}
