import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeMaat, registry } from '../../../analyzers/index.ts';
import { monthsBetween, parseDay } from '../../../analyzers/code-maat/calendar.ts';
import { centiFloat } from '../../../analyzers/code-maat/centi-float.ts';
import { gitQuotedPath } from '../../../analyzers/code-maat/git-quoted-path.ts';
import { javaDouble } from '../../../analyzers/_code-maat/java-double.ts';
import { analyze } from '../../support/analyzer-harness.ts';
import { added, addedBinary, CommitStory, deleted, modified } from '../../support/commit-story.ts';
import { runEngine } from '../../support/engine-run.ts';
import type { GitFixture } from '../../support/git-fixture.ts';
import { makeRandomRepository } from '../../support/random-repository.ts';
import { analysisNames as tableNames } from '../../../analyzers/code-maat/analysis-names.ts';
import { logArguments, oracleTables, type OracleTables, parseLog } from './maat-oracle.ts';

/** Ada changes both files of a pair five times, Bob one of them once. */
const story = new CommitStory()
  .commit({ tick: 0 }, added('a', 10), added('b', 4), addedBinary('c'))
  .commit({ tick: 1 }, modified('a', [0, 0, 0, 2]), modified('b', [0, 1, 0, 0]))
  .commit({ tick: 2 }, modified('a', [0, 1, 0, 1]), modified('b', [0, 1, 0, 1]))
  .commit({ tick: 40, person: 1 }, modified('a', [0, 0, 0, 30]))
  .commit({ tick: 41 }, modified('a', [0, 1, 0, 1]), modified('b', [0, 1, 0, 1]))
  .commit({ tick: 42, isMerge: true }, modified('a', [0, 1, 0, 1]))
  .commit({ tick: 70 }, modified('a', [0, 1, 0, 1]), modified('b', [0, 1, 0, 1]), deleted('c'));

function rowsOf(name: string, options = {}): unknown[][] {
  return analyze(codeMaat, story, { options }).table(name).map((row) => Object.values(row));
}

test('code-maat gives what the definitions make of a small history', () => {
  expect(rowsOf('summary').map(([, value]) => value)).toEqual([6, 3, 13, 2]);
  expect(rowsOf('revisions')).toEqual([['a', 6], ['b', 5], ['c', 2]]);
  expect(rowsOf('authors')).toEqual([['a', 2, 6], ['b', 1, 5], ['c', 1, 2]]);
  // 5 shared of a mean of 5.5: 90.9 %.
  expect(rowsOf('coupling')).toEqual([['a', 'b', 90, 6]]);
  expect(rowsOf('soc')).toEqual([['b', 7], ['a', 7]]);
  // One entity of Bob's, three of Ada's.
  expect(rowsOf('communication')).toEqual([['Bob', 'Ada', 1, 2, 50], ['Ada', 'Bob', 1, 2, 50]]);
  expect(rowsOf('abs-churn')[0]).toEqual(['2020-01-01', 14, 0, 1]);
  expect(rowsOf('author-churn')).toEqual([['Ada', 22, 7, 5], ['Bob', 30, 0, 1]]);
  expect(rowsOf('main-dev')).toEqual([['a', 'Bob', 30, 45, 0.67], ['b', 'Ada', 7, 7, 1], ['c', 'Ada', 0, 0, 0]]);
  expect(rowsOf('main-dev-by-revs')[0]).toEqual(['a', 'Ada', 5, 6, 0.83]);
  // 1 - (25 + 1) / 36 is 0.2777…
  expect(rowsOf('fragmentation')[0]).toEqual(['a', 0.28, 6]);
  expect(rowsOf('identity').at(-1)).toEqual(['Ada', '0'.repeat(40), '2020-01-01', 'c', '-', '-', '-']);
});

test('ages are whole months up to a day, changes of which do not count', () => {
  // The last day is 2020-03-11: of a and b the change before it, on 2020-02-11, of c the one of 2020-01-01.
  expect(rowsOf('age')).toEqual([['a', 1], ['b', 1], ['c', 2]]);
  expect(rowsOf('age', { now: '2020-01-01' })).toEqual([]);
  expect(rowsOf('age', { now: '2020-04-11' })[0]).toEqual(['a', 1]);
});

test('thresholds are those of code-maat', () => {
  const kept = (options: object): number => rowsOf('coupling', options).length;
  expect(kept({ 'min-revs': 6 })).toBe(0);
  expect(kept({ 'min-shared-revs': 6 })).toBe(0);
  expect(kept({ 'min-coupling': 90 })).toBe(1);
  expect(kept({ 'min-coupling': 91 })).toBe(0);
  expect(kept({ 'max-coupling': 89 })).toBe(0);
  expect(kept({ 'max-changeset-size': 2 })).toBe(0);
  expect(rowsOf('soc', { 'min-revs': 7 })).toEqual([]);
  expect(rowsOf('soc', { 'max-changeset-size': 1 }).length).toBe(2);
});

