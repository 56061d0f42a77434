import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { historyOf } from '../../support/engine-run.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { gitLogLines, walkLines } from '../../support/walk-lines.ts';

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const exact = { identities: 'exact' } as const;

interface EncodedCommit {
  readonly encoding: string | undefined;
  readonly name: Uint8Array;
  readonly email?: Uint8Array;
  readonly message?: Uint8Array;
}

/** Writes commits one upon another, byte by byte, and leaves HEAD at the last. */
function writeCommits(fixture: GitFixture, commits: readonly EncodedCommit[]): void {
  fixture.git('hash-object', '-t', 'tree', '-w', '/dev/null');
  const paths: string[] = [];
  let parent = '';
  for (const [nth, { encoding, name, email, message }] of commits.entries()) {
    const bytes = Buffer.concat([
      Buffer.from(`tree ${emptyTree}\n${parent === '' ? '' : `parent ${parent}\n`}author `),
      name,
      Buffer.from(' <'),
      email ?? Buffer.from('ada@example.org'),
      Buffer.from(`> ${1_600_000_000 + nth} +0000\ncommitter C <c@example.org> ${1_600_000_000 + nth} +0000\n`),
      Buffer.from(encoding === undefined ? '\n' : `encoding ${encoding}\n\n`),
      message ?? Buffer.from('message\n'),
    ]);
    paths.push(join(fixture.root, `commit-${nth}`));
    writeFileSync(paths[nth]!, bytes);
    parent = createHash('sha1').update(`commit ${bytes.length}\0`).update(bytes).digest('hex');
  }
  const words = ['hash-object', '-t', 'commit', '-w', '--no-filters', '--literally', '--stdin-paths'];
  fixture.gitBytes(words, { input: paths.join('\n') });
  fixture.git('update-ref', 'HEAD', parent);
}

function expectAsGitLog(commits: readonly EncodedCommit[]): string[] {
  using fixture = GitFixture.init();
  writeCommits(fixture, commits);
  const lines = walkLines(historyOf(fixture.path, exact));
  expect(lines).toEqual(gitLogLines(fixture));
  expect(lines).toHaveLength(commits.length);
  return lines.map((line) => line.slice(line.lastIndexOf(' ', line.indexOf('<') - 2) + 1));
}

/** All bytes of a range that no name is cut or joined by. */
function bytesFrom(start: number, end: number): Buffer {
  return Buffer.from(Array.from({ length: end - start }, (_, nth) => start + nth));
}

test.each([
  'ISO-8859-1',
  'iso8859-1',
  'latin1',
  'latin-1',
  'LATIN1',
  'ISO-8859-2',
  'latin2',
  'ISO-8859-4',
  'ISO-8859-5',
  'ISO-8859-10',
  'ISO-8859-13',
  'ISO-8859-14',
  'ISO-8859-15',
  'latin9',
  'windows-1256',
  'koi8-r',
  'KOI8-U',
  'CP866',
])('every byte above ASCII is what git log says it is, %s', (encoding) => {
  const names = expectAsGitLog([{ encoding, name: bytesFrom(0x80, 0x100) }]);
  expect(names[0]).not.toContain('\ufffd');
});

test.each(['windows-1250', 'windows-1251', 'windows-1252', 'cp1252', 'windows-1254', 'windows-1257'])(
  'each byte is what git log says it is, or has no meaning for both, %s',
  (encoding) => {
    const commits = Array.from(bytesFrom(0x80, 0x100), (byte) => ({ encoding, name: Buffer.from([0x41, byte]) }));
    expectAsGitLog(commits);
  },
);

test.each([
  ['euc-jp', 'c3ebc5c420c2c0cfba'],
  ['eucJP', 'c3ebc5c420c2c0cfba'],
  ['Shift_JIS', '924a9363'],
  ['CP932', '924a9363'],
  // 谷口 in two bytes each, of which one is "<".
  ['ISO-2022-JP', '1b2442433c387c1b2842'],
  ['gb2312', 'd6d0ced2'],
  ['GBK', 'd6d0ced2'],
  ['gb18030', 'd6d0ced2'],
  ['big5', 'a4a4a4e5'],
  ['euc-kr', 'b1e8c3b6bcf6'],
  ['cp949', 'b1e8c3b6bcf6'],
])('names of many bytes are what git log says they are, %s', (encoding, hex) => {
  const name = Buffer.from(hex, 'hex');
  const [who] = expectAsGitLog([{ encoding, name }]);
  expect(who).not.toContain('\ufffd');
  expect(who).not.toContain('\u001b');
});

