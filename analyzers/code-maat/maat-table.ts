import type { Cell, Column, Section } from '../../engine/index.ts';

/** A table of code-maat's; its rows are made when they are read. */
export function maatTable(
  name: string,
  title: string,
  columns: readonly Column[],
  rows: () => Iterator<readonly Cell[], unknown, undefined>,
): Section {
  return {
    name,
    title,
    shape: 'table',
    columns,
    show: { emptyBecause: 'the log has no such rows' },
    rows: { [Symbol.iterator]: rows as () => Iterator<readonly Cell[], undefined, undefined> },
  };
}
