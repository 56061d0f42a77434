import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeMaatFormat } from '../../../analyzers/index.ts';
import { writeReport } from '../../../engine/report/index.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';
import { parseCsv } from '../../engine/report/parse-csv.ts';
import { MemoryOutput, sampleAnalyzers, sampleHead, sampleOptions } from '../../engine/report/sample-report.ts';

const main = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));
const fixture = GitFixture.init();

beforeAll(() => {
  const random = randomFrom(5);
  const authors = ['Ada', 'Bob', 'Cyd'].map((name) => ({ name, email: `${name}@example.org` }));
  const pick = (count: number): number => Math.floor(random() * count);
  for (let at = 0; at < 60; at += 1) {
    const changed = Array.from({ length: 1 + pick(4) }, () => `file-${pick(9)}.c`);
    const files = Object.fromEntries(changed.map((name) => [name, `${'line\n'.repeat(pick(30))}${at}\n`]));
    fixture.commit({ files, author: authors[pick(3)]!, authorTime: 1_600_000_000 + at * 30_000 });
  }
});
afterAll(() => fixture.dispose());

function codefang(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [main, ...args], { cwd: fixture.root, encoding: 'utf8' });
}

const run = ['run', '--state-dir', 'state', '--spill-dir', '.', '--format', 'csv', '--compat', 'code-maat'];
const allPairs = ['--couples-min-shared', '1'];

interface Change {
  readonly rev: string;
  readonly date: string;
  readonly author: string;
  readonly entity: string;
  readonly added: number;
  readonly deleted: number;
}

/** What code-maat is given: a line a changed file. */
function changes(): Change[] {
  const found: Change[] = [];
  let head: readonly string[] = [];
  const log = fixture.git('log', '--numstat', '--date=format-local:%Y-%m-%d', '--format=#%H|%cd|%an', '--no-renames');
  for (const line of log.toString().split('\n')) {
    if (line.startsWith('#')) head = line.slice(1).split('|');
    const [added = '', deleted = '', entity = ''] = line.split('\t');
    if (entity === '') continue;
    const [rev = '', date = '', author = ''] = head;
    found.push({ rev, date, author, entity, added: Number(added), deleted: Number(deleted) });
  }
  return found;
}

function groups(all: readonly Change[], key: (change: Change) => string): [string, Change[]][] {
  const found = new Map<string, Change[]>();
  for (const change of all) found.set(key(change), [...(found.get(key(change)) ?? []), change]);
  return [...found];
}

const sum = (all: readonly Change[], of: (change: Change) => number): number =>
  all.reduce((total, change) => total + of(change), 0);
const distinct = (all: readonly Change[], of: (change: Change) => string): number => new Set(all.map(of)).size;
const byChurn = (all: readonly Change[]): unknown[] => [
  sum(all, ({ added }) => added),
  sum(all, ({ deleted }) => deleted),
  distinct(all, ({ rev }) => rev),
];

/** The analyses of code-maat, as its sources tell them. */
const analyses: Readonly<Record<string, (all: Change[]) => unknown[][]>> = {
  revisions: (all) => groups(all, ({ entity }) => entity).map(([name, group]) => [name, group.length]),
  authors: (all) =>
    groups(all, ({ entity }) => entity).map(([name, group]) => [
      name,
      distinct(group, ({ author }) => author),
      group.length,
    ]),
  'entity-churn': (all) => groups(all, ({ entity }) => entity).map(([name, group]) => [name, ...byChurn(group)]),
  'author-churn': (all) => groups(all, ({ author }) => author).map(([name, group]) => [name, ...byChurn(group)]),
  'abs-churn': (all) => groups(all, ({ date }) => date).map(([name, group]) => [name, ...byChurn(group)]),
  'entity-ownership': (all) =>
    groups(all, ({ entity, author }) => `${entity}|${author}`).map(([name, group]) => [
      ...name.split('|'),
      ...byChurn(group).slice(0, 2),
    ]),
  'main-dev': (all) => mains(all, ({ added }) => added),
  'refactoring-main-dev': (all) => mains(all, ({ deleted }) => deleted),
  coupling: (all) => {
    const revisions = new Map(groups(all, ({ entity }) => entity).map(([name, group]) => [name, group.length]));
    const shared = new Map<string, number>();
    for (const [, group] of groups(all, ({ rev }) => rev)) {
      const names = group.map(({ entity }) => entity).toSorted();
      const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => `${one}|${other}`));
      for (const pair of pairs) shared.set(pair, (shared.get(pair) ?? 0) + 1);
    }
    return Array.from(shared, ([pair, count]) => {
      const [one = '', other = ''] = pair.split('|');
      const mean = (revisions.get(one)! + revisions.get(other)!) / 2;
      return [one, other, Math.floor((count / mean) * 100 + 1e-9), Math.ceil(mean)];
    });
  },
};

