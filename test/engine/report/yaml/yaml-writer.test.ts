import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ReportHead } from '../../../../engine/report/index.ts';
import type { Cell } from '../../../../engine/contract.ts';
import { anyAnalyzers, anyRecord } from '../report-arbitrary.ts';
import { analyzer, record, sampleAnalyzers, sampleHead, table } from '../sample-report.ts';
import { textOf } from '../written.ts';

/** Maps keep keys such as `__proto__` and their order. */
function parsed(text: string, version: '1.1' | '1.2' = '1.2'): unknown {
  return parse(text, { version, mapAsMap: true, maxAliasCount: 0, prettyErrors: false });
}

function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, asMaps(member)]));
}

function jsonOf(...given: Parameters<typeof textOf> extends [string, ...infer Rest] ? Rest : never): unknown {
  return asMaps(JSON.parse(textOf('json', ...given)));
}

const anyHead = anyRecord.map((options): ReportHead => ({ ...sampleHead, options }));

describe('YamlWriter', () => {
  test('YamlWriter gives a document equal to the json form, whatever the text', () => {
    fc.assert(
      fc.property(anyHead, anyAnalyzers, (head, analyzers) => {
        const text = textOf('yaml', analyzers, head);
        expect(parsed(text)).toEqual(jsonOf(analyzers, head));
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test.each(['1.1', '1.2'] as const)('YamlWriter keeps strings strings and numbers numbers in YAML %s', (version) => {
    const strings = [
      ...['', ' ', '-', '?', ':', '#', '~', '&a', '*a', '!t', '|', '>', '%', '@', '`', '[', '{', '"', "'"],
      ...['null', 'Null', 'true', 'NO', 'y', 'On', 'off', '.inf', '.NaN', '<<', '=', '---', '...'],
      ...['1', '1.5', '0x1f', '0o7', '017', '1e3', '1_000', '12:30:45', '2001-12-14', '2005-04-07T22:13:13Z'],
      ...['a: b', 'a #b', 'a\nb', 'a\r\nb', '\t', '\u0000', '\u007f', '\u0085', '\u2028', '\ufeff', '\ufffe'],
      ...['\ud800', '\udc00\ud800', '😀', 'C++', 'a,b', 'a]', 'trailing ', ' leading', '\\', 'e5', 'x'.repeat(5000)],
    ];
    const numbers = [0, -1, 1e21, 5e-324, 1e-7, 1.5e300, 0.1, 2 ** 53 - 1, -(2 ** 53 - 1)];
    const rows = [...strings, ...numbers].map((cell): Cell[] => [[cell, { [String(cell)]: cell }]]);
    const analyzers = (): ReturnType<typeof analyzer>[] => [
      analyzer(
        'a',
        table(
          's',
          'all:list',
          rows.map((cells) => [cells]),
        ),
      ),
    ];
    expect(parsed(textOf('yaml', analyzers()), version)).toEqual(jsonOf(analyzers()));
  });

  test('YamlWriter reads well: rows as block mappings, what is nested on the line', () => {
    const lines = textOf('yaml', sampleAnalyzers()).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'schema: codefang.report.v1',
      'tool:',
      '  name: codefang',
      '  version: "1.2.3"',
      'repository:',
      '  head: "0123456789abcdef0123456789abcdef01234567"',
    ]);
    const start = lines.indexOf('analyzers:');
    expect(lines.slice(start, start + 18)).toEqual([
      'analyzers:',
      '  history/devs:',
      '    developers:',
      '      - id: 0',
      '        name: "Ada, \\"the first\\""',
      '        commits: 8000',
      '        languages: {Go: {added: 5}, "C++": {added: 1}}',
      '      - id: 1',
      '        name: "Ünï\\ncode 漢字 \\ud800"',
      '        commits: 400',
      '        languages: {}',
      '    churn: []',
      '    aggregate:',
      '      total_commits: 8400',
      '      share: 0.5',
      '      complete: true',
      '  history/file-history:',
      '    hotspots:',
    ]);
  });

  test('YamlWriter gives a valid document without analyzers, sections and with long names', () => {
    const long = 'k'.repeat(2000);
    const odd = [
      [],
      [analyzer('a')],
      [analyzer('a', record('s', `${long}:record n:int`, [{ [long]: { [long]: 1 } }, 2]))],
      [analyzer('a', table('s', `${long}:int n:int`, [[1, 2]]))],
    ];
    for (const analyzers of odd) {
      expect(parsed(textOf('yaml', analyzers))).toEqual(jsonOf(analyzers));
    }
  });
});
