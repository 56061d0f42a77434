import { describe, expect, test } from 'vitest';
import { cutToWidth, displayWidth, padToWidth } from '../../../engine/report/display-width.ts';
import { plainPaint } from '../../../engine/report/index.ts';
import { KeptRows } from '../../../engine/report/kept-rows.ts';
import { groupDigits, shownCell } from '../../../engine/report/shown-cell.ts';
import { drawBars, layOutTable, type TextColumn } from '../../../engine/report/text-table.ts';
import { TrendLine } from '../../../engine/report/trend-line.ts';
import { visibleText } from '../../../engine/report/visible-text.ts';
import { randomFrom } from '../../support/random.ts';

describe('displayWidth', () => {
  const widths: readonly [string, number][] = [
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['漢字', 4],
    ['한국어', 6],
    ['Ａ', 2],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['a\u200bb', 2],
    ['█▌', 2],
  ];
  test.each(widths)('displayWidth of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('cutToWidth keeps whole clusters and never exceeds the width', () => {
    expect(cutToWidth('src/engine/report.ts', 12, 'start')).toBe('…e/report.ts');
    expect(cutToWidth('a long name', 6, 'end')).toBe('a lon…');
    expect(cutToWidth('漢字漢字', 4, 'end')).toBe('漢…');
    expect(cutToWidth('漢字漢字', 6, 'start')).toBe('…漢字');
    expect(cutToWidth('short', 5, 'end')).toBe('short');
    const random = randomFrom(3);
    const letters = ['a', '漢', 'e\u0301', '👩‍👩‍👧', '\u0301'];
    for (let round = 0; round < 500; round += 1) {
      const text = Array.from({ length: random() * 20 }, () => letters[Math.floor(random() * 5)]).join('');
      const width = 1 + Math.floor(random() * 12);
      expect(displayWidth(cutToWidth(text, width, round % 2 === 0 ? 'start' : 'end'))).toBeLessThanOrEqual(width);
    }
  });

  test('padToWidth pads by cells, not by characters', () => {
    expect(padToWidth('漢', 4, 'left')).toBe('漢  ');
    expect(padToWidth('漢', 4, 'right')).toBe('  漢');
    expect(padToWidth('long', 2, 'right')).toBe('long');
  });
});

describe('visibleText', () => {
  test('visibleText shows controls and directions as escapes and keeps the rest', () => {
    expect(visibleText('\u001b[31m')).toBe('\\x1b[31m');
    expect(visibleText('a\nb\u0085\u202e')).toBe('a\\x0ab\\x85\\u202e');
    expect(visibleText('\ud800x')).toBe('\ufffdx');
    expect(visibleText('Zoë 李 😀')).toBe('Zoë 李 😀');
  });
});

describe('shownCell', () => {
  const column = (type: 'int' | 'float' | 'string' | 'oid' | 'time' | 'list', unit?: string) =>
    unit === undefined ? { name: 'x', type } : { name: 'x', type, unit };

  test('shownCell groups, rounds and shortens', () => {
    expect(shownCell(1234567, column('int'))).toBe('1,234,567');
    expect(shownCell(-1234, column('int'))).toBe('-1,234');
    expect(shownCell(1234.5678, column('float'))).toBe('1,234.57');
    expect(shownCell(0.00012345, column('float'))).toBe('0.00012');
    expect(shownCell(1e21, column('float'))).toBe('1e+21');
    expect(shownCell(0.5, column('float', 'ratio'))).toBe('50.0%');
    expect(shownCell(2048, column('int', 'bytes'))).toBe('2 KiB');
    expect(shownCell('2005-04-07T22:13:13Z', column('time'))).toBe('2005-04-07');
    expect(shownCell('0123456789abcdef', column('oid'))).toBe('0123456789ab');
    expect(shownCell(null, column('string'))).toBe('–');
    expect(shownCell(['a'], column('list'))).toBe('1 entry');
  });

  test('groupDigits leaves fractions and exponents alone', () => {
    expect(groupDigits(1234.56789)).toBe('1,234.56789');
    expect(groupDigits(1.5e300)).toBe('1.5e+300');
    expect(groupDigits(999)).toBe('999');
  });
});

