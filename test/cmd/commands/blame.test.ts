import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blameAnswers } from '../../lines/blame-answers.ts';
import { blameFiles } from '../../lines/blame-files.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const main = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));
const fixture = GitFixture.init();
const text = (word: string, from: number, to: number): string => {
  return Array.from({ length: to - from }, (_, at) => `${word} ${from + at}\n`).join('');
};
const ann = { name: 'Ann Ämter', email: 'ann@example.org' };
const bob = { name: 'Bob', email: 'bob@example.org' };
const cid = { name: 'Cid with a long name', email: 'cid@example.org' };
const paths = ['moved/story.txt', 'both.txt', 'ends without a line feed'];

let folder = '';
let older = '';

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function codefang(...args: readonly string[]): Ended {
  return codefangIn(fixture.path, ...args);
}

function codefangIn(cwd: string, ...args: readonly string[]): Ended {
  const { PATH } = process.env;
  const env = { PATH, HOME: folder, CODEFANG_STATE_DIR: join(folder, 'state') };
  const ended = spawnSync(process.execPath, [main, ...args], { cwd, env, encoding: 'utf8' });
  return { status: ended.status, out: ended.stdout, err: ended.stderr };
}

/** Both sides write to a file, a merge has an edit of its own, a file moves and is edited after that. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-blame-'));
  const first = { 'story.txt': text('story', 0, 12), 'both.txt': text('both', 0, 30), logo: 'a\0b\n', link: 'x\n' };
  fixture.commit({ files: first, author: ann, zone: '+0230', message: 'Begin' });
  fixture.git('checkout', '-q', '-b', 'side');
  const side = { 'both.txt': text('both', 0, 30).replace('both 3\n', 'side 3\nside 3b\n') };
  fixture.commit({ files: side, author: bob, zone: '-0800', message: 'Change on the side\n\nand why' });
  fixture.git('checkout', '-q', 'main');
  const moved = { 'story.txt': null, 'moved/story.txt': text('story', 0, 12).replace('story 5', 'story five') };
  older = fixture.commit({ files: { 'both.txt': `${text('both', 0, 30)}end\n`, ...moved }, author: cid });
  fixture.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  const merged = fixture.git('show', ':both.txt').replace('both 20', 'merge 20');
  fixture.commit({ files: { 'both.txt': `${merged}\n` }, author: ann, message: 'Merge side' });
  const last = { 'moved/story.txt': `new\n${fixture.git('show', ':moved/story.txt')}\n`, [paths[2]!]: 'one\ntwo' };
  fixture.commit({ files: { ...last, link: { mode: 'symlink', target: 'logo' } }, author: bob, zone: '+1200' });
});

afterAll(() => {
  fixture.dispose();
  rmSync(folder, { recursive: true });
});

const gitBlame = (...words: readonly string[]): string => fixture.gitBytes(['blame', ...words]).toString();

interface Incremental {
  /** `commit source-line path` of each line. */
  readonly lines: readonly string[];
  /** What is said of each commit. */
  readonly commits: Readonly<Record<string, readonly string[]>>;
}

function readIncremental(output: string): Incremental {
  const lines: string[] = [];
  const commits: Record<string, string[]> = {};
  let head: RegExpExecArray | null = null;
  for (const row of output.split('\n')) {
    const found = /^([0-9a-f]{40}) (\d+) (\d+) (\d+)$/.exec(row);
    if (found !== null) {
      head = found;
      commits[found[1]!] ??= [];
    } else if (row.startsWith('filename ')) {
      const [, oid, source, first, count] = head!;
      for (let at = 0; at < Number(count); at += 1) {
        lines[Number(first) - 1 + at] = `${oid} ${Number(source) + at} ${row.slice('filename '.length)}`;
      }
    } else if (row !== '' && !row.startsWith('previous ')) commits[head![1]!]!.push(row);
  }
  return { lines, commits };
}

describe('codefang blame, without a state', () => {
  test('exits 1 and names the command to run', () => {
    const { status, out, err } = codefang('blame', 'both.txt');
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain('run "codefang run ." first');
    const other = codefang('blame', '--repo', fixture.path, '--rev', 'side', '--renames', 'exact', 'both.txt');
    expect(other.status).toBe(1);
    expect(other.err).toContain(`run "codefang run --rev side --renames exact ${fixture.path}" first`);
  });

  test('is not answered by a run that saw a part of history', () => {
    for (const flags of [['--first-parent'], ['--path', '*.txt'], ['--exclude', 'logo'], ['--analyzers', 'devs']]) {
      expect(codefang('run', '-q', ...flags, '-o', join(folder, 'part'), '.').status, String(flags)).toBe(0);
      expect(codefang('blame', 'both.txt').status, String(flags)).toBe(1);
    }
  });
});

