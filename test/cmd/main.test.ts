import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registry } from '../../analyzers/index.ts';
import { GitFixture } from '../support/git-fixture.ts';

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'codefang-test-'));
});

afterAll(() => rmSync(root, { recursive: true }));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function codefang(args: readonly string[], environment: Record<string, string> = {}): Ended {
  const { PATH } = process.env;
  const ended = spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    env: { PATH, HOME: root, ...environment },
    encoding: 'utf8',
  });
  return { status: ended.status, out: ended.stdout, err: ended.stderr };
}

/** Paths of the modules that a command line loads, as V8 counts them. */
function modulesLoadedBy(...args: readonly string[]): readonly string[] {
  const directory = mkdtempSync(join(root, 'coverage-'));
  codefang(args, { NODE_V8_COVERAGE: directory });
  const modules: string[] = [];
  for (const name of readdirSync(directory)) {
    const { result } = JSON.parse(readFileSync(join(directory, name), 'utf8')) as {
      readonly result: readonly { readonly url: string }[];
    };
    modules.push(...result.map(({ url }) => url).filter((url) => url.startsWith('file:')));
  }
  return modules;
}

describe('codefang', () => {
  test('--version tells the version of the package', () => {
    const path = new URL('../../../package.json', import.meta.url);
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
    expect(codefang(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  test.each(['--version', '--help'])('%s loads nothing but commander and the shell', (arg) => {
    const foreign = /pino|yaml|msgpackr|prom-client|echarts/;
    const modules = modulesLoadedBy(arg);
    expect(modules.some((url) => url.endsWith('/cmd/main.js'))).toBe(true);
    expect(modules.some((url) => url.includes('/commander/'))).toBe(true);
    expect(modules.filter((url) => foreign.test(url))).toEqual([]);
    expect(modules.length).toBeLessThan(25);
    // The engine alone has ten times as much.
    const own = modules.filter((url) => url.includes('/dist/cmd/'));
    expect(own.reduce((sum, url) => sum + statSync(new URL(url)).size, 0)).toBeLessThan(32_768);
  });

  test('list loads neither the logger nor the reader of configurations', () => {
    const modules = modulesLoadedBy('list');
    expect(modules.some((url) => url.includes('/cmd/web/part-'))).toBe(true);
    expect(modules.filter((url) => /node_modules\/(pino|yaml)\//.test(url))).toEqual([]);
  });

  test('--help shows commands and examples', () => {
    const { status, out, err } = codefang(['--help']);
    expect([status, err]).toEqual([0, '']);
    for (const word of ['run', 'plan', 'list', 'Examples:']) expect(out).toContain(word);
  });

  test('without a word shows the help on stderr and exits 2', () => {
    const { status, out, err } = codefang([]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('Usage: codefang');
  });

  test.each([[['run', '--help']], [['help', 'run']]])('%j shows flags and examples', (args) => {
    const { status, out } = codefang(args);
    expect(status).toBe(0);
    for (const word of ['--memory-budget <SIZE>', '--burndown-granularity', 'Examples:']) {
      expect(out).toContain(word);
    }
  });

  test('plan --help leaves out what only a report needs', () => {
    const { out } = codefang(['plan', '--help']);
    expect(out).toContain('--memory-budget');
    expect(out).not.toContain('--output');
    expect(out).not.toContain('--log-file');
  });

  test('list names every analyzer, as text and as JSON', () => {
    const text = codefang(['list']);
    const json = codefang(['list', '--format', 'json']);
    expect([text.status, json.status]).toEqual([0, 0]);
    for (const { id } of registry) expect(text.out).toContain(id);
    const { analyzers } = JSON.parse(json.out) as { analyzers: { id: string }[] };
    expect(analyzers.map(({ id }) => id)).toEqual(registry.map(({ id }) => id));
  });
});

describe('codefang refuses', () => {
  test.each([
    [['runn', '.'], 'unknown command "runn", did you mean "run"?'],
    [['runn', '--help'], 'unknown command "runn", did you mean "run"?'],
    [['help', 'lst'], 'unknown command "lst", did you mean "list"?'],
    [['--versoin'], 'unknown option "--versoin", did you mean "--version"?'],
    [['run', '--limt', '5', '.'], 'unknown option "--limt", did you mean "--limit"?'],
    [['run', '--limt=5', '.'], 'did you mean "--limit"?'],
    [['run', '--granularity', '5', '.'], 'did you mean "--burndown-granularity"?'],
    [['run', '--silent', '.'], 'did you mean "--quiet"?'],
    [['run', '--no-color', '.'], 'did you mean "--color never"?'],
    [['plan', '--output', 'x', '.'], 'unknown option "--output"'],
    [['run', 'a', 'b'], 'too many arguments'],
    [['run', '.', '--limit'], 'argument missing'],
    [['run', '--limit', 'x', '.'], 'Cannot use --limit\n  because: Cannot read count "x"'],
    [['run', '-a', 'burndwn', '.'], 'did you mean "burndown"?'],
    [['run', '--format', 'timeserie', '.'], 'did you mean "timeseries"?'],
    [['list', '--format', 'xml'], 'Cannot use --format'],
  ])('%j with exit code 2', (args, message) => {
    const { status, out, err } = codefang(args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^codefang: Cannot /);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('a variable of the environment that means nothing', () => {
    const { status, err } = codefang(['run', '.'], { CODEFANG_LIMTI: '5' });
    expect(status).toBe(2);
    expect(err).toContain('did you mean "CODEFANG_LIMIT"?');
  });

  test('a repository that is not there with exit code 4', () => {
    const { status, out, err } = codefang(['run', 'absent']);
    expect([status, out]).toEqual([4, '']);
    expect(err).toContain('absent');
  });
});

describe('codefang on a repository', () => {
  function fixtureOf(config: string): GitFixture {
    const fixture = GitFixture.init();
    fixture.commit({ files: { 'a.txt': 'one\n', '.codefang.yaml': config } });
    fixture.commit({ files: { 'a.txt': 'one\ntwo\n' } });
    return fixture;
  }

  test('run writes one JSON document and takes its options from every source', () => {
    using fixture = fixtureOf('limit: 1\nanalyzers: devs\ndevs: {anonymize: true}\n');
    const { status, out, err } = codefang(['run', '--quiet', '--workers', '0', fixture.path]);
    expect([status, err]).toEqual([0, '']);
    const report = JSON.parse(out) as {
      readonly history: { readonly commits: number };
      readonly analyzers: Readonly<Record<string, unknown>>;
    };
    expect(report.history.commits).toBe(1);
    expect(Object.keys(report.analyzers)).toEqual(['history/devs']);
    const more = codefang(['run', '-q', '--limit', '2', fixture.path], { CODEFANG_WORKERS: '0' });
    expect(JSON.parse(more.out)).toMatchObject({ history: { commits: 2 } });
  });

  test('plan writes to stdout what a run would do', () => {
    using fixture = fixtureOf('');
    const { status, out } = codefang(['plan', '--workers', '0', fixture.path]);
    expect(status).toBe(0);
    expect(out).toMatch(/^commits +2/m);
  });

  test('a budget that cannot hold the run ends with exit code 3 and the smallest one', () => {
    using fixture = fixtureOf('');
    const { status, out, err } = codefang(['run', '--memory-budget', '1MiB', fixture.path]);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/--memory-budget \d+MiB/);
  });

  test('a configuration that names a place to write is refused with file and line', () => {
    using fixture = fixtureOf('\noutput: stolen.json\n');
    const { status, err } = codefang(['run', fixture.path]);
    expect(status).toBe(2);
    expect(err).toContain('.codefang.yaml:2');
  });
});

test('codefang list ends quietly when nobody reads it', () => {
  const script = '"$0" "$1" list | true; echo "${PIPESTATUS[0]}"';
  const ended = spawnSync('bash', ['-c', script, process.execPath, main], { encoding: 'utf8' });
  expect([ended.stdout, ended.stderr]).toEqual(['0\n', '']);
});
