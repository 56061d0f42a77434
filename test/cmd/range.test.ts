import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childProgram } from '../support/child-program.ts';
import { GitFixture } from '../support/git-fixture.ts';

/*
 *   base ── m1 ───────── m2 ── merge ── m3      main
 *      └─── s1 ── s2 ─────────/  └── s3         side
 */
let fixture: GitFixture;

beforeAll(() => {
  fixture = GitFixture.init({ branch: 'main' });
  fixture.commit({ files: { 'a.txt': 'one\ntwo\nthree\n', 'b.txt': 'b\n' } });
  fixture.git('branch', 'side');
  fixture.commit({ files: { 'a.txt': 'ONE\ntwo\nthree\n' } });
  fixture.git('checkout', '-q', 'side');
  fixture.commit({ files: { 'c.txt': '1\n2\n3\n4\n' } });
  fixture.commit({ files: { 'c.txt': '1\n2\n4\n', 'b.txt': 'b\nmore\n' } });
  fixture.git('checkout', '-q', 'main');
  fixture.commit({ files: { 'd.txt': 'd\n' } });
  fixture.merge('side');
  fixture.commit({ files: { 'd.txt': 'd\ne\n', 'a.txt': 'ONE\ntwo\n' } });
  fixture.git('checkout', '-q', 'side');
  fixture.commit({ files: { 'c.txt': '1\n2\n4\n5\n6\n' } });
  fixture.git('checkout', '-q', 'main');
});

afterAll(() => fixture.dispose());

interface Report {
  readonly history: { readonly commits: number };
  readonly options: { readonly excluded_commit?: string };
  readonly repository: { readonly head: string };
  readonly analyzers: { readonly 'history/devs': { readonly aggregate: Record<string, number> } };
}

function run(...args: readonly string[]): { status: number | null; err: string; report: () => Report } {
  const path = join(fixture.root, 'report.json');
  const { status, err } = childProgram(['run', '-o', path, ...args], { cwd: fixture.path, home: fixture.root });
  return { status, err, report: () => JSON.parse(readFileSync(path, 'utf8')) as Report };
}

describe('codefang run --rev A..B', () => {
  test.each([
    ['side..main'],
    ['main..side'],
    ['main~1..main'],
    ['main~3..side'],
    ['side~2..HEAD'],
    ['HEAD~2..'],
    ['..side'],
    ['main~1^2..main~1^1'],
  ])('walks for %s the commits that git lists, and counts their lines as git does', (range) => {
    const { status, err, report } = run('--rev', range);
    expect([status, err]).toEqual([0, expect.not.stringContaining('Cannot')]);
    const { history, options, repository } = report();
    const [from, to] = range.split('..').map((name) => fixture.git('rev-parse', name === '' ? 'HEAD' : name));
    expect(history.commits).toBe(Number(fixture.git('rev-list', '--count', range)));
    expect([options.excluded_commit, repository.head]).toEqual([from, to]);
    const { total_lines_added: added, total_lines_removed: removed } = report().analyzers['history/devs'].aggregate;
    expect([added, removed]).toEqual(gitLines(range));
  });

  test('is the same report whatever the budget and the threads', () => {
    const digests = [
      ['--workers', '0'],
      ['--workers', '2', '--no-resume'],
      ['--memory-budget', '160MiB', '--no-resume'],
    ].map((means) => JSON.stringify(run('--rev', 'side..main', ...means).report()));
    expect(new Set(digests).size).toBe(1);
  });

  test('is another report than that of the whole branch, and leaves no mark there', () => {
    expect(run().report().options.excluded_commit).toBeUndefined();
  });

  test('of commits that are all in A is empty, and says so', () => {
    const { status, err, report } = run('--rev', 'main..main~1');
    expect([status, report().history.commits]).toEqual([0, 0]);
    expect(err).toContain('No commit is in the report: every commit of main~1 is reachable from main');
  });

  test.each([
    [['--rev', 'main...side'], 'expected main..side'],
    [['--rev', 'main..side', '--first-parent'], 'expected it without --first-parent'],
    [['--rev', 'man..side'], 'Cannot start at man: no such branch, tag or commit'],
  ])('refuses %j', (args, state) => {
    expect(run(...args).err).toContain(state);
  });

  test('is not for blame, which says so', () => {
    const { err } = childProgram(['blame', '--rev', 'main..side', 'a.txt'], { cwd: fixture.path, home: fixture.root });
    expect(err).toContain('it is a range, expected one branch, tag or commit');
  });
});

function gitLines(range: string): [number, number] {
  const lines = fixture.git('log', '--no-merges', '--format=', '--numstat', range).split('\n');
  const rows = lines.filter((line) => line !== '').map((line) => line.split('\t').map(Number));
  return [rows.reduce((sum, [added]) => sum + added!, 0), rows.reduce((sum, [, removed]) => sum + removed!, 0)];
}