describe('codefang blame', () => {
  beforeAll(() => {
    const report = join(folder, 'report');
    for (const rev of ['HEAD', older]) {
      const { status, err } = codefang('run', '-q', '--renames', 'similar', '--rev', rev, '-o', report, '.');
      expect([status, err]).toEqual([0, '']);
    }
  });

  test.each(paths)('prints what git blame prints, %s', (path) => {
    const { status, out, err } = codefang('blame', path);
    expect([status, err]).toEqual([0, '']);
    expect(out).toBe(gitBlame('--abbrev=9', 'HEAD', '--', path));
  });

  test.each(paths)('--incremental tells what git tells, %s', (path) => {
    const { status, out } = codefang('blame', '--incremental', path);
    expect(status).toBe(0);
    expect(readIncremental(out)).toEqual(readIncremental(gitBlame('--incremental', 'HEAD', '--', path)));
  });

  test('--format json is one document, with the rules and what git says of every line', async () => {
    const { status, out } = codefang('blame', '--format', 'json', ...paths);
    expect(status).toBe(0);
    const document = JSON.parse(out) as {
      readonly files: readonly { readonly path: string; readonly lines: readonly Record<string, unknown>[] }[];
    };
    expect(document).toMatchObject({ schema: 'codefang.blame.v1', renames: 'similar:50' });
    expect(document.files.map(({ path }) => path)).toEqual(paths);
    const git = await blameFiles({ repository: fixture.path, revision: 'HEAD', paths, follows: true });
    for (const [at, { path, lines }] of document.files.entries()) {
      expect(lines.map(({ line }) => line)).toEqual(lines.map((_, number) => number + 1));
      expect(lines.map(({ commit }) => commit)).toEqual(git[at]!.commits);
      expect(lines.map((line) => line['path'] ?? path)).toEqual(git[at]!.paths);
    }
    const { lines } = document.files[1]!;
    expect(lines[3]).toMatchObject({ line: 4, author: 'Bob', email: 'bob@example.org' });
    const seconds = Number(fixture.git('log', '-1', '--format=%at', 'side'));
    expect(lines[3]!['time']).toBe(new Date(seconds * 1000).toISOString().replace('.000', ''));
    // A path is told where it was another one.
    expect(document.files[0]!.lines[1]).toMatchObject({ path: 'story.txt' });
    expect(document.files[0]!.lines[0]).not.toHaveProperty('path');
  });

  test('--format ndjson has a line for each, and names the file where there are several', async () => {
    const several = blameAnswers(codefang('blame', '--format', 'ndjson', ...paths).out, paths);
    for (const path of paths) {
      const { out } = codefang('blame', '--format', 'ndjson', path);
      expect(out).not.toContain('"file"');
      const alone = blameAnswers(out, [path]).get(path)!;
      expect(several.get(path)).toEqual(alone);
      const [git] = await blameFiles({ repository: fixture.path, revision: 'HEAD', paths: [path], follows: true });
      expect(alone).toEqual(git!.commits.map((commit, at) => ({ commit, path: git!.paths[at] })));
    }
  });

  test('prints several files one after another', () => {
    const each = paths.map((path) => codefang('blame', path).out);
    expect(codefang('blame', ...paths).out).toBe(each.join(''));
  });

  test('names files from the folder one stands in, as git does', () => {
    const below = join(fixture.path, 'moved');
    const whole = codefang('blame', paths[0]!, paths[1]!).out;
    expect(codefangIn(below, 'blame', 'story.txt', '../both.txt')).toEqual({ status: 0, out: whole, err: '' });
    expect(codefangIn(below, 'blame', join(below, 'story.txt'), '../both.txt').out).toBe(whole);
    expect(codefangIn(below, 'blame', '--repo', '..', paths[0]!, paths[1]!).out).toBe(whole);
    const outside = codefangIn(below, 'blame', '../../story.txt');
    expect(outside.status).toBe(2);
    expect(outside.err).toContain('Cannot use path "../../story.txt": it lies outside of the work tree');
  });

  test('--rev is answered by a run to that commit', () => {
    const words = ['--abbrev=9', older, '--'] as const;
    for (const path of ['both.txt', 'moved/story.txt']) {
      expect(codefang('blame', '--rev', older, path).out).toBe(gitBlame(...words, path));
    }
    const { status, err } = codefang('blame', '--rev', 'side', 'both.txt');
    expect(status).toBe(1);
    expect(err).toContain('run "codefang run --rev side ." first');
  });

  test('--renames takes what was kept by these rules only', () => {
    expect(codefang('blame', '--renames', 'similar', paths[0]!).status).toBe(0);
    expect(codefang('blame', '--renames', 'similar:50', paths[0]!).status).toBe(0);
    const { status, err } = codefang('blame', '--renames', 'off', paths[0]!);
    expect(status).toBe(1);
    expect(err).toContain('no run with --renames off');
    expect(codefang('run', '-q', '--renames', 'off', '-o', join(folder, 'off'), '.').status).toBe(0);
    expect(codefang('blame', '--renames', 'off', paths[0]!).out).toBe(
      gitBlame('--abbrev=9', '--no-follow', 'HEAD', '--', paths[0]!),
    );
    // Without the flag the one that follows files furthest.
    expect(codefang('blame', paths[0]!).out).toBe(gitBlame('--abbrev=9', 'HEAD', '--', paths[0]!));
  });

  test.each([
    ['nothing/here', 'it has no such file'],
    ['moved', 'it has no such file'],
    ['story.txt', 'it has no such file'],
    ['logo', 'it is binary there'],
  ])('exits 4 for %s and says why', (path, why) => {
    const { status, out, err } = codefang('blame', path);
    expect([status, out]).toEqual([4, '']);
    expect(err).toContain(`"${path}" at HEAD: ${why}`);
  });

  test('exits 4 for a revision that is not there, and 2 for a format that is none', () => {
    expect(codefang('blame', '--rev', 'nowhere', 'both.txt').status).toBe(4);
    expect(codefang('blame', '--format', 'xml', 'both.txt').status).toBe(2);
    expect(codefang('blame').status).toBe(2);
  });
});

