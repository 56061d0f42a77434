import { expect, test } from 'vitest';
import { GitFixture } from '../support/git-fixture.ts';
import { differenceRule, type LineDifference } from './difference-rule.ts';

const text = 'one\ntwo\nthree\nfour\n';
const large = `${'x'.repeat(16 * 1024 * 1024)}\n`;

test('differenceRule, knows what makes a difference', () => {
  using fixture = GitFixture.init();
  const first = fixture.commit({ files: { 'x/one': text, large, changed: 'a\n' } });
  const second = fixture.commit({ files: { 'y/two': text, large: 'small\n' } });
  const tied = fixture.commit({ files: { 'x/one': null, 'y/two': null, 'z/new': text } });
  fixture.commit({ files: { changed: 'b\n', 'z/new': null, 'z/newer': text } });
  const ruleOf = (change: Partial<LineDifference>, renames = 'off', why?: string): string => {
    const file = 'changed';
    const names = { file, ours: second, oursPath: change.file ?? file, git: first, gitPath: file };
    const difference = { ...names, line: 1, gitLine: 1, text: '' };
    const boundedChanges = why === undefined ? [] : [[second, file, why] as const];
    const context = { repository: fixture.path, revision: 'main', renames, gaps: { cappedDiffs: 0, boundedChanges } };
    return differenceRule({ ...difference, ...change }, context);
  };
  expect(ruleOf({})).toBe('unknown');
  expect(ruleOf({ ours: null })).toBe('unknown');
  expect(ruleOf({ file: 'large' })).toBe('line over 16 MiB blob');
  expect(ruleOf({}, 'off', 'oversize')).toBe('line over 16 MiB blob');
  expect(ruleOf({}, 'off', 'coarse')).toBe('capped or coarse diff');
  expect(ruleOf({ file: 'z/new', ours: tied })).toBe('unknown');
  expect(ruleOf({ file: 'z/new', ours: tied }, 'exact')).toBe('rename tie');
  expect(ruleOf({ file: 'z/newer', ours: second, oursPath: 'y/two' }, 'exact')).toBe('rename tie');
  expect(ruleOf({ file: 'changed' }, 'similar:50')).toBe('unknown');
});

test('differenceRule, knows that fewer moved lines count now', () => {
  using fixture = GitFixture.init();
  const moved = 'first line\nsecond line\nthird line\n';
  const rest = 'one\ntwo\nthree\nfour\nfive\nsix\n';
  const ours = fixture.commit({ files: { f: moved + rest } });
  const git = fixture.commit({ files: { f: rest + moved } });
  fixture.commit({ files: { f: `${rest}\nsecond line\n` } });
  const difference = { file: 'f', line: 8, ours, oursPath: 'f', git, gitPath: 'f', gitLine: 8, text: 'second line' };
  const gaps = { cappedDiffs: 0, boundedChanges: [] };
  const context = { repository: fixture.path, revision: 'main', renames: 'off', gaps };
  const blamed = fixture.git('blame', '-M', '-s', '-L8,8', 'main', '--', 'f');
  expect(blamed.slice(0, 7)).toBe(git.slice(0, 7));
  expect(differenceRule(difference, { ...context, moves: 'file' })).toBe('moved lines that are fewer now');
  expect(differenceRule(difference, context)).toBe('unknown');
  expect(differenceRule({ ...difference, git: ours, ours: git }, { ...context, moves: 'file' })).toBe('unknown');
});