describe('KeptRows', () => {
  test('KeptRows keeps the same rows as sorting everything', () => {
    const random = randomFrom(11);
    for (const countMax of [0, 1, 3, 10, 50]) {
      const rows = Array.from({ length: 40 }, (_, at) => [at, Math.floor(random() * 8)]);
      const expected = {
        first: rows.slice(0, countMax),
        last: countMax === 0 ? [] : rows.slice(-countMax),
        largest: rows.toSorted((a, b) => b[1]! - a[1]! || a[0]! - b[0]!).slice(0, countMax),
      };
      for (const keep of ['first', 'last', 'largest'] as const) {
        const kept = new KeptRows(countMax, keep, 1);
        for (const row of rows) kept.add(row);
        expect(kept.rows).toEqual(expected[keep]);
        expect(kept.seenCount).toBe(40);
      }
    }
  });

  test('KeptRows copies rows, which may be used again', () => {
    const kept = new KeptRows(2, 'first', 0);
    const row = [1];
    kept.add(row);
    row[0] = 2;
    expect(kept.rows).toEqual([[1]]);
  });
});

describe('TrendLine', () => {
  test('TrendLine draws short series value by value', () => {
    const line = new TrendLine();
    for (const value of [0, 1, 2, 3, 4, 5, 6, 7, -5]) line.add(value);
    expect(line.draw(60)).toBe(' ▂▃▄▅▆▇█▁');
    expect([line.count, line.peak, line.last]).toEqual([9, 7, -5]);
  });

  test('TrendLine keeps one high value of a long series visible', () => {
    for (const place of [0, 1, 77_777, 99_998, 99_999]) {
      const line = new TrendLine();
      for (let at = 0; at < 100_000; at += 1) line.add(at === place ? 100 : 1);
      const drawn = line.draw(40);
      expect(drawn).toHaveLength(40);
      expect(drawn.match(/█/g)).toHaveLength(1);
      expect(drawn.indexOf('█') / 40).toBeCloseTo(place / 100_000, 0);
    }
  });

  test('TrendLine rises where the series rises', () => {
    const line = new TrendLine();
    for (let at = 0; at < 5000; at += 1) line.add(at);
    const drawn = line.draw(30);
    expect([...drawn].toSorted().join('')).toBe(drawn);
    expect(drawn[0]).toBe('▁');
    expect(drawn.at(-1)).toBe('█');
  });

  test('TrendLine falls where the series falls, also after buckets were joined', () => {
    const line = new TrendLine();
    for (let at = 0; at < 5000; at += 1) line.add(5000 - at);
    const drawn = [...line.draw(30)];
    expect(drawn.toSorted().toReversed()).toEqual(drawn);
    expect(drawn.at(-1)).toBe('▁');
  });

  test('TrendLine draws zeros as gaps', () => {
    const line = new TrendLine();
    line.add(0);
    line.add(0);
    expect(line.draw(10)).toBe('  ');
  });
});

describe('layOutTable', () => {
  const column = (title: string, cell: string, align: 'left' | 'right' = 'left'): TextColumn => ({
    title,
    align,
    cutFrom: 'start',
    cells: [cell],
  });

  test('layOutTable cuts long texts before it leaves columns out', () => {
    const columns = [column('path', 'd/'.repeat(30)), column('name', 'n'), column('count', '12', 'right')];
    const lines = layOutTable({ columns, bars: [] }, 40, plainPaint);
    expect(lines).toEqual(['  path                       name  count', '  …d/d/d/d/d/d/d/d/d/d/d/d/  n        12']);
  });

  test('layOutTable leaves out columns at the right when texts are at their least', () => {
    const columns = ['a', 'b', 'c', 'd'].map((title) => column(title, title.repeat(30)));
    const lines = layOutTable({ columns, bars: [1] }, 40, plainPaint);
    expect(lines).toEqual(['  a             b', '  …aaaaaaaaaaa  …bbbbbbbbbbb  ██████████']);
  });
});

describe('drawBars', () => {
  test('drawBars scales to the largest and gives every positive value at least half a block', () => {
    expect(drawBars([100, 50, 1, 0, -3], 4)).toEqual(['████', '██', '▌', '', '']);
    expect(drawBars([], 4)).toEqual([]);
  });
});