test('only the analyses that were asked for are in the report', () => {
  const { sections } = analyze(codeMaat, story, { options: { analyses: ['soc', 'age'] } });
  expect(sections.map(({ section }) => section.name)).toEqual(['soc', 'age']);
});

test.each([
  [{ now: '2020-02-30' }, 'Cannot use --code-maat-now 2020-02-30: it is no day'],
  [{ expression: '(' }, 'Cannot use --code-maat-expression ('],
])('%o is refused', (options, reason) => {
  expect(() => analyze(codeMaat, story, { options })).toThrow(reason);
});

test.each([
  [1, 3, 0.33],
  [2, 3, 0.67],
  [286, 287, 1],
  [1, 80, 0.013],
  [995, 1000, 1],
  [1, 8, 0.13],
  [0, 5, 0],
  [5, 5, 1],
  [1, 9_007_199_254_740_991, 1.1e-16],
])('%i of %i is %d to two significant digits', (part, whole, wanted) => {
  expect(centiFloat(part, whole)).toBe(wanted);
});

test.each([
  [0, '0.0'],
  [1, '1.0'],
  [0.67, '0.67'],
  [0.001, '0.001'],
  [0.0002, '2.0E-4'],
  [0.000_34, '3.4E-4'],
])('%d is %s in Java', (value, text) => expect(javaDouble(value)).toBe(text));

test.each([
  ['2020-01-31', '2020-02-29', 1],
  ['2020-01-31', '2020-02-28', 0],
  ['2019-01-30', '2019-02-28', 1],
  ['2020-01-15', '2020-02-14', 0],
  ['2020-01-15', '2021-01-15', 12],
  ['2020-02-29', '2021-02-28', 12],
])('from %s to %s are %i months', (from, to, months) => {
  expect(monthsBetween(parseDay(from)!, parseDay(to)!)).toBe(months);
});

test('paths are quoted as git quotes them', () => {
  expect(gitQuotedPath(Buffer.from('a b,c'))).toBe('a b,c');
  expect(gitQuotedPath(Buffer.from('a"\\\t\n\x01\x7f'))).toBe('"a\\"\\\\\\t\\n\\001\\177"');
  expect(gitQuotedPath(Buffer.from('é'))).toBe('"\\303\\251"');
});

describe.each([
  { seed: 3, means: { chunkCommits: 1000, workerCount: 1 }, thresholds: { revs: 5, shared: 5, coupling: 30, size: 30 } },
  { seed: 11, means: { chunkCommits: 40, factBytes: 4096 }, thresholds: { revs: 2, shared: 2, coupling: 20, size: 9 } },
  { seed: 75, means: { chunkCommits: 90, workerCount: 2 }, thresholds: { revs: 3, shared: 1, coupling: 0, size: 30 } },
])('the tables equal those of the log, seed $seed', ({ seed, means, thresholds }) => {
  let fixture: GitFixture;
  let found: OracleTables;
  let wanted: OracleTables;
  beforeAll(async () => {
    fixture = makeRandomRepository({ seed, isRepacked: true, commitCount: 260 });
    const definition = registry.find(({ id }) => id === codeMaat.id)!;
    const initial = Object.fromEntries(definition.options.map((option) => [option.name, option.initial]));
    const options = {
      ...initial,
      'min-revs': thresholds.revs,
      'min-shared-revs': thresholds.shared,
      'min-coupling': thresholds.coupling,
      'max-changeset-size': thresholds.size,
    };
    const rules = { renames: 'off', analyzers: [{ definition, options }] } as const;
    const { report } = await runEngine({ repository: fixture.path, rules, ...means });
    found = Object.fromEntries(
      Object.entries(report.analyzers[codeMaat.id]!).map(([name, rows]) => [name, rows.map((row) => Object.values(row) as string[])]),
    );
    const rows = parseLog(fixture.gitBytes(logArguments).toString('utf8'));
    const days = rows.map(({ date }) => date).toSorted();
    wanted = oracleTables(rows, days.at(-1)!, thresholds);
  });
  afterAll(() => fixture.dispose());

  test('they have rows to compare', () => {
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(wanted).toSorted());
    for (const name of tableNames) expect(wanted[name]!.length, name).toBeGreaterThan(name === 'coupling' ? 0 : 3);
  });

  test.each(tableNames)('%s', (name) => expect(found[name]).toEqual(wanted[name]));
});
