import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AnalyzerSections,
  ClosedPipe,
  findReportFormat,
  type ReportHead,
  type WrittenReport,
  writeReport,
} from '../../../engine/report/index.ts';
import type { Cell, CellRecord, Section } from '../../../engine/contract.ts';
import { anyAnalyzers, anyRecord } from './report-arbitrary.ts';
import { allFormats, formatOf, MemoryOutput, sampleOptions } from './sample-report.ts';
import { analyzer, record, sampleAnalyzers, sampleHead, table } from './sample-report.ts';

beforeAll(async () => {
  for (const format of allFormats) await format.prepare?.();
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function write(
  format: string,
  analyzers: Iterable<AnalyzerSections>,
  head: ReportHead = sampleHead,
): { text: string; report: WrittenReport; output: MemoryOutput } {
  const output = new MemoryOutput();
  const writer = formatOf(format).create(output, sampleOptions);
  const report = writeReport(head, analyzers, writer, output);
  return { text: output.text, report, output };
}

function digestOf(report: WrittenReport): string {
  return report.outcome === 'written' ? report.digest : 'none';
}

/** The digest as anyone can compute it from the file alone. */
function recomputed(text: string): string {
  const { digest: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return `sha256:${createHash('sha256').update(JSON.stringify(rest)).digest('hex')}`;
}

function objectOf(section: Section, cells: readonly Cell[]): Record<string, Cell> {
  return Object.fromEntries(section.columns.map((column, at) => [column.name, cells[at]!]));
}

/** What JSON.parse of a report must give, built without the writer. */
function expectedAnalyzers(analyzers: readonly AnalyzerSections[]): unknown {
  const members = analyzers.map(({ id, sections }) => [
    id,
    Object.fromEntries(
      [...sections].map((section) => {
        const rows = [...section.rows].map((cells) => objectOf(section, cells));
        return [section.name, section.shape === 'record' ? rows[0] : rows];
      }),
    ),
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(members)));
}

const anyHead = fc
  .tuple(anyRecord, anyRecord)
  .map(([given, history]): ReportHead => ({ ...sampleHead, options: given, history }));

describe('the json format', () => {
  test('JsonWriter gives a document whose digest anyone can recompute', () => {
    fc.assert(
      fc.property(anyHead, anyAnalyzers, (head, analyzers) => {
        const { text, report } = write('json', analyzers, head);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        expect(digestOf(report)).toBe(recomputed(text));
        expect(parsed['digest']).toBe(digestOf(report));
        expect(parsed['analyzers']).toEqual(expectedAnalyzers(analyzers));
        expect(parsed['options']).toEqual(JSON.parse(JSON.stringify(head.options)));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('JsonWriter puts each row on its own line and the digest last', () => {
    const tableLines = [
      '"tables":[',
      ...[
        '{"analyzer":"history/devs","section":"developers","title":"The developers","shape":"table",' +
          '"rows":2,"columns":[{"name":"id","type":"int"},{"name":"name","type":"string"},' +
          '{"name":"commits","type":"int"},{"name":"languages","type":"record"}]},',
        '{"analyzer":"history/devs","section":"churn","title":"The churn","shape":"table","rows":0,' +
          '"columns":[{"name":"tick","type":"int"},{"name":"lines_added","type":"int"}]},',
        '{"analyzer":"history/devs","section":"aggregate","title":"The aggregate","shape":"record",' +
          '"rows":1,"columns":[{"name":"total_commits","type":"int"},{"name":"share","type":"float"},' +
          '{"name":"complete","type":"boolean"}]},',
        '{"analyzer":"history/file-history","section":"hotspots","title":"The hotspots",' +
          '"shape":"table","rows":1,"columns":[{"name":"path","type":"string"},' +
          '{"name":"commit_count","type":"int"}]}',
      ],
      '],',
    ];
    const { text } = write('json', sampleAnalyzers());
    expect(text.split('\n').slice(6)).toEqual([
      '"analyzers":{',
      '"history/devs":{',
      '"developers":[',
      '{"id":0,"name":"Ada, \\"the first\\"","commits":8000,"languages":{"Go":{"added":5},"C++":{"added":1}}},',
      '{"id":1,"name":"Ünï\\ncode 漢字 \\ud800","commits":400,"languages":{}}',
      '],',
      '"churn":[],',
      '"aggregate":{"total_commits":8400,"share":0.5,"complete":true}',
      '},',
      '"history/file-history":{',
      '"hotspots":[',
      '{"path":"a/b.c","commit_count":3}',
      ']',
      '}',
      '},',
      ...tableLines,
      `"digest":"${recomputed(text)}"}`,
      '',
    ]);
  });

  test('JsonWriter gives a valid document without analyzers', () => {
    const { text, report } = write('json', []);
    expect(digestOf(report)).toBe(recomputed(text));
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      'schema',
      'tool',
      'repository',
      'options',
      'history',
      'completeness',
      'analyzers',
      'tables',
      'digest',
    ]);
  });
});

describe('the ndjson format', () => {
  test('NdjsonWriter gives head, one object a row, and the digest of the json form', () => {
    fc.assert(
      fc.property(anyAnalyzers, (analyzers) => {
        const { text, report } = write('ndjson', analyzers);
        const lines = text.trimEnd().split('\n');
        const [first, ...rest] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
        const last = rest.pop()!;
        expect(first).toEqual({ type: 'head', ...sampleHead });
        expect(rest).toEqual(expectedLines(analyzers));
        expect(last['type']).toBe('digest');
        expect(last['digest']).toBe(digestOf(report));
        expect(digestOf(report)).toBe(digestOf(write('json', analyzers).report));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test('NdjsonWriter describes all tables in its last line, empty ones too', () => {
    const last = write('ndjson', sampleAnalyzers()).text.trimEnd().split('\n').pop()!;
    const { analyzers, tables } = JSON.parse(last) as Record<string, CellRecord[]>;
    expect(analyzers).toEqual(['history/devs', 'history/file-history']);
    expect(tables!.map(({ section, rows }) => [section, rows])).toEqual([
      ['developers', 2],
      ['churn', 0],
      ['aggregate', 1],
      ['hotspots', 1],
    ]);
    expect(tables![1]).toEqual({
      analyzer: 'history/devs',
      section: 'churn',
      title: 'The churn',
      shape: 'table',
      rows: 0,
      columns: [
        { name: 'tick', type: 'int' },
        { name: 'lines_added', type: 'int' },
      ],
    });
  });
});

function expectedLines(analyzers: readonly AnalyzerSections[]): unknown[] {
  const lines: unknown[] = [];
  for (const { id, sections } of analyzers) {
    for (const section of sections) {
      for (const cells of section.rows) {
        const named = [
          ['analyzer', id],
          ['section', section.name],
          ...section.columns.map((column, at) => [column.name, cells[at]!] as const),
        ];
        lines.push(JSON.parse(JSON.stringify(Object.fromEntries(named))));
      }
    }
  }
  return lines;
}

describe('writeReport', () => {
  const broken: readonly [string, AnalyzerSections][] = [
    ['a short row', analyzer('a', table('s', 'x:int y:int', [[1]]))],
    ['a fraction in an int column', analyzer('a', table('s', 'x:int', [[1], [1.5]]))],
    ['an int too large to be exact', analyzer('a', table('s', 'x:int', [[2 ** 53]]))],
    ['a float that is not finite', analyzer('a', table('s', 'x:float', [[NaN]]))],
    ['an infinity deep in a record', analyzer('a', table('s', 'x:record', [[{ y: [Infinity] }]]))],
    ['a number for a string', analyzer('a', table('s', 'x:string', [[1]]))],
    ['a list for a record', analyzer('a', table('s', 'x:record', [[[]]]))],
    ['a record without rows', analyzer('a', { ...record('s', 'x:int', [1]), rows: [] })],
    ['a record with two rows', analyzer('a', { ...record('s', 'x:int', [1]), rows: [[1], [2]] })],
    ['a section without columns', analyzer('a', { ...table('s', 'x:int', []), columns: [] })],
    ['two columns of one name', analyzer('a', table('s', 'x:int x:int', []))],
    ['a column that looks like an index', analyzer('a', table('s', 'x:int 10:int', []))],
    ['a reserved column', analyzer('a', table('s', 'analyzer:int', []))],
    ['two sections of one name', analyzer('a', table('s', 'x:int', []), table('s', 'x:int', []))],
    ['a section that is a path', analyzer('a', table('../s', 'x:int', []))],
    ['an analyzer that looks like an index', analyzer('7', table('s', 'x:int', []))],
  ];

  test.each(broken)('writeReport refuses %s in every stream format', (_name, one) => {
    for (const { name, needs } of allFormats) {
      if (needs === 'directory') continue;
      const output = new MemoryOutput();
      const writer = formatOf(name).create(output, sampleOptions);
      expect(() => writeReport(sampleHead, [one], writer, output)).toThrow(
        expect.objectContaining({ code: 'INVARIANT' }),
      );
      expect(output.state).toBe('abandoned');
    }
  });

  test('writeReport names analyzer, section, row and column of a wrong cell', () => {
    const one = analyzer('history/devs', table('churn', 'tick:int', [[1], [2], [2.5]]));
    expect(() => write('json', [one])).toThrow(
      'Cannot report history/devs:churn: row 2, column "tick" holds 2.5, expected int',
    );
  });

  test('writeReport refuses an analyzer that comes twice', () => {
    const one = analyzer('a', table('s', 'x:int', []));
    expect(() => write('json', [one, one])).toThrow('Cannot report "a": it comes twice');
  });

  test('writeReport closes the rows it reads when the writer fails', () => {
    let isClosed = false;
    function* rows(): Generator<readonly Cell[]> {
      try {
        for (let i = 0; ; i += 1) yield [i];
      } finally {
        isClosed = true;
      }
    }
    const output = new MemoryOutput();
    const writer = findReportFormat('json').create(output, sampleOptions);
    let rowsLeft = 100;
    output.write = () => {
      rowsLeft -= 1;
      if (rowsLeft === 0) throw new ClosedPipe();
    };
    const report = writeReport(sampleHead, [analyzer('a', table('s', 'x:int', rows()))], writer, output);
    expect(report).toEqual({ outcome: 'pipe-closed' });
    expect(isClosed).toBe(true);
    expect(output.state).toBe('abandoned');
  });

  test('writeReport passes on what the rows throw, and abandons', () => {
    const output = new MemoryOutput();
    const writer = findReportFormat('tables').create(output, sampleOptions);
    const failure = new Error('no band may be negative');
    const sections = {
      [Symbol.iterator]: (): Iterator<Section> => {
        throw failure;
      },
    };
    expect(() => writeReport(sampleHead, [{ id: 'a', sections }], writer, output)).toThrow(failure);
    expect(output.state).toBe('abandoned');
  });

  test('writeReport tells a failed clean-up beside the failure', () => {
    const output = new MemoryOutput();
    output.abandon = () => {
      throw new Error('cannot unlink');
    };
    const writer = findReportFormat('json').create(output, sampleOptions);
    const one = analyzer('a', table('s', 'x:int', [['no']]));
    expect(() => writeReport(sampleHead, [one], writer, output)).toThrow(
      expect.objectContaining({
        code: 'INVARIANT',
        cause: expect.objectContaining({ message: expect.stringContaining('; cannot unlink') }),
      }),
    );
  });

  test('writeReport writes a million rows in every stream format with flat memory', () => {
    for (const { name, needs, content } of allFormats) {
      // It gathers row groups; its own test looks at what it holds.
      if (name === 'parquet') continue;
      const output = new MemoryOutput();
      let writtenBytes = 0;
      output.write = (_bytes, start = 0, end = _bytes.length) => {
        writtenBytes += end - start;
      };
      const heldBytes: number[] = [];
      function* rows(): Generator<readonly Cell[]> {
        for (let i = 0; i < 1_000_000; i += 1) {
          if (i === 1000 || i === 999_999) heldBytes.push(liveBytes());
          yield [`src/file-${i % 1000}.ts`, i, i / 7, null];
        }
      }
      const [id, section] = content === 'commits' ? ['timeseries', 'commits'] : ['a', 's'];
      const one = analyzer(id, table(section, 'path:string n:int share:float gone:oid', rows()));
      const given = { ...sampleOptions, table: needs === 'directory' ? 'a:s' : undefined };
      const writer = formatOf(name).create(output, given);
      const report = writeReport(sampleHead, [one], writer, output);
      expect(report).toMatchObject({ outcome: 'written', rowCount: 1_000_000 });
      // A million rows kept in any form would be at least 8 MB.
      expect(heldBytes[1]! - heldBytes[0]!).toBeLessThan(2e6);
      expect(writtenBytes).toBeGreaterThan(bytesMin[name] ?? 30e6);
    }
  });
});

/** Formats that do not write a million rows out. */
const bytesMin: Readonly<Record<string, number>> = {
  text: 500,
  tables: 500,
  markdown: 500,
  compact: 100,
  html: 500,
  bin: 4e6,
};

/** What is reachable on and off the heap. */
function liveBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
