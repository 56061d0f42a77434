import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { entity, int } from './columns.ts';
import type { MaatOptions } from './maat-options.ts';
import type { MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

/** How often each entity changes together with others, counted once for each of them. */
export function socSection(rows: MaatRows, options: MaatOptions, context: ReportContext): Section {
  const columns = [entity, int('soc', 'Sum over its commits of the other entities that they change')];
  return maatTable('soc', 'Sum of coupling', columns, () => socRows(rows, options, context));
}

/** The greatest sum first; of equal ones the last by name, as code-maat has it. */
function* socRows(rows: MaatRows, { minRevs }: MaatOptions, context: ReportContext): Generator<readonly Cell[]> {
  using sums = context.scratch({ name: 'sums of coupling', keys: ['entity'], columns: { soc: 'sum' } });
  using sizes = context.scratch({ name: 'sizes of commits', keys: ['place'], columns: { size: 'sum' } });
  for (const { place } of rows.rows()) sizes.add(place, 0, 0, 1);
  const commits = sizes[Symbol.iterator]();
  try {
    let size = 0;
    for (const { entity: rank, isFirst } of rows.rows()) {
      if (isFirst) size = commits.next().value!.size;
      sums.add(rank, 0, 0, size - 1);
    }
  } finally {
    commits.return?.();
  }
  const last = rows.entityCount - 1;
  using order = context.scratch({
    name: 'order of sums',
    keys: ['soc', 'later'],
    columns: { count: 'sum' },
    isWide: true,
    order: 'descending',
  });
  for (const { entity: rank, soc } of sums) if (soc > minRevs) order.add(soc, last - rank, 0, 1);
  for (const { soc, later } of order) yield [rows.entityText(last - later), soc];
}