function mains(all: readonly Change[], of: (change: Change) => number): unknown[][] {
  return groups(all, ({ entity }) => entity).map(([name, group]) => {
    const people = groups(group, ({ author }) => author).map(([author, own]) => [author, sum(own, of)] as const);
    const total = sum(group, of);
    const [author, lines] = people.toSorted((a, b) => b[1] - a[1])[0]!;
    return [name, author, lines, total, Number((lines / Math.max(1, total)).toPrecision(2))];
  });
}

function rowsOf(csv: string): { head: string; rows: string[] } {
  const [head = [], ...rows] = parseCsv(csv).map((row) => row.map(({ text }) => text));
  return { head: head.join(), rows: rows.map((row) => row.join('|')).toSorted() };
}

test('--compat code-maat writes what code-maat computes, every table', () => {
  const ended = codefang(...run, ...allPairs, '-o', 'maat', fixture.path);
  expect([ended.status, ended.stdout]).toEqual([0, '']);
  const names = Object.keys(analyses);
  const files = readdirSync(join(fixture.root, 'maat'));
  expect(files.toSorted()).toEqual(names.map((name) => `${name}.csv`).toSorted());
  for (const name of names) {
    const { rows } = rowsOf(readFileSync(join(fixture.root, 'maat', `${name}.csv`), 'utf8'));
    const wanted = analyses[name]!(changes()).map((row) => row.join('|'));
    expect(rows, name).toEqual(wanted.toSorted());
    expect(rows.length, name).toBeGreaterThan(2);
  }
});

test.each([
  ['revisions', 'entity,n-revs'],
  ['coupling', 'entity,coupled,degree,average-revs'],
  ['main-dev', 'entity,main-dev,added,total-added,ownership'],
  ['abs-churn', 'date,added,deleted,commits'],
])('--compat code-maat --table %s writes it to stdout', (name, head) => {
  const ended = codefang(...run, ...allPairs, '--table', name, fixture.path);
  expect([ended.status, rowsOf(ended.stdout).head]).toEqual([0, head]);
  expect(ended.stdout).toBe(readFileSync(join(fixture.root, 'maat', `${name}.csv`), 'utf8'));
});

test('--compat code-maat converts a stored report to the same bytes', () => {
  const bin = [...run.slice(0, 5), ...allPairs, '--format', 'bin', '-o', 'report.cfr', fixture.path];
  expect(codefang(...bin).status).toBe(0);
  const convert = ['convert', 'report.cfr', '--format', 'csv', '--compat', 'code-maat'];
  expect(codefang(...convert, '-o', 'again').status).toBe(0);
  for (const name of Object.keys(analyses)) {
    const direct = readFileSync(join(fixture.root, 'maat', `${name}.csv`), 'utf8');
    expect(readFileSync(join(fixture.root, 'again', `${name}.csv`), 'utf8'), name).toBe(direct);
  }
});

test.each([
  [['--table', 'soc'], 'sums of common changes are not recorded per file'],
  [['--table', 'age'], 'the last change of a file is not recorded'],
  [['--table', 'nonsense'], 'Cannot read table name "nonsense"'],
  [['--table', 'devs:developers'], 'code-maat has no such table'],
  [['-a', 'devs', '-o', 'x'], 'analyzer history/couples, history/file-history is not selected'],
  [['-a', 'file-history', '--table', 'main-dev'], 'analyzer history/devs is not selected'],
  [['--format', 'json'], 'they are csv'],
  [['--compat', 'other'], 'code-maat'],
])('--compat code-maat refuses %o before the run', (args, reason) => {
  const ended = codefang(...run, ...args, fixture.path);
  expect([ended.status, ended.stdout]).toEqual([2, '']);
  expect(ended.stderr).toContain(reason);
  expect(readdirSync(fixture.root)).not.toContain('x');
});

test('CodeMaatWriter refuses a report that lacks an analyzer', () => {
  const output = new MemoryOutput();
  const writer = codeMaatFormat.create(output, { ...sampleOptions, table: 'coupling' });
  expect(() => writeReport(sampleHead, sampleAnalyzers(), writer, output)).toThrow('the report has no history/couples');
  expect(output.state).toBe('abandoned');
});
