import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { monthsBetween } from './calendar.ts';
import { entity, int } from './columns.ts';
import { type Days, dayKeyMin } from './days.ts';
import type { MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

interface Parts {
  readonly rows: MaatRows;
  readonly days: Days;
  readonly now: number | undefined;
  readonly context: ReportContext;
}

/** Months since entities changed. */
export function ageSection(parts: Parts): Section {
  const columns = [entity, int('age-months', 'Whole months from its last change to the day that counts as now', 'months')];
  return maatTable('age', 'Age of entities', columns, () => ageRows(parts));
}

/** The youngest first, then by name. As code-maat has it, changes on the day that is now, or behind it, do not count. */
function* ageRows({ rows, days, now, context }: Parts): Generator<readonly Cell[]> {
  using lasts = context.scratch({ name: 'last changes', keys: ['entity'], columns: { day: 'max' } });
  const end = now ?? lastDay(rows, days);
  let day = 0;
  for (const { entity: rank, place, isFirst } of rows.rows()) {
    if (isFirst) day = days.of(place);
    if (day < end) lasts.add(rank, 0, 0, day - dayKeyMin);
  }
  using order = context.scratch({ name: 'order of ages', keys: ['months', 'entity'], columns: { count: 'sum' } });
  for (const { entity: rank, day: last } of lasts) order.add(monthsBetween(last + dayKeyMin, end), rank, 0, 1);
  for (const { months, entity: rank } of order) yield [rows.entityText(rank), months];
}

/** The latest day that the log names. */
function lastDay(rows: MaatRows, days: Days): number {
  let last = dayKeyMin;
  for (const { place, isFirst } of rows.rows()) if (isFirst) last = Math.max(last, days.of(place));
  return last;
}
