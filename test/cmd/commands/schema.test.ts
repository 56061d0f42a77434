import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { registry } from '../../../analyzers/index.ts';
import { schema } from '../../../cmd/commands/schema.ts';
import { chunkLogSchema, describeTables, reportDocumentSchema } from '../../../engine/index.ts';
import { schemaFaults } from '../../engine/telemetry/schema-check.ts';
import { analyzer, sampleAnalyzers, sampleHead, table } from '../../engine/report/sample-report.ts';
import { textOf } from '../../engine/report/written.ts';
import { GitFixture } from '../../support/git-fixture.ts';

const main = fileURLToPath(new URL('../../../cmd/main.js', import.meta.url));

type Document = Record<string, unknown>;

function codefang(...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
  return stdout;
}

test('schema report describes what a run writes', () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { 'a.c': 'one\ntwo\n', 'b.py': 'x\n' } });
  fixture.commit({ files: { 'a.c': 'one\n2\nthree\n', 'c.c': 'new\n' } });
  const state = ['--state-dir', `${fixture.root}/state`, '--spill-dir', fixture.root];
  const flags = [...state, '--analyzers', '*', '--format', 'json'];
  const report = JSON.parse(codefang('run', ...flags, fixture.path)) as Document;
  const document = schema('report', undefined);
  expect(schemaFaults(document, report)).toEqual([]);
  const { analyzers } = report as { analyzers: Record<string, Record<string, unknown>> };
  for (const { id } of registry) {
    const described = describeTables(registry.find((one) => one.id === id)!);
    expect(Object.keys(analyzers[id]!)).toEqual(described.map(({ name }) => name));
    for (const [name, rows] of Object.entries(analyzers[id]!)) {
      expect(schemaFaults(schema('table', `${id}:${name}`), rows)).toEqual([]);
    }
  }
});

test('schema timeseries describes what a run writes', () => {
  using fixture = GitFixture.init();
  fixture.commit({ files: { 'a.c': 'one\ntwo\n', 'b.py': 'x\n' } });
  fixture.commit({ files: { 'a.c': 'one\n2\nthree\n' } });
  const state = ['--state-dir', `${fixture.root}/state`, '--spill-dir', fixture.root];
  const series = codefang('run', ...state, '--format', 'timeseries', fixture.path);
  const document = schema('timeseries', undefined);
  expect(schemaFaults(document, JSON.parse(series))).toEqual([]);
  expect((JSON.parse(series) as { commits: object[] }).commits.at(-1)).toMatchObject({
    burndown: { total_lines: 4 },
    devs: { lines_added: 2, lines_removed: 1, lines_changed: 1, files: 1 },
  });
  const breaks: readonly [string, string][] = [
    ['"mainline":true', '"mainline":1'],
    ['"total_lines":4', '"total_lines":"4"'],
    ['"tick":0,', ''],
  ];
  for (const [from, to] of breaks) {
    expect(series).toContain(from);
    expect(schemaFaults(document, JSON.parse(series.replace(from, to))), to).not.toEqual([]);
  }
  const kept = codefang('run', ...state, '--format', 'json', '--per-commit', fixture.path);
  expect(schemaFaults(schema('report', undefined), JSON.parse(kept))).toEqual([]);
});

test('schema report finds what is wrong', () => {
  const described = sampleAnalyzers().map(({ id, sections }) => ({ id, tables: [...sections] }));
  const document = reportDocumentSchema(described);
  const text = textOf('json', sampleAnalyzers());
  expect(schemaFaults(document, JSON.parse(text))).toEqual([]);
  const breaks: readonly [string, string][] = [
    ['"commits":8000', '"commits":"8000"'],
    ['"commits":8000', '"commit":8000'],
    ['"share":0.5', '"share":"half"'],
    ['codefang.report.v1', 'codefang.report.v2'],
    ['"digest":"sha256:', '"digest":"sha1:'],
    ['"complete":true,', ''],
    ['2005-04-07T22:13:13Z', 'yesterday'],
    ['"shape":"table"', '"shape":"tree"'],
  ];
  for (const [from, to] of breaks) {
    expect(text).toContain(from);
    expect(schemaFaults(document, JSON.parse(text.replace(from, to))), to).not.toEqual([]);
  }
});

test('schema report lets analyzers be that it does not know', () => {
  const others = textOf('json', [analyzer('later/one', table('s', 'n:int', [[1]]))], sampleHead);
  expect(schemaFaults(schema('report', undefined), JSON.parse(others))).toEqual([]);
});

test('schema log is the published one', () => {
  expect(schema('log', undefined)).toBe(chunkLogSchema);
});

test('schema config takes what configuration files may say', () => {
  const config = schema('config', undefined);
  const good = { 'memory-budget': '512MiB', burndown: { granularity: 30 }, exclude: ['vendor', '*.js'], limit: 5 };
  expect(schemaFaults(config, good)).toEqual([]);
  expect(schemaFaults(config, { exclude: 'vendor', workers: 'auto' })).toEqual([]);
  expect(schemaFaults(config, { limit: 'many' })).not.toEqual([]);
  expect(schemaFaults(config, { burndown: { granularity: 'x' } })).not.toEqual([]);
  expect(config['additionalProperties']).toBe(false);
});

test('schema table takes short names, and names the tables there are', () => {
  const $id = 'urn:codefang:table:history/devs:churn:v1';
  expect(schema('table', 'devs:churn')).toMatchObject({ $id, type: 'array' });
  expect(schema('table', 'devs:aggregate')).toMatchObject({ type: 'object' });
  for (const name of ['devs:none', 'none:churn', 'churn']) {
    expect(() => schema('table', name)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  }
  expect(() => schema('table', 'devs:none')).toThrow('history/couples:file_coupling');
});

test.each([
  ['repotr', undefined, 'did you mean "report"?'],
  ['log', 'devs:churn', 'only a table has a name'],
] as const)('schema refuses "%s" "%s"', (what, name, message) => {
  expect(() => schema(what, name)).toThrow(message);
});

test('codefang schema table without a name prints the names of all tables', () => {
  const names = codefang('schema', 'table').trimEnd().split('\n');
  expect(names).toContain('history/devs:developers');
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(schema('table', name)).toHaveProperty('title');
});

test('codefang schema prints one JSON document', () => {
  expect(JSON.parse(codefang('schema', 'log'))).toEqual(JSON.parse(JSON.stringify(chunkLogSchema)));
});
