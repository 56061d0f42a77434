import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PathAttributes, pathClassOf } from '../../../engine/source/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';

test.each([
  ['src/main.ts', 'code'],
  ['builtin/log.c', 'code'],
  ['t/t0021-convert.sh', 'test'],
  ['src/main.test.ts', 'test'],
  ['pkg/walk_test.go', 'test'],
  ['tests/unit/test_walk.py', 'test'],
  ['src/LedgerTest.java', 'test'],
  ['src/latest.ts', 'code'],
  ['README.md', 'docs'],
  ['Documentation/git-log.txt', 'docs'],
  ['CMakeLists.txt', 'config'],
  ['Makefile', 'config'],
  ['.github/workflows/ci.yml', 'config'],
  ['vite.config.ts', 'config'],
  ['package-lock.json', 'bookkeeping'],
  ['packages/a/package.json', 'bookkeeping'],
  ['CHANGELOG.md', 'bookkeeping'],
  ['History.md', 'bookkeeping'],
  ['00-RELEASENOTES', 'bookkeeping'],
  ['Documentation/RelNotes/2.44.0.txt', 'bookkeeping'],
  ['GIT-VERSION-GEN', 'bookkeeping'],
  ['go.sum', 'bookkeeping'],
  ['deps/lua/src/lapi.c', 'vendored'],
  ['third_party/zlib/inflate.c', 'vendored'],
  ['api/v1/types.pb.go', 'generated'],
  ['app.min.js', 'generated'],
  ['po/de.po', 'data'],
  ['playground/a.ts', 'docs'],
  ['COPYRIGHT', 'docs'],
  ['app/App.csproj', 'config'],
  ['configure', 'config'],
  ['.clang-format', 'config'],
  ['e2e/login.ts', 'test'],
  ['src/history.ts', 'code'],
  ['src/protest.ts', 'code'],
  ['src/configure.ts', 'code'],
  ['src/news/feed.ts', 'code'],
])('%s is %s', (path, expected) => {
  expect(pathClassOf(path)).toBe(expected);
});

const folders = ['', 'a/', 'a/b/', 'lib/', '-x/'];
const names = ['one.c', 'two.h', 'three.gen.c', 'vendor', 'four', 'with space'];
const patterns = ['*.c', '/one.c', 'vendor', 'vendor/**', '**/four', 'a/*.h', 'lib/**/two.h', '*.gen.*', 'b/one.c'];
const moreOfThem = ['[ot]*.c', '"with space"', 'a/', '!*.c', 'b', '**', 'a/**', '*', 'two.?', '#x'];
const attributes = ['linguist-generated', '-linguist-generated', 'linguist-generated=true', 'linguist-generated=false'];
const others = ['!linguist-generated', 'linguist-vendored text', '-diff', 'linguist-documentation'];

test('attributes are those that git finds, in three hundred random trees', () => {
  using fixture = GitFixture.init();
  const random = randomFrom(7);
  const one = <Value>(of: readonly Value[]): Value => of[Math.floor(random() * of.length)]!;
  for (const folder of folders) mkdirSync(join(fixture.path, folder), { recursive: true });
  const paths = folders.flatMap((folder) => names.map((name) => `${folder}${name}`));
  for (let round = 0; round < 300; round += 1) {
    const files = Object.fromEntries(folders.map((folder) => [`${folder}.gitattributes`, linesOf(one)]));
    const read = new PathAttributes();
    for (const folder of folders) read.add(folder, files[`${folder}.gitattributes`]!);
    for (const [path, text] of Object.entries(files)) writeFileSync(join(fixture.path, path), text);
    const wanted = ['linguist-generated', 'linguist-vendored', 'linguist-documentation'];
    const found = fixture.gitBytes(['check-attr', '-z', '--stdin', ...wanted], { input: `${paths.join('\0')}\0` });
    const expected = found.toString('utf8').split('\0').slice(0, -1);
    const said = paths.flatMap((path) =>
      (['generated', 'vendored', 'docs'] as const).flatMap((kind, at) => [
        path,
        wanted[at]!,
        shown(read.says(Buffer.from(path), kind)),
      ]),
    );
    expect(said, JSON.stringify(files)).toEqual(expected.map((word) => meaning[word] ?? word));
  }
});

test('patterns beyond 8 KiB are passed over, since each costs time for every path', () => {
  const attributes = new PathAttributes();
  const long = `**/${'*a'.repeat(400)}`;
  const last = 'late.c linguist-generated\n';
  attributes.add('', `early.c linguist-generated\n${`${long} linguist-vendored\n`.repeat(1000)}${last}`);
  expect(attributes.says(Buffer.from('early.c'), 'generated')).toBe(true);
  expect(attributes.says(Buffer.from('late.c'), 'generated')).toBeUndefined();
});

/** What `=true` and `=false` mean. */
const meaning: Readonly<Record<string, string>> = { true: 'set', false: 'unset' };

function shown(said: boolean | undefined): string {
  if (said === undefined) return 'unspecified';
  return said ? 'set' : 'unset';
}

function linesOf(one: <Value>(of: readonly Value[]) => Value): string {
  const count = one([0, 0, 1, 2, 4]);
  const line = (): string => `${one([...patterns, ...moreOfThem])} ${one([...attributes, ...others])}\n`;
  return Array.from({ length: count }, line).join('');
}
