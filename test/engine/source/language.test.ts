import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languageCount, languageName, languageOf } from '../../../engine/source/index.ts';
import { generateLanguageTables } from '../../../scripts/generate-language-tables.ts';

describe('languageOf()', () => {
  test.each([
    ['a.c', 'C'],
    ['include/a.h', 'C'],
    ['src/a.ts', 'TypeScript'],
    ['src/a.d.ts', 'TypeScript'],
    ['src/a.tsx', 'TSX'],
    ['a.m', 'Objective-C'],
    ['a.pl', 'Perl'],
    ['t/a.t', 'Perl'],
    ['rtl/a.v', 'Verilog'],
    ['a.rs', 'Rust'],
    ['a.R', 'R'],
    ['A.CPP', 'C++'],
    ['a.md', 'Markdown'],
    ['a.sql', 'SQL'],
    ['a.yml', 'YAML'],
    ['git.1', 'Roff'],
    ['Makefile', 'Makefile'],
    ['deep/down/Dockerfile', 'Dockerfile'],
    ['CMakeLists.txt', 'CMake'],
    ['go.mod', 'Go Module'],
    ['package-lock.json', 'Lock File'],
    ['docs/pnpm-lock.yaml', 'Lock File'],
    ['lock.yaml', 'YAML'],
    ['fixture.pb', 'Other'],
    ['main.pbi', 'PureBasic'],
    ['view.antlers.html', 'Antlers'],
    ['view.other.html', 'HTML'],
    ['.gitignore', 'Ignore List'],
    ['.ts', 'TypeScript'],
  ])('%s is %s', (path, language) => {
    expect(languageName(languageOf(Buffer.from(path)))).toBe(language);
  });

  test.each(['', 'a', 'a.', 'a.c/b', 'a.c/', '.', '..', 'makefile.nothing', 'MAKEFILE_', 'a.\xff\xfe'])(
    '%j is Other, id 0',
    (path) => {
      const id = languageOf(Buffer.from(path, 'latin1'));
      expect(id).toBe(0);
      expect(languageName(id)).toBe('Other');
    },
  );

  test('looks at [start, end) only', () => {
    const bytes = Buffer.from('x/a.c.py/b');
    expect(languageName(languageOf(bytes, 2, 5))).toBe('C');
    expect(languageName(languageOf(bytes, 2, 8))).toBe('Python');
    expect(languageName(languageOf(bytes, 3, 8))).toBe('Python');
    expect(languageOf(bytes, 4, 4)).toBe(0);
  });

  test('ids are dense and names are distinct', () => {
    const names = Array.from({ length: languageCount() }, (_, id) => languageName(id));
    expect(names.length).toBeGreaterThan(700);
    expect(new Set(names).size).toBe(names.length);
    expect(() => languageName(languageCount())).toThrow('id came from languageOf');
  });
});

test('language-tables.ts is what the generator writes', () => {
  const tables = new URL('../../../../engine/source/language-tables.ts', import.meta.url);
  expect(readFileSync(tables, 'utf8')).toBe(generateLanguageTables());
});
