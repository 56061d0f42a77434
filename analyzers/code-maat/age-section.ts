import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { monthsBetween } from './calendar.ts';
import { entity, int } from './columns.ts';
import { type DatedRows, dayKeyMin } from './dated-rows.ts';
import type { MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

interface Parts {
  readonly rows: MaatRows;
  readonly dated: DatedRows;
  readonly now: number | undefined;
  readonly context: ReportContext;
}

/** Months since entities changed. */
export function ageSection(parts: Parts): Section {
  const columns = [entity, int('age-months', 'Whole months from its last change to the day that counts as now', 'months')];
  return maatTable('age', 'Age of entities', columns, () => ageRows(parts));
}

/** The youngest first, then by name. As code-maat has it, changes on the day that is now, or behind it, do not count. */
function* ageRows({ rows, dated, now, context }: Parts): Generator<readonly Cell[]> {
  using lasts = context.scratch({ name: 'last changes', keys: ['entity'], columns: { day: 'max' } });
  const end = (now ?? lastDay(dated)) - dayKeyMin;
  for (const { entity: rank, dayKey } of dated) if (dayKey < end) lasts.add(rank, 0, 0, dayKey);
  using order = context.scratch({ name: 'order of ages', keys: ['months', 'entity'], columns: { count: 'sum' } });
  for (const { entity: rank, day } of lasts) order.add(monthsBetween(day + dayKeyMin, end + dayKeyMin), rank, 0, 1);
  for (const { months, entity: rank } of order) yield [rows.entityText(rank), months];
}

/** The latest day that the log names. */
function lastDay(dated: DatedRows): number {
  let last = 0;
  for (const { dayKey } of dated) last = Math.max(last, dayKey);
  return last + dayKeyMin;
}
