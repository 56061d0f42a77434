import { describe, expect, test } from 'vitest';
import { ThinnedRows } from '../../../cmd/dashboard/thinned-rows.ts';
import { randomFrom } from '../../support/random.ts';

const rules = { last: 'last', sum: 'sum', max: 'max' } as const;

describe('ThinnedRows', () => {
  test('add, keeps every row as it is while there is room', () => {
    const rows = new ThinnedRows(rules, 4);
    for (const value of [3, 1, 2]) rows.add({ last: value, sum: value, max: value });
    expect(rows.columns()).toEqual({ last: [3, 1, 2], sum: [3, 1, 2], max: [3, 1, 2] });
    expect(rows.rowsPerPoint).toBe(1);
  });

  test('add, joins neighbours when it is full, by the rule of each column', () => {
    const rows = new ThinnedRows(rules, 4);
    for (const value of [3, 1, 2, 5, 4, 6, 9]) rows.add({ last: value, sum: value, max: value });
    expect(rows.columns()).toEqual({ last: [1, 5, 6, 9], sum: [4, 7, 10, 9], max: [3, 5, 6, 9] });
    expect(rows.rowsPerPoint).toBe(2);
  });

  test('columns, agree with grouping all rows at once, and stay within their bound', () => {
    const random = randomFrom(7);
    for (const count of [1, 7, 8, 9, 63, 64, 65, 1000, 4097]) {
      const rows = new ThinnedRows(rules, 8);
      const values = Array.from({ length: count }, () => Math.floor(random() * 1000));
      for (const value of values) rows.add({ last: value, sum: value, max: value });
      const groups: number[][] = [];
      for (let at = 0; at < count; at += rows.rowsPerPoint) groups.push(values.slice(at, at + rows.rowsPerPoint));
      expect(groups.length).toBeLessThanOrEqual(8);
      expect(rows.columns()).toEqual({
        last: groups.map((group) => group.at(-1)),
        sum: groups.map((group) => group.reduce((sum, value) => sum + value, 0)),
        max: groups.map((group) => Math.max(...group)),
      });
    }
  });

  test('addToNewest, adds to the last point, and to none while there is none', () => {
    const rows = new ThinnedRows(rules, 4);
    rows.addToNewest('sum', 5);
    rows.add({ last: 1, sum: 1, max: 1 });
    rows.addToNewest('sum', 5);
    expect(rows.columns().sum).toEqual([6]);
    expect(rows.newest('sum')).toBe(6);
  });
});
