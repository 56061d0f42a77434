import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registry } from '../../analyzers/index.ts';
import { newAnalyzer } from '../../scripts/new-analyzer.ts';

/** The project, as seen from the compiled tests. */
const project = fileURLToPath(new URL('../../../', import.meta.url));
/** A copy of what an analyzer is made of; the rest is the project's. */
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'codefang-new-'));
  mkdirSync(join(copy, 'test/analyzers'), { recursive: true });
  const copied = [
    'analyzers',
    'docs/analyzers.md',
    'package.json',
    'vitest.config.js',
    'test/analyzers/template.test.ts',
  ];
  for (const path of copied) {
    cpSync(join(project, path), join(copy, path), { recursive: true });
  }
  for (const path of ['engine', 'node_modules', 'test/support', 'test/contract']) {
    symlinkSync(join(project, path), join(copy, path));
  }
  const include = ['analyzers', 'test/analyzers', 'test/contract/analyzer-contract.test.ts'];
  const compilerOptions = { preserveSymlinks: true, rootDir: '.', outDir: 'dist', incremental: false };
  const config = { extends: join(project, 'tsconfig.json'), compilerOptions, include };
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(config));
});

afterAll(() => rmSync(copy, { recursive: true }));

/** Runs a program of the development packages in the copy. */
function run(program: string, ...words: readonly string[]): { readonly status: number | null; readonly said: string } {
  const path = join(project, 'node_modules/.bin', program);
  const { status, stdout, stderr } = spawnSync(path, words, { cwd: copy, encoding: 'utf8', env: cleanEnvironment() });
  return { status, said: stdout + stderr };
}

/** Without what this test runner says to its own workers. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|TEST$)/.test(name)));
}

const read = (path: string): string => readFileSync(join(copy, path), 'utf8');

describe('newAnalyzer', () => {
  test('makes a folder, a line of the registry, a test and a row of the table', () => {
    const written = newAnalyzer(copy, 'code-age');
    expect(written).toEqual([
      ...readdirSync(join(project, 'analyzers/_template')).map((file) => `analyzers/code-age/${file}`),
      ...['test/analyzers/code-age.test.ts', 'analyzers/registry.ts', 'docs/analyzers.md'],
    ]);
    for (const path of written.slice(0, 3)) expect(read(path), path).not.toMatch(/template/i);
    const text = read('analyzers/registry.ts');
    expect(text).toContain("import { codeAge } from './code-age/index.ts';\nimport { codeMaat }");
    expect(text).toContain('  changes,\n  codeAge,\n  codeMaat,\n');
    const rows = read('docs/analyzers.md').match(/^\| \[`history\/.*$/gm)!;
    expect(rows).toEqual(rows.toSorted());
    expect(rows.join('\n')).toContain('`history/code-age`](../analyzers/code-age/README.md) | How many commits');
  });

  test('what it makes builds, and passes its test and the contract', () => {
    expect(run('tsc', '-p', '.')).toEqual({ status: 0, said: '' });
    const tests = run('vitest', 'run', '--reporter=json', '-t', '^(codeAge|history/code-age|the registry)\\b');
    const report = JSON.parse(tests.said.slice(tests.said.indexOf('{'))) as { readonly numPassedTests: number };
    expect(report).toMatchObject({ success: true, numFailedTests: 0 });
    expect(report.numPassedTests).toBeGreaterThan(15);
  });

  test('a list that is too long has a line for each analyzer', () => {
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) newAnalyzer(copy, `measure-${name}`);
    const list = /registry: .* = \[\n((?: {2}\w+,\n)+)\];/.exec(read('analyzers/registry.ts'));
    const names = list![1]!.split(',\n').filter((name) => name !== '');
    expect(names).toEqual(names.toSorted());
    expect(names).toHaveLength(registry.length + 8);
  });

  test.each([
    ['burndown', 'analyzers/burndown exists'],
    ['import', 'it is a word of the language'],
    ['CodeAge', 'expected small letters and hyphens'],
    ['../outside', 'expected small letters and hyphens'],
    ['', 'expected small letters and hyphens'],
  ])('refuses the name "%s"', (name, reason) => {
    const before = readdirSync(join(copy, 'analyzers'));
    expect(() => newAnalyzer(copy, name)).toThrow(`Cannot make an analyzer "${name}": ${reason}`);
    expect(readdirSync(join(copy, 'analyzers'))).toEqual(before);
  });
});
