import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseNumstat } from '../../cmd/verify/compare-numstat.ts';
import { samplePlaces } from '../../cmd/verify/sample-places.ts';
import { GitFixture } from '../support/git-fixture.ts';
import { makeRandomRepository } from '../support/random-repository.ts';

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
const realGit = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
const lines = (word: string, count: number): string =>
  Array.from({ length: count }, (_, at) => `${word} ${at}\n`).join('');

let folder = '';
const odd = GitFixture.init();

interface Ended {
  readonly status: number | null;
  readonly last: string;
  readonly out: string;
  readonly err: string;
}

function verify(repository: string, words: readonly string[] = [], path = process.env['PATH'] ?? ''): Ended {
  const env = { PATH: path, HOME: folder, CODEFANG_STATE_DIR: join(folder, 'state') };
  const all = [main, 'verify', '-q', ...words, repository];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { env, encoding: 'utf8' });
  return { status, last: stdout.trim().split('\n').at(-1) ?? '', out: stdout, err: stderr };
}

/** A folder with a program `git` that hands on to git and changes what it says. */
function fakeGit(name: string, script: string): string {
  const bin = join(folder, name);
  mkdirSync(bin);
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${bin}:${process.env['PATH']}`;
}

/** A merge, a binary file, links, a change of kind, attributes, ignored commits, names that want quoting. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-verify-'));
  const link = { mode: 'symlink', target: 'a.txt' } as const;
  odd.commit({ files: { 'a.txt': lines('a', 20), 'b.bin': 'a\0b', link, 'ä "x".txt': 'one', kind: 'text\n' } });
  odd.commit({ files: { '.gitattributes': '*.txt -diff\n*.c binary\n', 'c.c': lines('c', 5) } });
  odd.git('checkout', '-q', '-b', 'side');
  odd.commit({ files: { 'a.txt': lines('a', 20).replace('a 3\n', 'side\n'), 'c.c': lines('c', 9) } });
  odd.git('checkout', '-q', 'main');
  const ignored = odd.commit({ files: { 'a.txt': lines('a', 20).replace('a 15\n', '  a 15\n'), kind: link } });
  odd.merge('side');
  odd.commit({});
  odd.commit({ files: { '.git-blame-ignore-revs': `# layout\n${ignored}\nno id\n`, 'moved.txt': lines('a', 20) } });
  odd.commit({ files: { kind: { mode: 'gitlink', oid: ignored } } });
});

afterAll(() => {
  odd.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('codefang verify', () => {
  test('every commit, line and file of an odd history is what git says', () => {
    const { status, out, last, err } = verify(odd.path, ['--all']);
    expect(err).toBe('');
    expect([status, last]).toEqual([0, 'verified 21 of 21 samples']);
    expect(out).toContain('agree with isomorphic-git');
  });

  test('a random history with merges', () => {
    using fixture = makeRandomRepository({ seed: 5, commitCount: 60, isRepacked: true });
    const { status, last, err } = verify(fixture.path, ['--all']);
    expect([status, err]).toEqual([0, '']);
    // A file that was binary, which git blames by lines all the same.
    expect(last).toBe('verified 78 of 79 samples, 1 explained by our rules');
    expect(verify(fixture.path, ['--sample', '7']).out).toContain('commits  7 of 7 agree');
  });

  test('a repository of SHA-256, which isomorphic-git does not read', () => {
    using fixture = GitFixture.init({ objectFormat: 'sha256' });
    fixture.commit({ files: { a: lines('a', 5) } });
    fixture.commit({ files: { a: lines('a', 9), b: 'b' } });
    const { status, out, last } = verify(fixture.path);
    expect([status, last]).toEqual([0, 'verified 6 of 6 samples']);
    expect(out).toContain('agree with git cat-file');
  });

  test('exits 6 and names what differs where git says something else', () => {
    const path = fakeGit('other', `${realGit} "$@" | sed -z -e 's/^20\\t0\\t/21\\t0\\t/'`);
    const { status, out, last, err } = verify(odd.path, ['--all'], path);
    expect(out).toMatch(/differs: commit [0-9a-f]{40}, a\.txt: \+20 -0 here, \+21 -0 in git/);
    expect([status, last]).toEqual([6, 'verified 19 of 21 samples']);
    expect(err).toContain('Cannot vouch for the numbers: 2 samples differ');
  });

  test('runs no program that a partial clone names to fetch what it lacks', () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { a: lines('a', 5) } });
    const blob = fixture.git('rev-parse', 'HEAD:a');
    fixture.commit({ files: { a: lines('b', 5) } });
    const marker = join(folder, 'was run');
    rmSync(join(fixture.gitDir, 'objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    fixture.git('config', 'core.repositoryFormatVersion', '1');
    fixture.git('config', 'extensions.partialClone', 'origin');
    fixture.git('config', 'remote.origin.promisor', 'true');
    fixture.git('config', 'remote.origin.url', 'ssh://example.invalid/repo');
    fixture.git('config', 'core.sshCommand', `touch '${marker}'; false`);
    const { status, err } = verify(fixture.path, ['--allow-incomplete']);
    expect([status, existsSync(marker)], err).toEqual([1, false]);
    expect(err).toContain('Cannot ask git for diff-tree');
  });

  test('ends with a named explanation where a commit changes too many files', () => {
    using fixture = GitFixture.init();
    fixture.commit({ files: { a: 'a\n' } });
    const content = 'data 2\n1\n\n';
    const files = Array.from({ length: 5001 }, (_, at) => `M 100644 inline f${at}\n${content}`).join('');
    const head = 'commit refs/heads/main\ncommitter A <a@b> 1700000000 +0000\ndata 0\nfrom refs/heads/main^0\n';
    const commit = `${head}${files}`;
    fixture.gitBytes(['fast-import', '--quiet'], { input: commit });
    const { status, out, last } = verify(fixture.path);
    expect([status, last]).toEqual([0, 'verified 21 of 22 samples, 1 explained by our rules']);
    expect(out).toContain('changes more than 5000 files, and is not compared');
  });

  test('without git the files alone are compared', () => {
    const path = fakeGit('none', 'exit 127');
    const { status, out, last } = verify(odd.path, ['--all'], path);
    expect([status, last]).toEqual([0, 'verified 7 of 7 samples']);
    expect(out).not.toContain('git diff-tree');
  });
});

test('samples are drawn by the commit, ascending, each once', () => {
  const places = Array.from({ length: 1000 }, (_, at) => at);
  const drawn = samplePlaces(places, 100, 'a3714473feb3');
  expect(drawn).toEqual(samplePlaces(places, 100, 'a3714473feb3'));
  expect(drawn).not.toEqual(samplePlaces(places, 100, 'b3714473feb3'));
  expect(new Set(drawn).size).toBe(100);
  expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
  expect(samplePlaces(places, 2000, 'a3714473feb3')).toEqual(places);
});

test('numstat is read with tabs and line ends in names', () => {
  const [one, two] = ['a'.repeat(40), 'b'.repeat(40)];
  const raw = `:100644 160000 1 2 T\0sub\0`;
  const output = Buffer.from(`${one}\0${raw}${'1\t2\tx\ty\nz'}\0-\t-\tbin\0${two}\0`);
  const read = parseNumstat(output, 40);
  expect([...read.get(one)!.rows]).toEqual([
    ['x\ty\nz', [1, 2]],
    ['bin', [0, 0]],
  ]);
  expect([...read.get(one)!.submodules]).toEqual(['sub']);
  expect(read.get(two)!.rows.size).toBe(0);
});