test('names stay as they are without the header, in UTF-8, in ASCII, and where the encoding is unknown', () => {
  const utf8 = Buffer.from('Jürgen Größe');
  const latin = Buffer.from('Jürgen Größe', 'latin1');
  expectAsGitLog([
    { encoding: undefined, name: utf8 },
    { encoding: undefined, name: latin },
    { encoding: 'UTF-8', name: latin },
    { encoding: 'utf8', name: utf8 },
    { encoding: 'US-ASCII', name: latin },
    { encoding: 'no-such-encoding', name: latin },
    { encoding: `a${'b'.repeat(2000)}`, name: latin },
    { encoding: '', name: latin },
    { encoding: 'ISO-8859-1', name: Buffer.from('Plain Name'), message: latin },
  ]);
});

test('a commit that is not of its encoding stays as it is, wherever the fault lies', () => {
  const name = Buffer.from('c3ebc5c420c2c0cfba', 'hex');
  const fault = Buffer.from('ff0a', 'hex');
  const shifted = Buffer.from('1b2442433c387c1b2842', 'hex');
  const long = Buffer.concat([Buffer.alloc(200_000, name.subarray(0, 4)), Buffer.from('\n')]);
  expectAsGitLog([
    { encoding: 'euc-jp', name },
    { encoding: 'euc-jp', name, message: fault },
    { encoding: 'euc-jp', name, message: Buffer.concat([long, fault]) },
    // Half a character at the end, and what comes next is read as if there had been none.
    { encoding: 'euc-jp', name, message: Buffer.concat([long, name.subarray(0, 1)]) },
    { encoding: 'euc-jp', name },
    { encoding: 'euc-jp', name, message: long },
    { encoding: 'euc-jp', name, message: Buffer.concat([Buffer.from('x'), long]) },
    // Left in the middle of what is shifted, between commits that are whole.
    { encoding: 'ISO-2022-JP', name: shifted },
    { encoding: 'ISO-2022-JP', name: shifted, message: Buffer.concat([shifted.subarray(0, 4), fault, long]) },
    { encoding: 'ISO-2022-JP', name: shifted },
    { encoding: 'windows-1251', name: Buffer.from([0xc0]), message: Buffer.from([0x98]) },
    { encoding: 'windows-1252', name: Buffer.from([0x93]), message: Buffer.from([0x81]) },
  ]);
});

test('e-mails are read as names are, and two encodings of one name are one person', () => {
  using fixture = GitFixture.init();
  const email = 'jürgen@größe.example';
  writeCommits(fixture, [
    { encoding: 'ISO-8859-1', name: Buffer.from('Jürgen', 'latin1'), email: Buffer.from(email, 'latin1') },
    { encoding: undefined, name: Buffer.from('Jürgen'), email: Buffer.from(email) },
  ]);
  const history = historyOf(fixture.path, exact);
  expect(walkLines(history)).toEqual(gitLogLines(fixture));
  expect([...history.personOfPlace]).toEqual([0, 0]);
  expect(history.people.email(0)).toBe(email);
});

test('a line that is too long for a name stays as it is', () => {
  using fixture = GitFixture.init();
  const name = Buffer.alloc(70_000, 0xe4);
  writeCommits(fixture, [{ encoding: 'ISO-8859-1', name }]);
  expect(historyOf(fixture.path, exact).people.name(0)).toBe(name.toString('utf8'));
});

test('surveys keep names in UTF-8; those that kept bytes of any encoding are read anew', () => {
  using fixture = GitFixture.init();
  const stateDirectory = join(fixture.root, 'state');
  const name = Buffer.from('Jürgen', 'latin1');
  writeCommits(
    fixture,
    Array.from({ length: 300 }, () => ({ encoding: 'ISO-8859-1', name })),
  );
  historyOf(fixture.path, { stateDirectory }).keepCommits(join(fixture.root, 'temporary'));
  const history = historyOf(fixture.path, { ...exact, stateDirectory });
  expect(history.readCommits).toBe(0);
  expect(walkLines(history)).toEqual(gitLogLines(fixture));
  const [file] = readdirSync(join(stateDirectory, 'commits'));
  const path = join(stateDirectory, 'commits', file!);
  const text = readFileSync(path).subarray(0, -20).toString('latin1').replace('CFAN', 'CFAU');
  const older = Buffer.from(text, 'latin1');
  writeFileSync(path, Buffer.concat([older, createHash('sha1').update(older).digest()]));
  const again = historyOf(fixture.path, { ...exact, stateDirectory });
  expect(again.readCommits).toBe(300);
  again.keepCommits(join(fixture.root, 'temporary'));
  expect(historyOf(fixture.path, { stateDirectory }).readCommits).toBe(0);
});
