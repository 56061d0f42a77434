import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PathFilter } from '../../../engine/git/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';

describe('PathFilter', () => {
  test('include lets in, exclude keeps out, nothing said lets all in', () => {
    const all = new PathFilter({ include: [], exclude: [] });
    expect(all.acceptsAll).toBe(true);
    expect(all.accepts(Buffer.from('a'))).toBe(true);
    const filter = new PathFilter({
      include: ['src', '*.md'],
      exclude: ['*.min.js', 'src/vendor'],
    });
    expect(filter.acceptsAll).toBe(false);
    const paths = ['src/a.js', 'src/a.min.js', 'src/vendor/b.js', 'doc/a.md', 'doc/a.txt', 'lib/src'];
    expect(paths.filter((path) => filter.accepts(Buffer.from(path)))).toEqual(['src/a.js', 'doc/a.md']);
    const exclude = new PathFilter({ include: [], exclude: ['doc/'] });
    expect(paths.filter((path) => !exclude.accepts(Buffer.from(path)))).toEqual(['doc/a.md', 'doc/a.txt']);
  });

  test('accepts() looks at [start, end) only', () => {
    const filter = new PathFilter({ include: ['b'], exclude: [] });
    const bytes = Buffer.from('ab/cb');
    expect(filter.accepts(bytes, 1, 2)).toBe(true);
    expect(filter.accepts(bytes, 1, 4)).toBe(true);
    expect(filter.accepts(bytes, 0, 2)).toBe(false);
    expect(filter.accepts(bytes, 4)).toBe(true);
    expect(filter.accepts(bytes, 1, 1)).toBe(false);
    const directory = new PathFilter({ include: ['b/'], exclude: [] });
    expect(directory.accepts(bytes, 1, 4)).toBe(true);
    expect(directory.accepts(bytes, 1, 2)).toBe(false);
  });

  test.each([
    ['src', 'src src/a src/a/b', 'srcs lib/src'],
    ['src/', 'src/a src/a/b', 'src srcs/a lib/src/a'],
    ['./src', 'src src/a', 'lib/src'],
    ['/src//a', 'src/a src/a/b', 'src'],
    ['*.ts', 'a.ts b/a.ts .ts', 'a.tsx a.ts/b'],
    ['/*.ts', 'a.ts', 'b/a.ts'],
    ['./*.ts', 'a.ts', 'b/a.ts'],
    ['*', 'a a/b', ''],
    ['/*', 'a', 'a/b'],
    ['src/*', 'src/a', 'src src/a/b'],
    ['src/**', 'src/a src/a/b', 'src a/src/b'],
    ['**/dist', 'dist dist/a x/dist x/y/dist/z', 'x/dists xdist'],
    ['a/**/b', 'a/b a/x/b a/x/y/b/c', 'a ab a/xb b'],
    ['a/**b', 'a/b a/xb', 'a/x/b'],
    ['pkg/*/dist', 'pkg/a/dist pkg/a/dist/b', 'pkg/dist pkg/a/b/dist'],
    ['x*/', 'xa/b c/x/b', 'xa c/xa'],
    ['a?c', 'abc x/abc', 'ac a/c'],
    ['[!a-c]x', 'dx', 'ax bx /x'],
    ['[]x]', '] x', 'a'],
    ['\\*a\\[', '*a[', 'ba[ a['],
    ['caf\u00e9/*', 'caf\u00e9/x', 'cafe/x'],
    ['{a,b}', '{a,b}', 'a b'],
    ['**', 'a a/b', ''],
    ['**/', 'a/b', 'a'],
  ])('%s takes some and leaves others', (pattern, taken, left) => {
    const filter = new PathFilter({ include: [pattern], exclude: [] });
    for (const path of words(taken)) expect([path, filter.accepts(Buffer.from(path))]).toEqual([path, true]);
    for (const path of words(left)) expect([path, filter.accepts(Buffer.from(path))]).toEqual([path, false]);
  });

  test.each([
    ['', 'it is empty'],
    ['/', 'the root needs no pattern'],
    ['.', 'the root needs no pattern'],
    ['a/../b', '".." leads out'],
    ['a[bc', '"[" is not closed'],
    ['a[]', '"[" is not closed'],
    ['a[[:digi:]]', 'class "[:digi:]" is unknown, known are alnum'],
    ['a[z-b]', 'runs backwards'],
    ['a[\u00e9]', 'sets are of ASCII only'],
    ['a\\', '"\\" ends it'],
    ['a\0b', 'it holds a NUL'],
    ['!a', 'use --exclude'],
    [':(icase)a', 'magic is not supported'],
    ['a'.repeat(1025), 'at most 1024 bytes'],
  ])('refuses %j', (pattern, reason) => {
    expect(() => new PathFilter({ include: [], exclude: [pattern] })).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.stringContaining(reason) as string,
      }),
    );
  });

  test('refuses too many patterns', () => {
    const include = Array.from({ length: PathFilter.patternCountMax + 1 }, (_, i) => `p${i}`);
    expect(() => new PathFilter({ include, exclude: [] })).toThrow('Cannot use --path: 257 patterns');
  });

  test('patterns that make backtracking explode cost bytes times bytes', () => {
    const filter = new PathFilter({ include: [`**/${'*a'.repeat(100)}b`], exclude: [] });
    expect(filter.accepts(Buffer.from('a'.repeat(4000)))).toBe(false);
    expect(filter.accepts(Buffer.from(`${'a'.repeat(4000)}b`))).toBe(true);
  });
});

