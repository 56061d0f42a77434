import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { entity, int } from './columns.ts';
import type { DatedRows } from './dated-rows.ts';
import type { MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

/** How many commits of each entity have a subject with what is looked for. */
export function messagesSection(rows: MaatRows, dated: DatedRows, context: ReportContext): Section {
  const columns = [entity, int('matches', 'Commits of the entity whose subject matches the expression', 'commits')];
  return maatTable('messages', 'Entities by messages', columns, () => messageRows(rows, dated, context));
}

/** The most matches first; of equal ones the last by name, as code-maat has it. */
function* messageRows(rows: MaatRows, dated: DatedRows, context: ReportContext): Generator<readonly Cell[]> {
  using matches = context.scratch({ name: 'matches', keys: ['entity'], columns: { count: 'sum' } });
  for (const { entity: rank, isMatch } of dated) if (isMatch) matches.add(rank, 0, 0, 1);
  using order = context.scratch({
    name: 'order of matches',
    keys: ['count', 'later'],
    columns: { entities: 'sum' },
    order: 'descending',
  });
  const last = rows.entityCount - 1;
  for (const { entity: rank, count } of matches) order.add(count, last - rank, 0, 1);
  for (const { count, later } of order) yield [rows.entityText(last - later), count];
}
