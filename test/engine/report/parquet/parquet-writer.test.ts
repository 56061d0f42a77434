import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { type AsyncBuffer, type FileMetaData, parquetMetadata, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type AnalyzerSections,
  findReportFormat,
  OutputDirectory,
  type WrittenReport,
  writeReport,
} from '../../../../engine/report/index.ts';
import type { Cell, CellRecord, Column, Section } from '../../../../engine/contract.ts';
import { collectGarbage } from '../../../../engine/memory/index.ts';
import { groupRowsMax } from '../../../../engine/report/parquet/group-bounds.ts';
import { randomFrom } from '../../../support/random.ts';
import { anyAnalyzers } from '../report-arbitrary.ts';
import { analyzer, MemoryOutput, record, sampleAnalyzers, sampleHead, sampleOptions, table } from '../sample-report.ts';

const parquet = findReportFormat('parquet');
let folder = '';
let duck: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  await parquet.prepare?.();
  duck = await (await DuckDBInstance.create(':memory:')).connect();
});
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});
afterAll(() => {
  duck.closeSync();
  rmSync(folder, { recursive: true });
});

function write(analyzers: Iterable<AnalyzerSections>): WrittenReport {
  const output = new OutputDirectory(folder);
  return writeReport(sampleHead, analyzers, parquet.create(output, sampleOptions), output);
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const reader = await duck.runAndReadAll(sql.replaceAll('$', `${folder}/`));
  return reader.getRowObjects();
}

function bufferOf(name: string): AsyncBuffer {
  const bytes = readFileSync(join(folder, name));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) };
}

function metadataOf(name: string): FileMetaData {
  return parquetMetadata(bufferOf(name).slice(0) as ArrayBuffer);
}

/** A cell as a Parquet reader should give it. */
function readBack(cell: Cell, type: string): unknown {
  if (cell === null) return null;
  if (type === 'int') return BigInt(cell as number);
  if (type === 'float') return (cell as number) + 0;
  if (type === 'time') return new Date(cell as string);
  if (type === 'list' || type === 'record') return JSON.stringify(cell);
  return typeof cell === 'string' ? cell.replace(/\p{Surrogate}/gu, '\ufffd') : cell;
}