test('PathFilter: classes in "[" equal those of git', () => {
  using fixture = GitFixture.init();
  const ascii = Array.from({ length: 127 }, (_, i) => String.fromCharCode(i + 1));
  const paths = ascii.filter((path) => path !== '.' && path !== '/');
  const blob = fixture.gitBytes(['hash-object', '-w', '--stdin'], { input: '' }).toString().trim();
  const input = paths.map((path) => `100644 ${blob}\t${path}\0`).join('');
  fixture.gitBytes(['update-index', '-z', '--index-info'], { input });
  const classes = 'alnum alpha blank cntrl digit graph lower print punct space upper xdigit';
  for (const name of words(classes)) {
    for (const pattern of [`[[:${name}:]]`, `[^[:${name}:]_]`, `[[:${name}:]+-]`]) {
      const filter = new PathFilter({ include: [pattern], exclude: [] });
      const said = fixture.git('ls-files', '-z', '--', `:(glob)${pattern}`).split('\0');
      const ours = paths.filter((path) => filter.accepts(Buffer.from(path)));
      expect([pattern, ours]).toEqual([pattern, said.filter((path) => path !== '')]);
    }
  }
});

describe('PathFilter against git', () => {
  const paths = ['a', 'b', 'ab', 'a.b', 'abc', 'c/a', 'c/ab', 'c/d/a', 'c/d/a.b', 'd/b/c/a', 'd/c', 'x/[a]', 'x/*a'];
  let fixture: GitFixture;
  beforeAll(() => {
    fixture = GitFixture.init();
    fixture.commit({ files: Object.fromEntries(paths.map((path) => [path, path])) });
  });
  afterAll(() => fixture.dispose());

  test.each([21, 22, 23, 24])('equals git ls-files with :(glob), seed %i', (seed) => {
    const random = randomFrom(seed);
    const pieces = [
      'a',
      'b',
      'c',
      'd',
      '.',
      '/',
      '/',
      '*',
      '**',
      '**/',
      '/**',
      '?',
      '[ab]',
      '[!a]',
      '\\*',
      '[[:alpha:]]',
    ];
    for (let i = 0; i < 60; i += 1) {
      const length = 1 + Math.floor(random() * 5);
      const drawn = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      // A wild last part, so that our rule about directories has no say, and a tie to the root.
      const pattern = `${drawn.replace(/\/+/g, '/').replace(/^\/|\/$/g, '')}*`;
      const filter = new PathFilter({ include: [`/${pattern}`], exclude: [] });
      const said = fixture.git('ls-files', '-z', '--', `:(glob)${pattern}`).split('\0').filter(Boolean);
      const ours = paths.filter((path) => filter.accepts(Buffer.from(path))).sort();
      expect([pattern, ours]).toEqual([pattern, said.sort()]);
    }
  });

  test.each(['a', 'c', 'c/d', 'd/b', 'x/', 'a.b', 'nothing', 'c/'])('plain %s equals git log', (pattern) => {
    const filter = new PathFilter({ include: [pattern], exclude: [] });
    const said = fixture.git('ls-files', '--', pattern).split('\n').filter(Boolean);
    expect(paths.filter((path) => filter.accepts(Buffer.from(path))).sort()).toEqual(said.sort());
  });

  test.each(['*.b', 'a*', '?', '[ab]b'])('a wild name %s equals git in every directory', (pattern) => {
    const filter = new PathFilter({ include: [pattern], exclude: [] });
    const said = fixture.git('ls-files', '--', `:(glob)**/${pattern}`).split('\n').filter(Boolean);
    expect(paths.filter((path) => filter.accepts(Buffer.from(path))).sort()).toEqual(said.sort());
  });
});

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
