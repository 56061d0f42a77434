import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeMaatFormat } from '../../../analyzers/index.ts';
import { analysisNames } from '../../../analyzers/code-maat/analysis-names.ts';
import { javaDouble } from '../../../analyzers/_code-maat/java-double.ts';
import { writeReport } from '../../../engine/report/index.ts';
import { parseCsv } from '../../engine/report/parse-csv.ts';
import { MemoryOutput, sampleAnalyzers, sampleHead, sampleOptions } from '../../engine/report/sample-report.ts';
import { GitFixture } from '../../support/git-fixture.ts';
import { randomFrom } from '../../support/random.ts';
import { logArguments, oracleTables, parseLog } from './maat-oracle.ts';

const main = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));
const fixture = GitFixture.init({ bare: true });
const defaults = { revs: 5, shared: 5, coupling: 30, size: 30 };

/** Zones that change the day, one name with two addresses, one person with two names, and what git quotes. */
beforeAll(() => {
  const random = randomFrom(5);
  const pick = (count: number): number => Math.floor(random() * count);
  const authors = [
    'Ada <ada@example.org>',
    'Ada <ada@home.example>',
    'Bob, "the" Builder <bob@example.org>',
    'bobby <bobby@example.org>',
    'Zo\u00eb <zoe@example.org>',
  ];
  const names = [
    'a.c',
    'b.c',
    'with space,comma.c',
    'quo"te.c',
    'uml\u00e4ut.c',
    'deep/er/x.c',
    '!bang.c',
    'tab\there.c',
  ];
  const zones = ['+0000', '+1345', '-1130', '+0530'];
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const file = (name: string, text: string): string => `M 100644 inline ${name}\n${data(text)}`;
  let mark = 0;
  const commit = (branch: string, message: string, rest: string): string => {
    mark += 1;
    const author = `${authors[pick(authors.length)]} ${1_600_000_000 + mark * 300_000} ${zones[pick(zones.length)]}`;
    const committer = `C <c@example.org> ${1_600_000_000 + (mark + pick(3)) * 300_000} +0000`;
    const head = `commit refs/heads/${branch}\nmark :${mark}\nauthor ${author}\ncommitter ${committer}\n`;
    return `${head}${data(message)}${rest}`;
  };
  const mailmap = 'Bob, "the" Builder <bob@example.org> <bobby@example.org>\n';
  const out = [commit('main', 'root', file('.mailmap', mailmap) + file('bin', 'a\0b') + file('a.c', 'one\n'))];
  for (let at = 0; at < 70; at += 1) {
    const changed = new Set(Array.from({ length: 1 + pick(4) }, () => names[pick(names.length)]!));
    const files = [...changed].map((name) => file(name, `${'line\n'.repeat(pick(30))}${at}\n`));
    out.push(commit('main', `${at} (fix)`, files.join('')));
  }
  out.push(commit('side', 'side', `from :${mark - 5}\n${file('side.c', 'one\n')}${file('bin', 'c\0d')}`));
  out.push(commit('main', 'merge', `merge :${mark}\n${file('side.c', 'one\n')}${file('bin', 'c\0d')}`));
  out.push(commit('main', 'move', 'R a.c moved.c\n'));
  out.push(commit('main', 'submodule', `D moved.c\nM 160000 ${'1'.repeat(40)} vendor/lib\n`));
  out.push(commit('main', 'empty', ''));
  fixture.gitBytes(['fast-import', '--quiet', '--date-format=raw'], { input: out.join('') });
});
afterAll(() => fixture.dispose());

function codefang(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [main, ...args], { cwd: fixture.root, encoding: 'utf8' });
}

const run = ['run', '-q', '--state-dir', 'state', '--spill-dir', '.', '--compat', 'code-maat'];

function rowsOf(csv: string): string[][] {
  return parseCsv(csv).map((row) => row.map(({ text }) => text));
}

test('--compat code-maat writes what code-maat computes, every table', () => {
  const ended = codefang(...run, '-o', 'maat', fixture.path);
  expect([ended.status, ended.stdout]).toEqual([0, '']);
  const files = readdirSync(join(fixture.root, 'maat'));
  expect(files.toSorted()).toEqual(analysisNames.map((name) => `${name}.csv`).toSorted());
  const rows = parseLog(fixture.git(...logArguments));
  const last = rows
    .map(({ date }) => date)
    .toSorted()
    .at(-1)!;
  const wanted = oracleTables(rows, last, defaults);
  for (const name of analysisNames) {
    const [header = [], ...found] = rowsOf(readFileSync(join(fixture.root, 'maat', `${name}.csv`), 'utf8'));
    const decimals = header.findIndex((column) => column === 'ownership' || column === 'fractal-value');
    const texts = wanted[name]!.map((row) =>
      row.map((cell, at) => (at === decimals ? javaDouble(Number(cell)) : String(cell))),
    );
    expect(found, name).toEqual(texts);
    expect(found.length, name).toBeGreaterThan(2);
  }
});

