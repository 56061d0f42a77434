import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GitFixture } from '../support/git-fixture.ts';
import { blameAnswers } from './blame-answers.ts';
import { judgeRevision, type RevisionVerdict } from './judge-revision.ts';
import { tellRevision } from './tell-revision.ts';
import { textFiles } from './text-files.ts';

let fixture: GitFixture;

beforeAll(() => {
  fixture = GitFixture.init();
  const text = 'one\ntwo\nthree\nfour\n';
  fixture.commit({ files: { a: 'first\n', b: text, 'twin/one': text, 'was-binary': 'x\ny\n', 'is-binary': '\0' } });
  fixture.commit({ files: { a: 'first\nsecond\n', 'was-binary': 'x\n\0\ny\n' } });
  fixture.commit({ files: { 'was-binary': 'x\ny\nz\n', b: null, 'part/b': `${text}five\n`, link: link } });
  fixture.commit({ files: { 'zo\u{eb}.txt': '', "it's": 'quoted\n' } });
});

const link = { mode: 'symlink', target: 'a' } as const;

afterAll(() => fixture.dispose());

function judge(mode: string, renames = 'off'): Promise<RevisionVerdict> {
  const program = [fileURLToPath(new URL('blame-stand-in.js', import.meta.url)), mode];
  const { path: repository, root: folder } = fixture;
  return judgeRevision({ program, repository, revision: 'main', renames, folder, budget: '1GiB', flags: [], seed: 1 });
}

describe('judgeRevision', () => {
  test.each(['honest', 'single'])('finds nothing in a program that is %s', async (mode) => {
    for (const renames of ['off', 'similar:50']) {
      const verdict = await judge(mode, renames);
      expect(verdict).toMatchObject({ files: 7, filesEqual: 7, lines: 16, linesEqual: 16, failures: [] });
      expect(verdict.left).toEqual({ binary: 1, unsayable: 0 });
      expect(verdict.gaps.cappedDiffs).toBe(3);
    }
  });

  test('finds lines of another commit, each with the rule that explains it', async () => {
    const verdict = await judge('lying');
    expect(verdict).toMatchObject({ files: 7, filesEqual: 5, lines: 16, linesEqual: 13 });
    expect(Array.from(verdict.rules)).toEqual([
      ['unknown', 1],
      ['binary became text', 2],
    ]);
    const [first] = verdict.differences;
    expect(first).toMatchObject({ file: 'a', line: 1, ours: fixture.git('rev-parse', 'main'), rule: 'unknown' });
    expect(tellRevision('main', verdict).join('\n')).toContain('files equal 5 of 7, lines equal 13 of 16 (81.250 %)');
  });

  test('tells exact renames apart, which follow less than git', async () => {
    const verdict = await judge('honest', 'exact');
    expect(Array.from(verdict.rules)).toEqual([['rename of less than all', 4]]);
  });

  test('finds a program that leaves out a line', async () => {
    const verdict = await judge('short');
    expect(verdict.filesEqual).toBe(1);
    expect(verdict.failures).toContain("it's: 0 lines, git has 1");
    expect(verdict.rules.get('no answer')).toBe(6);
  });

  test('asks for each file alone where several fail', async () => {
    const verdict = await judge('failing');
    expect(verdict).toMatchObject({ filesEqual: 6, linesEqual: 15 });
    expect(verdict.failures).toEqual(["it's: codefang blame ended with 4: Cannot find it"]);
  });
});

describe('blameAnswers', () => {
  const row = { commit: 'a'.repeat(40), author: 'A', email: 'a@b', time: '2020-01-01T00:00:00Z' };
  const text = (...rows: readonly object[]): string => rows.map((one) => `${JSON.stringify(one)}\n`).join('');

  test('takes lines of several files', () => {
    const rows = [
      { line: 1, ...row, file: 'x' },
      { line: 1, ...row, commit: null, file: 'y', path: 'z' },
    ];
    const answers = blameAnswers(text(...rows), ['x', 'y', 'empty']);
    expect(answers.get('x')).toEqual([{ commit: row.commit, path: 'x' }]);
    expect(answers.get('y')).toEqual([{ commit: null, path: 'z' }]);
    expect(answers.get('empty')).toEqual([]);
  });

  test.each<[string, object[], string[]]>([
    ['a line of no file', [{ line: 1, ...row }], ['x', 'y']],
    ['a file that was not asked for', [{ line: 1, ...row, file: 'z' }], ['x', 'y']],
    [
      'lines out of order',
      [
        { line: 2, ...row },
        { line: 1, ...row },
      ],
      ['x'],
    ],
    ['a short id', [{ line: 1, ...row, commit: 'abc' }], ['x']],
    ['a local time', [{ line: 1, ...row, time: '2020-01-01T00:00:00+02:00' }], ['x']],
    ['no author', [{ line: 1, ...row, author: undefined }], ['x']],
  ])('refuses %s', (_, rows, paths) => {
    expect(() => blameAnswers(text(...rows), paths)).toThrow('Cannot t');
  });
});

test('textFiles, draws the same files of one seed', () => {
  const request = { repository: fixture.path, revision: 'main', count: 3, seed: 5 };
  const drawn = textFiles(request).paths;
  expect(drawn).toHaveLength(3);
  expect(textFiles(request).paths).toEqual(drawn);
  const draws = [1, 2, 3, 4].map((seed) => textFiles({ ...request, seed }).paths.join());
  expect(new Set(draws).size).toBeGreaterThan(1);
  expect(textFiles({ ...request, count: undefined, paths: ['a', 'is-binary', 'link'] }).paths).toEqual(['a', 'link']);
});