describe('codefang blame, of ids of 64 digits and with a mailmap', () => {
  const other = GitFixture.init({ objectFormat: 'sha256' });
  const work = mkdtempSync(join(tmpdir(), 'codefang-blame-'));
  afterAll(() => {
    other.dispose();
    rmSync(work, { recursive: true });
  });

  const run = (...args: readonly string[]): Ended => {
    const env = { PATH: process.env['PATH'], HOME: work, CODEFANG_STATE_DIR: join(work, 'state') };
    const ended = spawnSync(process.execPath, [main, ...args], { cwd: other.path, env, encoding: 'utf8' });
    return { status: ended.status, out: ended.stdout, err: ended.stderr };
  };
  const git = (...words: readonly string[]): string => other.gitBytes(['blame', ...words]).toString();
  const path = 'moved/f';

  beforeAll(() => {
    other.commit({ files: { f: text('f', 0, 20) }, author: ann, message: 'Begin' });
    other.commit({ files: { f: text('f', 0, 20).replace('f 3\n', 'three\n') }, author: bob });
    const moved = { f: null, [path]: `top\n${text('f', 0, 20).replace('f 3\n', 'three\n')}` };
    const mailmap = 'Ann of the Map <ann@new.example> <ann@example.org>\n<bob@new.example> Bob <bob@example.org>\n';
    other.commit({ files: { ...moved, '.mailmap': mailmap }, author: cid });
    const { status, err } = run('run', '-q', '--renames', 'similar', '-o', join(work, 'report'), '.');
    expect([status, err]).toEqual([0, '']);
  });

  test('prints what git blame prints', () => {
    const { status, out, err } = run('blame', path);
    expect([status, err]).toEqual([0, '']);
    expect(out).toBe(git('--abbrev=9', 'HEAD', '--', path));
    expect(out).toContain('Ann of the Map');
    expect(out).not.toContain('Ann Ämter');
  });

  test('--incremental and --format ndjson tell names of the mailmap, and whole ids', () => {
    expect(run('blame', '--incremental', path).out.match(/^[0-9a-f]{64} \d+ \d+ \d+$/gm)).toHaveLength(4);
    const rows = run('blame', '--format', 'ndjson', path).out.trim().split('\n');
    const lines = rows.map((row) => JSON.parse(row) as Record<string, unknown>);
    expect(lines).toHaveLength(21);
    const [first, second] = [lines[0]!, lines[1]!];
    expect(first).toMatchObject({ commit: other.git('rev-parse', 'HEAD'), author: cid.name, email: cid.email });
    expect(second).toMatchObject({ author: 'Ann of the Map', email: 'ann@new.example', path: 'f' });
    expect(lines[4]).toMatchObject({ author: 'Bob', email: 'bob@new.example' });
  });

  test('a line that is older than the walk has an id of 64 zeros', () => {
    const part = ['--limit', '1', '--state-dir', join(work, 'part')];
    expect(run('run', '-q', ...part, '--renames', 'similar', '-o', join(work, 'report'), '.').status).toBe(0);
    const { out } = run('blame', '--state-dir', join(work, 'part'), '--incremental', path);
    expect(out).toMatch(/^0{64} 2 2 20$/m);
  });

  test('answers as git does where a run with moved blocks was kept too', () => {
    for (const renames of ['off', 'exact']) {
      const state = ['--state-dir', join(work, `moves-${renames}`), '--renames', renames];
      const lines = text('long enough a line', 0, 9);
      const start = lines.indexOf('long enough a line 3');
      other.commit({ files: { [renames]: lines } });
      other.commit({ files: { [renames]: lines.slice(start) + lines.slice(0, start) } });
      for (const moves of ['file', 'off']) {
        expect(run('run', '-q', ...state, '--moves', moves, '-o', join(work, 'report'), '.').status).toBe(0);
      }
      const asked = ['blame', ...state, '--format', 'ndjson', renames];
      const commits = run(...asked)
        .out.trim()
        .split('\n')
        .map((row) => (JSON.parse(row) as { commit: string }).commit);
      expect(new Set(commits).size).toBe(2);
    }
  });
});