/** What is reachable on and off the heap. */
function liveBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('ParquetWriter', () => {
  test('ParquetWriter gives files that read back cell by cell, whatever the report', async () => {
    const check = async (analyzers: AnalyzerSections[]): Promise<void> => {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      write(analyzers);
      for (const { id, sections } of analyzers) for (const section of sections) await checkTable(id, section);
    };
    await fc.assert(fc.asyncProperty(anyAnalyzers, check), { seed: 6, numRuns: 100 });
  });

  async function checkTable(id: string, { name, columns, rows }: Section): Promise<void> {
    // Names that are no Unicode text are changed; when they fall together readers see one column.
    const names = columns.map((column) => column.name.replace(/\p{Surrogate}/gu, '\ufffd'));
    if (new Set(names).size < names.length) return;
    const file = bufferOf(`${id.replaceAll('/', '-')}.${name}.parquet`);
    let found: unknown[][] = [];
    await parquetRead({ file, compressors, rowFormat: 'array', onComplete: (all) => (found = all) });
    const wanted = Array.from(rows, (cells) => cells.map((cell, at) => readBack(cell, columns[at]!.type)));
    expect(found).toEqual(wanted);
  }

  test('ParquetWriter gives DuckDB types, nulls and times', async () => {
    write([
      analyzer(
        'history/x',
        table('all', 'n:int x:float ok:boolean at:time id:oid parts:list more:record', [
          [2 ** 53 - 1, 0.1, true, '2005-04-07T22:13:13Z', 'ab', [1, 2], { a: 1 }],
          [-(2 ** 53 - 1), -1e300, false, '1969-12-31T23:59:59Z', '', [], {}],
          [null, null, null, null, null, null, null],
        ]),
      ),
    ]);
    const types = await query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '$*.parquet')");
    expect(types.map((row) => Object.values(row).join(' '))).toEqual([
      'n BIGINT',
      'x DOUBLE',
      'ok BOOLEAN',
      'at TIMESTAMP WITH TIME ZONE',
      'id VARCHAR',
      'parts VARCHAR',
      'more VARCHAR',
    ]);
    const rows = await query(
      'SELECT n, x, ok, epoch_ms("at") AS "at", id, parts, more FROM \'$history-x.all.parquet\'',
    );
    expect(rows).toEqual([
      { n: 9007199254740991n, x: 0.1, ok: true, at: 1112911993000n, id: 'ab', parts: '[1,2]', more: '{"a":1}' },
      { n: -9007199254740991n, x: -1e300, ok: false, at: -1000n, id: '', parts: '[]', more: '{}' },
      { n: null, x: null, ok: null, at: null, id: null, parts: null, more: null },
    ]);
  });

  test('ParquetWriter gives DuckDB lists and maps, over many groups', async () => {
    const random = randomFrom(12);
    const some = <T>(make: () => T): T[] => Array.from({ length: Math.floor(random() * 4) }, make);
    const number = (): number => Math.floor((random() - 0.5) * 2 ** 53);
    const work = (): CellRecord => ({ added: number(), removed: number() });
    const rows = Array.from({ length: 16_000 }, (_, at): Cell[] => {
      if (at % 7 === 0) return [at, null, null, null, null];
      const owners = Object.fromEntries(some(() => [String(Math.floor(random() * 1000)), number()]));
      const languages = Object.fromEntries(some(() => [`é${Math.floor(random() * 9)}`, work()]));
      return [at, some(number), some(() => random()), owners, languages];
    });
    const columns: Column[] = [
      { name: 'n', type: 'int' },
      { name: 'counts', type: 'list', nested: { values: 'int' } },
      { name: 'shares', type: 'list', nested: { values: 'float' } },
      { name: 'owners', type: 'record', nested: { keys: 'int', values: 'int' } },
      { name: 'languages', type: 'record', nested: { keys: 'string', values: ['added', 'removed'] } },
    ];
    write([analyzer('m', { ...table('nested', 'n:int', rows), columns })]);
    const types = await query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '$m.nested.parquet')");
    expect(types.map((row) => Object.values(row).join(' '))).toEqual([
      'n BIGINT',
      'counts BIGINT[]',
      'shares DOUBLE[]',
      'owners MAP(BIGINT, BIGINT)',
      'languages MAP(VARCHAR, STRUCT(added BIGINT, removed BIGINT))',
    ]);
    const texts = columns.slice(1).map(({ name }) => `to_json(${name})::VARCHAR AS ${name}`);
    const found = await query(`SELECT ${texts.join()} FROM '$m.nested.parquet' ORDER BY n`);
    const cellsOf = (row: Record<string, unknown>): unknown[] =>
      columns.slice(1).map(({ name }) => JSON.parse((row[name] as string | null) ?? 'null') as unknown);
    expect(found.map(cellsOf)).toEqual(rows.map((row) => row.slice(1)));
    expect(metadataOf('m.nested.parquet').row_groups.length).toBeGreaterThan(1);
  });

  test.each([
    [{ type: 'list', nested: { values: 'int' } }, [1.5]],
    [{ type: 'list', nested: { values: 'string' } }, [null]],
    [{ type: 'record', nested: { keys: 'int', values: 'int' } }, { ada: 1 }],
    [{ type: 'record', nested: { keys: 'string', values: ['added'] } }, { C: { removed: 1 } }],
  ] as const)('ParquetWriter refuses %o that holds %o', (column, cell) => {
    const section = { ...table('s', 'a:int', [[cell]]), columns: [{ name: 'a', ...column }] };
    expect(() => write([analyzer('a', section)])).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
  });

  test('ParquetWriter gives DuckDB the counts and sums of many groups, and lets it skip groups', async () => {
    const random = randomFrom(11);
    const hosts = 40;
    const rowsPerHost = 5000;
    const sums = new Float64Array(hosts);
    let total = 0;
    function* rows(): Generator<Cell[]> {
      for (let i = 0; i < hosts * rowsPerHost; i += 1) {
        const host = Math.floor(i / rowsPerHost);
        const value = i % 9 === 0 ? null : Math.floor((random() - 0.5) * 2 ** 40);
        sums[host]! += value ?? 0;
        total += value ?? 0;
        yield [`host-${String(host).padStart(2, '0')}`, i % rowsPerHost, value, random() < 0.5 ? 'a' : null];
      }
    }
    write([analyzer('m', table('metrics', 'host:string at:int value:int kind:string', rows()))]);
    const all = await query(
      "SELECT count(*) AS n, sum(value) AS s, count(DISTINCT host) AS h FROM '$m.metrics.parquet'",
    );
    expect(all).toEqual([{ n: BigInt(hosts * rowsPerHost), s: BigInt(total), h: BigInt(hosts) }]);
    const one = await query("SELECT count(*) AS n, sum(value) AS s FROM '$m.metrics.parquet' WHERE host = 'host-33'");
    expect(one).toEqual([{ n: BigInt(rowsPerHost), s: BigInt(sums[33]!) }]);
    const groups = metadataOf('m.metrics.parquet').row_groups;
    expect(groups.length).toBeGreaterThan(6);
    // No host is torn: each group's statistics end where the next begin.
    const bounds = groups.map(({ columns }) => columns[0]!.meta_data!.statistics!);
    for (let at = 1; at < bounds.length; at += 1) {
      expect(bounds[at - 1]!.max_value! < bounds[at]!.min_value!).toBe(true);
    }
    expect(await groupsRead("host = 'host-33'")).toBe(1);
    expect(await groupsRead('true')).toBe(groups.length);
  });

  /** In how many groups DuckDB's filter can find rows, by the statistics that it reads. */
  async function groupsRead(predicate: string): Promise<number> {
    const [row] = await query(
      'SELECT count(*) AS n FROM (SELECT row_group_id, stats_min_value AS low, stats_max_value AS high ' +
        "FROM parquet_metadata('$m.metrics.parquet') WHERE path_in_schema = 'host') " +
        `WHERE ${predicate === 'true' ? 'true' : "low <= 'host-33' AND high >= 'host-33'"}`,
    );
    return Number(row!['n']);
  }

  test('ParquetWriter holds no more after many groups than after a few', () => {
    const heldBytes: number[] = [];
    function* rows(): Generator<Cell[]> {
      for (let i = 0; i < groupRowsMax * 12; i += 1) {
        if (i === groupRowsMax * 2 + 1 || i === groupRowsMax * 11 + 1) heldBytes.push(liveBytes());
        yield [`src/file-${i % 1000}.ts`, i, i / 7, null];
      }
    }
    write([analyzer('a', table('s', 'path:string n:int share:float gone:oid', rows()))]);
    // Nine groups kept in any form would be at least 2 MB.
    expect(heldBytes[1]! - heldBytes[0]!).toBeLessThan(4e5);
  });

  test('ParquetWriter ends a group at its bounds', () => {
    const count = groupRowsMax * 2 + 5;
    const rows = Array.from({ length: count }, (_, at): Cell[] => ['same', at]);
    const wide = Array.from({ length: 12 }, (_, at): Cell[] => [`${at}`.repeat(1024 * 1024)]);
    write([analyzer('m', table('long', 'host:string n:int', rows), table('wide', 'text:string', wide))]);
    const sizesOf = (name: string): number[] => metadataOf(name).row_groups.map((group) => Number(group.num_rows));
    expect(sizesOf('m.long.parquet')).toEqual([groupRowsMax, groupRowsMax, 5]);
    expect(sizesOf('m.wide.parquet').length).toBeGreaterThanOrEqual(3);
  });

  test('ParquetWriter tells tool, head, digest and columns in every file and in report.json', () => {
    const report = write(sampleAnalyzers());
    const digest = report.outcome === 'written' ? report.digest : '';
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual([
      'history-devs.aggregate.parquet',
      'history-devs.churn.parquet',
      'history-devs.developers.parquet',
      'history-file-history.hotspots.parquet',
      'report.json',
    ]);
    for (const name of names.filter((one) => one.endsWith('.parquet'))) {
      const { key_value_metadata: pairs, created_by: createdBy } = metadataOf(name);
      const facts = Object.fromEntries(pairs!.map(({ key, value }) => [key, value]));
      expect(createdBy).toBe('codefang 1.2.3');
      expect(facts).toMatchObject({ 'codefang.head': sampleHead.repository.head, 'codefang.digest': digest });
    }
    const index = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { tables: { file: string }[] };
    expect(index).toMatchObject({ ...sampleHead, digest });
    expect(index.tables.map(({ file }) => file).toSorted()).toEqual(names.slice(0, -1));
  });

  test('ParquetWriter refuses a time that is none', () => {
    expect(() => write([analyzer('a', table('s', 'at:time', [['yesterday']]))])).toThrow(
      expect.objectContaining({ code: 'INVARIANT' }),
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('ParquetTableWriter gives one table as a stream, the file that a directory holds', () => {
  const analyzers = (): AnalyzerSections[] => [analyzer('a', table('s', 'n:int', [[1]]), record('r', 'n:int', [2]))];
  write(analyzers());
  const output = new MemoryOutput();
  writeReport(sampleHead, analyzers(), parquet.create(output, { ...sampleOptions, table: 'a:r' }), output);
  expect(output.bytes.equals(readFileSync(join(folder, 'a.r.parquet')))).toBe(true);
  const none = parquet.create(new MemoryOutput(), { ...sampleOptions, table: 'a:none' });
  expect(() => writeReport(sampleHead, analyzers(), none, new MemoryOutput())).toThrow(
    'Cannot write table "a:none": the report has a:s, a:r',
  );
});
