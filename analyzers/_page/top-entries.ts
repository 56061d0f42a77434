import { type Cell, type CellRecord, isList } from '../../engine/index.ts';

const entryCountMax = 5;

/**
 * The largest entries of a record, as a page holds them: names and values by turns. The value of an entry is a
 * number, or the sum of those in it. Of equal ones the earlier stays first.
 */
export function topEntries(cell: Cell): (string | number)[] {
  if (typeof cell !== 'object' || cell === null || isList(cell)) return [];
  const entries = Object.entries(cell).map(([name, value]) => ({ name, amount: amountOf(value) }));
  entries.sort((one, other) => other.amount - one.amount);
  return entries.slice(0, entryCountMax).flatMap(({ name, amount }) => [name, amount]);
}

function amountOf(value: CellRecord[string]): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null || isList(value)) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : 0), 0);
}
