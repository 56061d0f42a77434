import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { presentationOf } from '../../../../analyzers/index.ts';
import {
  type AnalyzerSections,
  openStoredReport,
  type ReportHead,
  shownAnalyzers,
  trustingWriter,
  writeReport,
} from '../../../../engine/report/index.ts';
import type { Cell } from '../../../../engine/contract.ts';
import { randomFrom } from '../../../support/random.ts';
import { anyAnalyzers, anyRecord } from '../report-arbitrary.ts';
import { analyzer, record, sampleAnalyzers, sampleHead, table } from '../sample-report.ts';
import { formatOf, MemoryOutput, sampleOptions } from '../sample-report.ts';
import { written } from '../written.ts';

const lossless = ['json', 'ndjson', 'bin'];
const streams = ['json', 'ndjson', 'bin', 'yaml', 'compact', 'text'];
let folder = '';
let file = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codefang-test-'));
  file = join(folder, 'report');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a report and writes it again. */
function converted(bytes: Uint8Array, format: string): { output: MemoryOutput; outcome: unknown } {
  writeFileSync(file, bytes);
  const stored = openStoredReport(file);
  try {
    const output = new MemoryOutput();
    const writer = trustingWriter(formatOf(format).create(output, sampleOptions), stored);
    const analyzers = shownAnalyzers(stored.analyzers, presentationOf);
    return { output, outcome: writeReport(stored.head, analyzers, writer, output) };
  } finally {
    stored.close();
  }
}

function failureOf(bytes: Uint8Array): { code: string; message: string } | undefined {
  try {
    converted(bytes, 'json');
    return undefined;
  } catch (error) {
    return error as { code: string; message: string };
  }
}

const anyHead = fc
  .tuple(anyRecord, anyRecord)
  .map(([options, history]): ReportHead => ({ ...sampleHead, options, history }));

/** Awkward sizes: rows wider than a block, more rows than a block, nulls at its borders. */
function bigAnalyzers(): AnalyzerSections[] {
  const random = randomFrom(7);
  function* rows(): Generator<Cell[]> {
    for (let i = 0; i < 10_000; i += 1) {
      const isNull = i % 4096 === 0 || i % 7 === 0;
      const text = i === 5000 ? 'wide '.repeat(100_000) : `src/${Math.floor(random() * 50)}/ü.c`;
      const count = Math.floor((random() - 0.5) * 2 ** (1 + (i % 53)));
      yield [
        isNull ? null : text,
        count,
        isNull ? null : random() * 1e9 - 0.5,
        isNull ? null : i % 3 === 0,
        [i],
        { i },
      ];
    }
  }
  const columns = 'path:string count:int share:float flag:boolean parts:list more:record';
  return [analyzer('a', table('big', columns, rows()), record('one', 'n:int', [-0]))];
}

describe('openStoredReport', () => {
  test('openStoredReport gives back a report of which every format is the same bytes', () => {
    fc.assert(
      fc.property(anyHead, anyAnalyzers, (head, analyzers) => {
        for (const from of lossless) {
          const source = written(from, analyzers, head);
          for (const to of streams) {
            const { output, outcome } = converted(source.bytes, to);
            expect(outcome).toEqual(source.report);
            expect(output.bytes.equals(written(to, analyzers, head).bytes), `${from} to ${to}`).toBe(true);
          }
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test.each(lossless)('openStoredReport reads rows wider than its blocks and blocks of many rows from %s', (from) => {
    const { bytes } = written(from, bigAnalyzers());
    for (const to of lossless) {
      expect(converted(bytes, to).output.bytes.equals(written(to, bigAnalyzers()).bytes), to).toBe(true);
    }
  });

  test('openStoredReport reads json that was laid out anew', () => {
    const { bytes } = written('json', sampleAnalyzers());
    const pretty = JSON.stringify(JSON.parse(bytes.toString()), undefined, '\t');
    expect(converted(Buffer.from(`\n ${pretty}\r\n`), 'json').output.bytes.equals(bytes)).toBe(true);
  });

  test.each(lossless)('openStoredReport never gives a %s report that was cut', (from) => {
    const { bytes } = written(from, sampleAnalyzers());
    for (let length = 0; length < bytes.length - 1; length += 1) {
      const failure = failureOf(bytes.subarray(0, length));
      expect(['STATE', 'USAGE', 'INVARIANT'], `cut at ${length}`).toContain(failure?.code);
    }
  });

  test.each(lossless)('openStoredReport never gives a %s report with another content', (from) => {
    const { bytes } = written(from, sampleAnalyzers());
    const random = randomFrom(3);
    for (let round = 0; round < 400; round += 1) {
      const copy = Buffer.from(bytes);
      copy[Math.floor(random() * copy.length)]! ^= 1 << Math.floor(random() * 8);
      const failure = failureOf(copy);
      if (failure === undefined) expect(sameDocument(copy, bytes), copy.toString()).toBe(true);
      else expect(['STATE', 'USAGE', 'INVARIANT']).toContain(failure.code);
    }
  });

  test('openStoredReport names the digests of a report that was changed', () => {
    const text = written('json', sampleAnalyzers()).bytes.toString();
    const failure = failureOf(Buffer.from(text.replace('"commits":8000', '"commits":8001')));
    expect(failure?.code).toBe('INVARIANT');
    expect(failure?.message).toMatch(
      /^Cannot trust .*report: it was changed after it was written, its content has the digest sha256:\w{64}, expected sha256:\w{64}$/,
    );
  });

  test.each([
    ['a member of the head', '"tool":{', '"more":1,"tool":{'],
    ['a member of a row', '"commits":8000', '"commits":8000,"more":1'],
    ['a section', '"churn":[]', '"more":[],"churn":[]'],
    ['a member behind the digest', '"}\n', '","more":1}\n'],
    [
      'a table',
      '"tables":[',
      '"tables":[{"analyzer":"a","section":"s","title":"","shape":"table","rows":0,"columns":[]},',
    ],
  ])('openStoredReport refuses %s that it does not know', (_name, from, to) => {
    const text = written('json', sampleAnalyzers()).bytes.toString();
    const at = text.lastIndexOf(from);
    const more = text.slice(0, at) + to + text.slice(at + from.length);
    expect(failureOf(Buffer.from(more))?.code).toBe('STATE');
  });

  test.each(['', 'PAR1', '[]', 'schema: codefang.report.v1\n'])(
    'openStoredReport refuses what begins with "%s"',
    (text) => {
      expect(failureOf(Buffer.from(text))).toMatchObject({ code: 'USAGE' });
    },
  );

  test('openStoredReport refuses what is no file', () => {
    for (const path of [join(folder, 'nothing'), folder]) {
      expect(() => openStoredReport(path)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    }
  });
});

/** White space may change, and an escape for the same character. */
function sameDocument(left: Buffer, right: Buffer): boolean {
  const values = (bytes: Buffer): unknown => {
    const text = bytes.toString();
    return text.startsWith('{"type"')
      ? text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown)
      : JSON.parse(text);
  };
  return JSON.stringify(values(left)) === JSON.stringify(values(right));
}
