import type { Cell, CellRecord, Column } from '../../contract.ts';

/**
 * The cells of a row that was read as an object, in the order of the columns; undefined when the
 * object has other members. The first `before` members are not of the row.
 */
export function cellsFrom(value: Cell, columns: readonly Column[], before = 0): Cell[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const names = Object.keys(value);
  if (names.length !== columns.length + before) return undefined;
  const cells: Cell[] = [];
  for (let at = 0; at < columns.length; at += 1) {
    const { name } = columns[at]!;
    if (names[at + before] !== name) return undefined;
    cells.push((value as CellRecord)[name]!);
  }
  return cells;
}
