import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type AnalyzerSections,
  findReportFormat,
  OutputDirectory,
  plainPaint,
  writeReport,
} from '../../../engine/report/index.ts';
import type { Cell } from '../../../engine/contract.ts';
import { anyAnalyzers } from './report-arbitrary.ts';
import { parseCsv } from './parse-csv.ts';
import { analyzer, MemoryOutput, sampleAnalyzers, sampleHead, table } from './sample-report.ts';

/** A cell as the documented form has it. */
function csvText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return JSON.stringify(cell);
  if (typeof cell === 'number') return JSON.stringify(cell);
  return Buffer.from(String(cell), 'utf8').toString('utf8');
}

function writeTable(analyzers: AnalyzerSections[], name: string): string {
  const output = new MemoryOutput();
  const options = { table: name, widthMax: 80, paint: plainPaint };
  writeReport(sampleHead, analyzers, findReportFormat('csv').create(output, options), output);
  return output.text;
}

describe('one table of csv', () => {
  test('CsvTableWriter gives text that an RFC 4180 reader takes back, for any cells', () => {
    fc.assert(
      fc.property(anyAnalyzers, (analyzers) => {
        for (const { id, sections } of analyzers) {
          for (const section of sections) {
            const [head, ...rows] = parseCsv(writeTable(analyzers, `${id}:${section.name}`));
            expect(head!.map((field) => field.text)).toEqual(section.columns.map((column) => csvText(column.name)));
            expect(rows.map((row) => row.map((field) => field.text))).toEqual(
              [...section.rows].map((cells) => cells.map(csvText)),
            );
          }
        }
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test('CsvTableWriter tells null from an empty string and leaves formulas alone', () => {
    const rows = [
      [null, ''],
      ['=1+1', 'a,b'],
      ['a"b', '\r'],
    ];
    const text = writeTable([analyzer('a', table('s', 'x:string y:string', rows))], 'a:s');
    expect(text).toBe('x,y\n,""\n=1+1,"a,b"\n"a""b","\r"\n');
  });

  test('CsvTableWriter keeps a lone null from being an empty line', () => {
    expect(writeTable([analyzer('a', table('s', 'x:int', [[null], [0]]))], 'a:s')).toBe('x\n""\n0\n');
  });

  test('CsvTableWriter writes nested cells as quoted JSON', () => {
    const rows = [[{ a: ['"', 1] }, [null, true]]];
    const text = writeTable([analyzer('a', table('s', 'x:record y:list', rows))], 'a:s');
    expect(text).toBe('x,y\n"{""a"":[""\\"""",1]}","[null,true]"\n');
  });

  test('CsvTableWriter refuses a table that the report does not have, naming those it has', () => {
    expect(() => writeTable(sampleAnalyzers(), 'history/devs:developer')).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.stringContaining('the report has history/devs:developers, history/devs:churn,'),
      }),
    );
  });
});

describe('a directory of csv', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'codefang-csv-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  test('CsvWriter makes one file a section and a report.json with the digest', () => {
    const path = join(directory, 'new', 'report');
    const output = new OutputDirectory(path);
    const writer = findReportFormat('csv').create(output, {
      table: undefined,
      widthMax: 80,
      paint: plainPaint,
    });
    const report = writeReport(sampleHead, sampleAnalyzers(), writer, output);
    expect(readdirSync(path).toSorted()).toEqual([
      'history-devs.aggregate.csv',
      'history-devs.churn.csv',
      'history-devs.developers.csv',
      'history-file-history.hotspots.csv',
      'report.json',
    ]);
    expect(readFileSync(join(path, 'history-devs.churn.csv'), 'utf8')).toBe('tick,lines_added\n');
    const aggregate = readFileSync(join(path, 'history-devs.aggregate.csv'), 'utf8');
    expect(aggregate).toBe('total_commits,share,complete\n8400,0.5,true\n');
    const told = JSON.parse(readFileSync(join(path, 'report.json'), 'utf8')) as Record<string, unknown>;
    expect(told).toMatchObject({ ...sampleHead, digest: report.outcome === 'written' && report.digest });
    expect(told['tables']).toContainEqual({
      file: 'history-devs.developers.csv',
      analyzer: 'history/devs',
      section: 'developers',
      title: 'The developers',
      shape: 'table',
      rows: 2,
      columns: [
        { name: 'id', type: 'int' },
        { name: 'name', type: 'string' },
        { name: 'commits', type: 'int' },
        { name: 'languages', type: 'record' },
      ],
    });
  });

  test('CsvWriter leaves a directory as it was when a row is wrong', () => {
    const output = new OutputDirectory(directory);
    const writer = findReportFormat('csv').create(output, {
      table: undefined,
      widthMax: 80,
      paint: plainPaint,
    });
    const bad = analyzer('b', table('fine', 'x:int', [[1]]), table('bad', 'x:int', [['no']]));
    expect(() => writeReport(sampleHead, [...sampleAnalyzers(), bad], writer, output)).toThrow(
      expect.objectContaining({ code: 'INVARIANT' }),
    );
    expect(readdirSync(directory)).toEqual([]);
  });

  test('CsvWriter refuses two analyzers whose tables would share a file', () => {
    const output = new OutputDirectory(directory);
    const writer = findReportFormat('csv').create(output, {
      table: undefined,
      widthMax: 80,
      paint: plainPaint,
    });
    const analyzers = ['a/b', 'a-b'].map((id) => analyzer(id, table('s', 'x:int', [])));
    expect(() => writeReport(sampleHead, analyzers, writer, output)).toThrow(
      'Cannot write a-b.s.csv: two tables of the report have this name',
    );
    expect(readdirSync(directory)).toEqual([]);
  });
});
