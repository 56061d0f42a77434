import { describe, expect, test } from 'vitest';
import { listJson, listText } from '../../../cmd/commands/list.ts';
import { fakeRegistry } from '../fake-registry.ts';

const listed = fakeRegistry.slice(0, 1).map((one) => ({ ...one, tables: [{ name: 'bands', title: 'Age bands' }] }));
const formats = [{ name: 'json', description: 'one document', extension: 'json' }];

describe('listText()', () => {
  test('aligns analyzers, their flags and the formats', () => {
    expect(listText(listed, formats)).toBe(
      [
        'Analyzers',
        '  history/burndown            Title of history/burndown: Description of history/burndown',
        '    --burndown-granularity N  Ticks in one band (default: 30)',
        '    --burndown-people         Follow developers (default: on)',
        '',
        'Tables',
        '  history/burndown:bands  Age bands',
        '',
        'Formats',
        '  json  one document',
        '',
      ].join('\n'),
    );
  });
});

describe('listJson()', () => {
  test('is one document with flags and formats', () => {
    const list = JSON.parse(listJson(listed, formats)) as unknown;
    expect(list).toEqual({
      schema: 'codefang.list.v1',
      analyzers: [
        {
          id: 'history/burndown',
          title: 'Title of history/burndown',
          description: 'Description of history/burndown',
          needs: ['changes'],
          options: [
            {
              flag: '--burndown-granularity',
              kind: 'count',
              default: 30,
              min: 1,
              help: 'Ticks in one band',
            },
            {
              flag: '--burndown-people',
              kind: 'switch',
              default: true,
              help: 'Follow developers',
            },
          ],
          tables: [{ name: 'bands', title: 'Age bands' }],
        },
      ],
      formats,
    });
  });
});
