import { describe, expect, test } from 'vitest';
import {
  type AnalyzerSections,
  findReportFormat,
  type Paint,
  plainPaint,
  type ReportHead,
  writeReport,
} from '../../../engine/report/index.ts';
import type { Cell } from '../../../engine/contract.ts';
import { displayWidth } from '../../../engine/report/display-width.ts';
import { analyzer, MemoryOutput, record, sampleHead, table } from './sample-report.ts';

interface Given {
  readonly widthMax?: number;
  readonly paint?: Paint;
  readonly head?: ReportHead;
}

function shown(analyzers: readonly AnalyzerSections[], given: Given = {}): string {
  const { widthMax = 80, paint = plainPaint, head = sampleHead } = given;
  const output = new MemoryOutput();
  const writer = findReportFormat('tables').create(output, { table: undefined, widthMax, paint });
  writeReport(head, analyzers, writer, output);
  return output.text.replace(/digest sha256:[0-9a-f]{64}/, 'digest sha256:…');
}

function developers(count: number): AnalyzerSections {
  const rows = Array.from({ length: count }, (_, at): Cell[] => [
    at,
    at === 1 ? '李雷 \u001b[31mred\n' : `Person ${at}`,
    12_000 >> at,
    { C: 1 },
    at * 1000 - 2000,
  ]);
  return analyzer(
    'history/devs',
    table('developers', 'id:int name:string commits:int languages:record net_lines:int', rows),
    table('languages', 'name:string total_lines:int', []),
    record('aggregate', 'total_commits:int first_at:time share:float languages:list gone:oid', [
      1234567,
      '2005-04-07T22:13:13Z',
      0.123456,
      ['C', 'Go'],
      null,
    ]),
  );
}

function survival(count: number): AnalyzerSections {
  const rows = Array.from({ length: count }, (_, at): Cell[] => [
    at,
    new Date(Date.UTC(2020, 0, 1 + at)).toISOString().replace('.000Z', 'Z'),
    '0123456789abcdef0123456789abcdef01234567',
    (at + 1) * 100,
    0.5,
  ]);
  const columns = 'sample_index:int sampled_at:time commit:oid total_lines:int survival_rate:float';
  return analyzer('history/burndown', table('global_survival', columns, rows));
}

describe('TextWriter', () => {
  test('TextWriter shows head, tables with bars, records and trends', () => {
    expect(shown([developers(12), survival(40)])).toBe(golden);
  });

  test('TextWriter says why a table is empty', () => {
    const text = shown([developers(0)]);
    expect(text).toContain('The developers\n  no rows: no commit changes a file\n');
    const head = { ...sampleHead, history: { commits: 0 } };
    expect(shown([developers(0)], { head })).toContain('no rows: the history has no commits\n');
    expect(shown([analyzer('other', table('s', 'x:int', []))])).toContain(
      'no rows: nothing in this history belongs here\n',
    );
  });

  test('TextWriter shows gaps as a warning', () => {
    const completeness = { complete: false, missing_objects: 3, shallow: true, gitlinks: 0 };
    const paint: Paint = (role, text) => (role === 'warning' ? `<${text}>` : text);
    expect(shown([], { head: { ...sampleHead, completeness }, paint })).toContain(
      '  <INCOMPLETE   >3 missing objects · shallow\n',
    );
  });

  test('TextWriter keeps to the width, with and without wide characters, for any columns', () => {
    const long = `${'漢字/'.repeat(30)}the-end-of-a-path.ts`;
    const rows = [
      [long, `${'x'.repeat(200)}`, 1e15, 12345],
      ['a', 'b', -1, 1],
    ];
    const one = analyzer(
      'history/file-history',
      table('file_churn', 'path:string reason:string commit_count:int churn_score:int', rows),
      table('other', 'path:string reason:string commit_count:int churn_score:int', rows),
    );
    for (const widthMax of [40, 60, 80, 81, 120]) {
      for (const line of shown([one, developers(12), survival(500)], { widthMax }).split('\n')) {
        // What is for copying stays whole.
        if (!/^digest|^ {2}head/.test(line)) expect(displayWidth(line)).toBeLessThanOrEqual(widthMax);
      }
    }
    expect(shown([one])).toContain('the-end-of-a-path.ts');
  });

  test('TextWriter passes nothing that steers a terminal', () => {
    const evil = '\u001b]0;title\u0007\u009b31m\u202etxt\u2028\r\b\u007f\ud800';
    const head: ReportHead = {
      ...sampleHead,
      options: { path: evil, [evil]: evil },
      completeness: { complete: true, [evil]: 1 },
      repository: { head: evil, object_format: evil },
      history: { commits: 1, [evil]: evil, first_commit_at: evil, last_commit_at: evil },
    };
    const one = analyzer(
      'a',
      { ...table('s', 'x:string y:time z:oid', [[evil, evil, evil]]), title: evil },
      record('r', 'x:string', [evil]),
      {
        ...table('t', 'x:string', [['x']]),
        columns: [{ name: evil, type: 'string' }],
      },
    );
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(shown([one], { head }).match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/g)).toBe(null);
  });

  test('TextWriter paints without changing the layout', () => {
    const paint: Paint = (_role, text) => `\u001b[1m${text}\u001b[0m`;
    const painted = shown([developers(12), survival(40)], { paint });
    // oxlint-disable-next-line no-control-regex -- the colours are taken out again
    expect(painted.replace(/\u001b\[[01]m/g, '')).toBe(shown([developers(12), survival(40)]));
  });
});

const golden = `codefang report  1.2.3

  head         0123456789abcdef0123456789abcdef01234567
  history      12,345 commits · 9,876 mainline commits · 2,469 merges
               2005-04-07 to 2024-02-01 · ticks of a day
  complete     1,200 binary files
  options      renames=exact · tick=24h · couples.max_files=1000
               couples.min_shared=2

history/devs ───────────────────────────────────────────────────────────────────

The developers (12)
  name                  commits  net lines
  Person 0               12,000     -2,000  ████████████████████████
  李雷 \\x1b[31mred\\x0a    6,000     -1,000  ████████████
  Person 2                3,000          0  ██████
  Person 3                1,500      1,000  ███
  Person 4                  750      2,000  █▌
  Person 5                  375      3,000  █
  Person 6                  187      4,000  ▌
  Person 7                   93      5,000  ▌
  Person 8                   46      6,000  ▌
  Person 9                   23      7,000  ▌
  … and 2 more

The languages
  no rows: no commit changes lines of text

The aggregate
  total commits  1,234,567
  first at       2005-04-07
  share          0.12
  languages      2 entries
  gone           –

history/burndown ───────────────────────────────────────────────────────────────

The global_survival (40)
  ▁▁▂▂▂▂▂▂▃▃▃▃▃▃▄▄▄▄▄▅▅▅▅▅▅▆▆▆▆▆▆▇▇▇▇▇▇███
  total lines: peak 4,000, last 4,000, 2020-01-01 to 2020-02-09
  sampled at  commit        total lines  survival rate
  2020-02-07  0123456789ab        3,800           0.50
  2020-02-08  0123456789ab        3,900           0.50
  2020-02-09  0123456789ab        4,000           0.50
  … after 37 earlier

digest sha256:…
`;
