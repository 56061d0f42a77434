import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { presentationOf, repositoryFindings } from '../../analyzers/index.ts';
import {
  type AnalyzerSections,
  ClosedPipe,
  FileSink,
  findReportFormat,
  openStoredReport,
  OutputDirectory,
  type ReportFormat,
  shownAnalyzers,
  trustingWriter,
  writeReport,
} from '../../engine/report/index.ts';
import type { Cell, Column, Section } from '../../engine/contract.ts';
import { parseCsv } from '../engine/report/parse-csv.ts';
import { allFormats, formatOf, MemoryOutput } from '../engine/report/sample-report.ts';
import { analyzer, record, sampleAnalyzers } from '../engine/report/sample-report.ts';
import { sampleHead, sampleOptions, table } from '../engine/report/sample-report.ts';
import { randomFrom } from '../support/random.ts';

/*
 * What every format must do; a format joins by its line in the list of formats. Damage to disks and
 * the memory that is held are looked at in test/engine/report, over the same list.
 */

const main = fileURLToPath(new URL('../../cmd/main.js', import.meta.url));
const lossless = ['json', 'ndjson', 'bin'];
let folder = '';

beforeAll(async () => {
  for (const format of allFormats) await format.prepare?.();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  return () => rmSync(folder, { recursive: true });
});

const columns = 'n:int x:float ok:boolean at:time id:oid name:string parts:list more:record';

/** Rows of every type with nulls, borders of numbers and hostile text, more than one block of them. */
function* anyRows(count: number): Generator<Cell[]> {
  const random = randomFrom(21);
  const whole = [0, -1, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, -(2 ** 53 - 1)];
  const broken = [-0, 0.1, 5e-324, 1.7976931348623157e308, 1e21, -1e-7, 1 / 3];
  const texts = ['', 'a,b', '"', "'", 'a\nb', '\r', '\u001b[31m', '<script>', '😀', 'null', '1e5', '=1+1', '\ud800'];
  for (let i = 0; i < count; i += 1) {
    const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
    const row: Cell[] = [
      random() < 0.5 ? pick(whole) : i,
      random() < 0.5 ? pick(broken) : random() * 1000,
      random() < 0.5,
      new Date(Math.floor(random() * 2e9) * 1000).toISOString().replace('.000', ''),
      Math.floor(random() * 2 ** 40)
        .toString(16)
        .padStart(40, '0'),
      pick(texts) + pick(texts),
      [i, pick(texts), null, [pick(broken)]],
      { [pick(texts)]: i, deep: { [pick(texts)]: pick(broken) } },
    ];
    yield row.map((cell) => (random() < 0.1 ? null : cell));
  }
}

function report(): AnalyzerSections[] {
  return [
    ...sampleAnalyzers(),
    analyzer(
      'history/every',
      table('many', columns, anyRows(4500)),
      record('one', columns, [...anyRows(1)][0]!),
      table('none', columns, []),
    ),
    analyzer(
      'timeseries',
      table('commits', 'hash:oid timestamp:time author:string tick:int mainline:boolean devs.files:int a.b:int', [
        ['01'.repeat(20), '2024-01-01T00:00:00Z', 'Ada, "the first"', 0, true, 3, -1],
        ['02'.repeat(20), '2024-01-02T00:00:00Z', '\ud800', 1, false, 0, 2 ** 40],
      ]),
    ),
  ];
}

/** What a format writes of a report, by file name; one stream has the name ''. */
type Files = ReadonlyMap<string, Buffer>;

const written = new Map<string, Files>();

/** Written once for all tests. */
function direct(format: ReportFormat): Files {
  const known = written.get(format.name) ?? directAgain(format);
  written.set(format.name, known);
  return known;
}

function directAgain(format: ReportFormat): Files {
  return filesFrom(format, (writer, output) => {
    writeReport(sampleHead, report(), writer, output, repositoryFindings(sampleHead));
  });
}

