import type { PageTable } from './read-blocks.ts';
import type { TableCell, TableRow } from './table-spec.ts';

/** Reads cells of a table's rows by the names of their columns; null for what is not there. */
export function cellReader({ columns }: PageTable): (row: TableRow, name: string) => TableCell {
  const places = new Map(columns.map(({ name }, at) => [name, at]));
  return (row, name) => row[places.get(name) ?? -1] ?? null;
}

/** The largest entries of the record that a table tells in detail: names and amounts. */
export function detailsOf({ columns, detail }: PageTable, row: TableRow | undefined): [name: string, amount: number][] {
  const text = detail === '' ? undefined : row?.[columns.length];
  if (typeof text !== 'string' || !text.endsWith(']')) return [];
  const flat = JSON.parse(text) as readonly (string | number)[];
  return Array.from({ length: flat.length >> 1 }, (_, at) => [String(flat[at * 2]), Number(flat[at * 2 + 1])]);
}
