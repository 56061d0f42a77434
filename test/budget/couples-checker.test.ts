import { describe, expect, test } from 'vitest';
import { CouplesDesign, coupledPath, type FilePlace } from '../../bench/generate/couples-design.ts';
import { CouplesChecker } from './couples-checker.ts';

const shape = { columns: 4, rows: 5, cellFiles: 2, blocks: 6 };

/** The table as it must be. */
function rightRows(): string[] {
  const design = new CouplesDesign(shape);
  const files: FilePlace[] = [];
  for (let column = 0; column < 4; column += 1) {
    for (let row = 0; row < 5; row += 1) for (let file = 0; file < 2; file += 1) files.push({ column, row, file });
  }
  const rows = files.flatMap((one, at) =>
    files.slice(at + 1).flatMap((other) => {
      const count = design.coChangesOf(one, other);
      if (count === 0) return [];
      const strength = Math.min(1, (2 * count) / (design.revisionsOf(one) + design.revisionsOf(other)));
      return [{ count, line: `${coupledPath(one)},${coupledPath(other)},${count},${strength}` }];
    }),
  );
  return rows.sort((a, b) => b.count - a.count || (a.line < b.line ? -1 : 1)).map(({ line }) => line);
}

function check(rows: readonly string[]): string[] {
  const checker = new CouplesChecker(shape);
  const text = Buffer.from(`file1,file2,co_changes,coupling_strength\n${rows.map((row) => `${row}\n`).join('')}`);
  for (let at = 0; at < text.length; at += 7) checker.push(text.subarray(at, at + 7));
  return checker.finish();
}

describe('CouplesChecker', () => {
  test('finds nothing in the right table', () => {
    expect(check(rightRows())).toEqual([]);
  });

  test('finds a pair that is missing, twice there, out of place or wrong', () => {
    const rows = rightRows();
    expect(check(rows.slice(1)).join()).toContain(`there are ${rows.length - 1} pairs and not ${rows.length}`);
    expect(check([rows[0]!, ...rows]).join()).toContain('should not come after');
    expect(check([rows[1]!, rows[0]!, ...rows.slice(2)]).join()).toContain('should not come after');
    const wrong = rows.map((row, at) => (at === 3 ? row.replace(/,(\d+),/, ',9,') : row));
    expect(check(wrong).join()).toContain('common changes');
  });
});