test.each([
  ['revisions', 'entity,n-revs'],
  ['main-dev', 'entity,main-dev,added,total-added,ownership'],
])('--compat code-maat --table %s writes it to stdout', (name, head) => {
  const ended = codefang(...run, '--table', name, fixture.path);
  expect([ended.status, ended.stdout.split('\n')[0]]).toEqual([0, head]);
  expect(ended.stdout).toBe(readFileSync(join(fixture.root, 'maat', `${name}.csv`), 'utf8'));
  const short = codefang(...run.slice(0, -1), `code-maat=${name}`, fixture.path);
  expect(short.stdout).toBe(ended.stdout);
});

test('--compat code-maat=soc,age writes these two', () => {
  const ended = codefang(...run.slice(0, -1), 'code-maat=soc,age', '-o', 'two', fixture.path);
  expect(ended.status).toBe(0);
  expect(readdirSync(join(fixture.root, 'two')).toSorted()).toEqual(['age.csv', 'soc.csv']);
});

test('an expression adds the messages that it finds', () => {
  const ended = codefang(...run, '--code-maat-expression', '(?i)^1\\d \\(FIX', '--table', 'messages', fixture.path);
  const subjects = fixture.git('log', '--no-merges', '--format=%s').split('\n');
  const commits = subjects.filter((subject) => /^1\d \(fix/.test(subject));
  expect([ended.status, commits.length]).toEqual([0, 10]);
  const [header, ...rows] = rowsOf(ended.stdout);
  expect(header).toEqual(['entity', 'matches']);
  const changes = fixture.git('log', '--no-merges', '--grep=^1[0-9] (fix', '--numstat', '--format=').trim().split('\n');
  const total = rows.reduce((sum, [, matches]) => sum + Number(matches), 0);
  expect(total).toBe(changes.length);
});

test('--compat code-maat says that it follows no renames', () => {
  const loud = run.filter((word) => word !== '-q');
  expect(codefang(...loud, '-o', 'loud', fixture.path).stderr).toContain('Renames are not followed');
  expect(codefang(...loud, '--renames', 'off', '-o', 'loud', fixture.path).stderr).not.toContain('not followed');
});

test('--compat code-maat converts a stored report to the same bytes', () => {
  const bin = [...run.slice(0, -2), '-a', 'compat/*', '--renames', 'off', '-o', 'report.cfr', fixture.path];
  expect(codefang(...bin).status).toBe(0);
  const converted = codefang('convert', 'report.cfr', '--compat', 'code-maat', '-o', 'again');
  expect([converted.status, converted.stderr]).toEqual([0, '']);
  for (const name of analysisNames) {
    const direct = readFileSync(join(fixture.root, 'maat', `${name}.csv`), 'utf8');
    expect(readFileSync(join(fixture.root, 'again', `${name}.csv`), 'utf8'), name).toBe(direct);
  }
});

test.each([
  [['--table', 'nonsense'], 'Cannot read table name "nonsense"'],
  [['--table', 'devs:developers'], 'code-maat has no such table'],
  [['--format', 'json'], 'they are csv'],
  [[], 'expected -o DIR'],
  [['--compat', 'other'], 'code-maat'],
  [['--compat', 'code-maat=ages'], 'did you mean "age"?'],
  [['--table', 'messages'], 'expected --code-maat-expression'],
])('--compat code-maat refuses %o before the run', (args, reason) => {
  const ended = codefang(...run, ...args, fixture.path);
  expect([ended.status, ended.stdout]).toEqual([2, '']);
  expect(ended.stderr).toContain(reason);
});

test('CodeMaatWriter refuses a report that lacks the analyzer', () => {
  const output = new MemoryOutput();
  const writer = codeMaatFormat.create(output, { ...sampleOptions, table: 'coupling' });
  expect(() => writeReport(sampleHead, sampleAnalyzers(), writer, output)).toThrow(
    'the report has no table coupling of compat/code-maat',
  );
  expect(output.state).toBe('abandoned');
});