function converted(path: string, format: ReportFormat): Files {
  return filesFrom(format, (writer, output) => {
    const stored = openStoredReport(path);
    try {
      const analyzers = shownAnalyzers(stored.analyzers, presentationOf);
      writeReport(stored.head, analyzers, trustingWriter(writer, stored), output, stored);
    } finally {
      stored.close();
    }
  });
}

function filesFrom(
  format: ReportFormat,
  pour: (writer: ReturnType<ReportFormat['create']>, output: MemoryOutput | OutputDirectory) => void,
): Files {
  if (format.needs === 'stream') {
    const output = new MemoryOutput();
    pour(format.create(output, sampleOptions), output);
    return new Map([['', output.bytes]]);
  }
  const path = mkdtempSync(join(folder, 'out-'));
  const output = new OutputDirectory(path);
  pour(format.create(output, sampleOptions), output);
  return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]));
}

for (const format of allFormats) describe(format.name, () => contract(format));

function contract(format: ReportFormat): void {
  test('says what it is', () => {
    expect(format.name).toMatch(/^[a-z]+$/);
    expect(format.description).not.toMatch(/\.$/);
    expect(format.extension).toMatch(/^[a-z]+$/);
  });

  test('gives the same bytes twice', () => {
    expectSame(directAgain(format), direct(format), 'twice');
  });

  test.each(lossless)('converted from %s it is what a run would have written', (from) => {
    const path = join(folder, 'stored');
    writeFileSync(path, direct(formatOf(from)).get('')!);
    expectSame(converted(path, format), direct(format), from);
  });

  test('tells the digest of the report', () => {
    const digest = digestOf(direct(findReportFormat('json')).get('')!);
    const found = [...direct(format).values()].some((bytes) => bytes.includes(digest));
    // Frames of bin are packed; a series of commits is a document of its own.
    if (format.name !== 'bin') expect(found).toBe(format.content !== 'commits');
  });

  if (format.needs === 'stream') {
    test('ends quietly when the reader goes away, wherever that is', () => {
      const whole = direct(format).get('')!.length;
      for (const share of [0, 0.1, 0.5, 0.9]) {
        const output = new MemoryOutput();
        let left = Math.floor(whole * share);
        output.write = (bytes, start = 0, end = bytes.length) => {
          left -= end - start;
          if (left <= 0) throw new ClosedPipe();
        };
        const ended = writeReport(sampleHead, report(), format.create(output, sampleOptions), output);
        expect(ended).toEqual({ outcome: 'pipe-closed' });
        expect(output.state).toBe('abandoned');
      }
    });
  }

  test('leaves nothing behind when a row is wrong, however late', () => {
    const path = join(folder, 'out');
    mkdirSync(path);
    const output = format.needs === 'stream' ? new FileSink(join(path, 'report')) : new OutputDirectory(path);
    const late = analyzer('late', table('s', 'n:int', [[1], ['no']]));
    const writer = format.create(output, sampleOptions);
    expect(() => writeReport(sampleHead, [...report(), late], writer, output)).toThrow(
      expect.objectContaining({ code: 'INVARIANT' }),
    );
    expect(readdirSync(path)).toEqual([]);
  });
}

function expectSame(found: Files, wanted: Files, what: string): void {
  expect([...found.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
  for (const [name, bytes] of wanted) expect(found.get(name)!.equals(bytes), `${what} ${name}`).toBe(true);
}

function digestOf(json: Buffer): string {
  return (JSON.parse(json.toString()) as { digest: string }).digest;
}

/** A table as rows of JSON texts, one a cell: what two formats must agree in. */
type Tables = ReadonlyMap<string, readonly (readonly string[])[]>;

describe('the numbers', () => {
  const sections = (): { name: string; section: Section }[] =>
    report().flatMap(({ id, sections: all }) =>
      Array.from(all, (section) => ({ name: `${id}:${section.name}`, section })),
    );

  const expected: Tables = new Map(
    sections().map(({ name, section }) => [name, Array.from(section.rows, (cells) => cells.map(jsonOf))]),
  );

  test('are the same in json, ndjson and yaml', () => {
    const text = (name: string): string => direct(formatOf(name)).get('')!.toString();
    expectTables(fromDocument(JSON.parse(text('json'))));
    expectTables(fromDocument(parseYaml(text('yaml'), { maxAliasCount: 0 })));
    const lines = text('ndjson').trimEnd().split('\n').slice(1, -1);
    const rows = new Map<string, string[][]>(sections().map(({ name }) => [name, []]));
    for (const line of lines) {
      const { analyzer: id, section, ...row } = JSON.parse(line) as Record<string, Cell>;
      rows.get(`${String(id)}:${String(section)}`)!.push(Object.values(row).map(jsonOf));
    }
    expectTables(rows);
  });

  test('are the same in csv', () => {
    const files = direct(findReportFormat('csv'));
    for (const [name, rows] of expected) {
      const [, ...found] = parseCsv(files.get(`${fileOf(name)}.csv`)!.toString());
      const cellsOf = (row: (typeof found)[number], at: number): string[] =>
        row.map((field, column) => (rows[at]![column] === 'null' ? `null${field.text}` : field.text));
      expect(found.map(cellsOf), name).toEqual(rows.map((row) => row.map(asCsvText)));
    }
  });

  test('are the same in parquet', async () => {
    const files = direct(findReportFormat('parquet'));
    for (const { name, section } of sections()) {
      const bytes = Uint8Array.from(files.get(`${fileOf(name)}.parquet`)!).buffer;
      const file = { byteLength: bytes.byteLength, slice: bytes.slice.bind(bytes) };
      const found = (await parquetReadObjects({ file, compressors })) as Record<string, unknown>[];
      const cells = found.map((row) => section.columns.map((column) => fromParquet(row[column.name], column)));
      expect(cells, name).toEqual(expected.get(name)!.map((row) => row.map(wellFormed)));
    }
  });

  test('are the same in bin', () => {
    const path = join(folder, 'stored');
    writeFileSync(path, direct(findReportFormat('bin')).get('')!);
    expectTables(fromDocument(JSON.parse(converted(path, findReportFormat('json')).get('')!.toString())));
  });

  test('are the same in timeseries', () => {
    const text = direct(findReportFormat('timeseries')).get('')!.toString();
    const { digest, ...rest } = JSON.parse(text) as { digest: string; commits: Record<string, Cell>[] };
    expect(digest).toBe(`sha256:${createHash('sha256').update(JSON.stringify(rest)).digest('hex')}`);
    expect(rest).toMatchObject({ schema: 'codefang.timeseries.v1', analyzers: ['devs', 'a'] });
    const flat = rest.commits.map(({ devs, a, ...own }) =>
      Object.values({ ...own, ...(devs as object), ...(a as object) }),
    );
    expect(flat.map((row) => row.map((cell) => wellFormed(jsonOf(cell as Cell))))).toEqual(
      expected.get('timeseries:commits')!.map((row) => row.map(wellFormed)),
    );
  });

  function fromDocument(document: unknown): Tables {
    const { analyzers } = document as { analyzers: Record<string, Record<string, Cell>> };
    const tables = new Map<string, string[][]>();
    for (const [id, all] of Object.entries(analyzers)) {
      for (const [name, section] of Object.entries(all)) {
        const rows = (Array.isArray(section) ? section : [section]) as Record<string, Cell>[];
        tables.set(
          `${id}:${name}`,
          rows.map((row) => Object.values(row).map(jsonOf)),
        );
      }
    }
    return tables;
  }

  function expectTables(found: Tables): void {
    expect([...found.keys()]).toEqual([...expected.keys()]);
    for (const [name, rows] of expected) expect(found.get(name), name).toEqual(rows);
  }
});

function jsonOf(cell: Cell): string {
  return JSON.stringify(cell);
}

function fileOf(name: string): string {
  return name.replace('/', '-').replace(':', '.');
}

/** Strings stand as they are, anything else as its JSON. */
function asCsvText(json: string): string {
  return json.startsWith('"') ? wellFormed(JSON.parse(json) as string) : json;
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\\ud800', '\ufffd');
}

function fromParquet(value: unknown, { type }: Column): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return JSON.stringify(value.toISOString().replace('.000', ''));
  // Nested cells are JSON already.
  const isNested = type === 'list' || type === 'record';
  return isNested ? wellFormed(value as string) : JSON.stringify(value);
}

describe('codefang convert', () => {
  function codefang(...args: string[]): { status: number | null; out: Buffer; err: string } {
    const ended = spawnSync(process.execPath, [main, ...args], { cwd: folder, maxBuffer: 2 ** 26 });
    return { status: ended.status, out: ended.stdout, err: ended.stderr.toString() };
  }

  test('gives any format of a stored report on stdout', () => {
    writeFileSync(join(folder, 'report.cfr'), direct(findReportFormat('bin')).get('')!);
    const json = codefang('convert', 'report.cfr');
    expect([json.status, json.err]).toEqual([0, '']);
    expect(json.out.equals(direct(findReportFormat('json')).get('')!)).toBe(true);
  });

  test('gives directories of tables', () => {
    writeFileSync(join(folder, 'report.json'), direct(findReportFormat('json')).get('')!);
    const ended = codefang('convert', 'report.json', '--format', 'parquet', '-o', 'tables');
    expect([ended.status, ended.err]).toEqual([0, '']);
    expect(readdirSync(join(folder, 'tables'))).toContain('history-every.many.parquet');
  });

  test('refuses a time series of a report that says nothing of its commits, and writes nothing', () => {
    const path = join(folder, 'report.json');
    const output = new FileSink(path);
    writeReport(sampleHead, sampleAnalyzers(), findReportFormat('json').create(output, sampleOptions), output);
    const ended = codefang('convert', 'report.json', '--format', 'timeseries');
    expect([ended.status, ended.out.length]).toEqual([2, 0]);
    expect(ended.err).toContain('the report has no values of commits, expected a run with --format timeseries');
  });

  test('ends quietly when the reader has enough', () => {
    writeFileSync(join(folder, 'report.json'), direct(findReportFormat('json')).get('')!);
    const convert = `"${process.execPath}" "${main}" convert report.json --format ndjson`;
    const script = `${convert} | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 14)),
    ).toEqual(['{"type":"head"', '0']);
  });

  const streams = allFormats.filter(({ needs }) => needs === 'stream').map(({ name }) => name);

  test.each([...streams, 'csv --table timeseries:commits', 'parquet --table history/every:many'])(
    'to %s ends quietly when nobody reads, and with a clear error on a full disk',
    (format) => {
      writeFileSync(join(folder, 'report.cfr'), direct(findReportFormat('bin')).get('')!);
      const command = `"${process.execPath}" "${main}" convert report.cfr --format ${format}`;
      const closed = spawnSync('bash', ['-c', `${command} | true; echo "\${PIPESTATUS[0]}"`], { cwd: folder });
      expect([String(closed.stdout), String(closed.stderr)]).toEqual(['0\n', '']);
      const full = spawnSync('bash', ['-c', `${command} > /dev/full`], { cwd: folder, encoding: 'utf8' });
      expect(full.status).toBe(1);
      expect(full.stderr).toContain('Cannot write standard output: no space is left on the device');
      expect(readdirSync(folder)).toEqual(['report.cfr']);
    },
  );

  test('answers a report that was changed with exit 6, one that is none with exit 2, and writes neither', () => {
    const text = direct(findReportFormat('json')).get('')!.toString();
    writeFileSync(join(folder, 'report.json'), text.replace('"commits":8000', '"commits":8001'));
    const changed = codefang('convert', 'report.json', '--format', 'bin', '-o', 'report.cfr');
    expect(changed.status).toBe(6);
    expect(changed.err).toContain('it was changed after it was written');
    const none = codefang('convert', 'report.cfr');
    expect(none.status).toBe(2);
    expect(readdirSync(folder)).toEqual(['report.json']);
  });
});
