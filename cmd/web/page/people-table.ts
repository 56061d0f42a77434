import { dataTable, type TableCell } from './data-table.ts';
import { type PageContent, type PageTable, tableOf } from './read-blocks.ts';
import { whichRowsOf } from './section-table-card.ts';

/**
 * People with their commits, time and living lines; undefined when `history/devs` was not
 * selected.
 */
export function peopleTable(content: PageContent): HTMLElement | undefined {
  const developers = tableOf(content, 'history/devs:developers');
  if (developers === undefined || developers.rowCount === 0) return undefined;
  const cell = readerOf(developers);
  const owners = tableOf(content, 'history/burndown:developer_survival');
  const ownerCell = owners === undefined ? undefined : readerOf(owners);
  const living = new Map(
    (owners?.allRows() ?? []).map((row) => [ownerCell!(row, 'id'), ownerCell!(row, 'current_lines')]),
  );
  const startOf = tickClock(content);
  return dataTable({
    caption: 'People',
    columns: [
      { title: 'name', kind: 'text' },
      { title: 'e-mail', kind: 'text' },
      { title: 'commits', kind: 'number', hasBar: true },
      { title: 'lines added', kind: 'number' },
      { title: 'lines removed', kind: 'number' },
      { title: 'living lines', kind: 'number' },
      { title: 'languages', kind: 'number' },
      { title: 'first commit', kind: 'time' },
      { title: 'last commit', kind: 'time' },
      { title: 'active ticks', kind: 'number' },
    ],
    rows: developers
      .allRows()
      .map((row): TableCell[] => [
        cell(row, 'name'),
        cell(row, 'email'),
        cell(row, 'commits'),
        cell(row, 'lines_added'),
        cell(row, 'lines_removed'),
        living.get(cell(row, 'id')) ?? null,
        cell(row, 'languages'),
        startOf(cell(row, 'first_tick')),
        startOf(cell(row, 'last_tick')),
        cell(row, 'active_ticks'),
      ]),
    rowCount: developers.rowCount,
    whichRows: whichRowsOf(developers),
    sortedBy: { column: 2, direction: 'descending' },
  });
}

function readerOf({ columns }: PageTable): (row: readonly TableCell[], name: string) => TableCell {
  const places = new Map(columns.map(({ name }, at) => [name, at]));
  return (row, name) => row[places.get(name) ?? -1] ?? null;
}

/** When a tick starts, in seconds since 1970. */
function tickClock({ head }: PageContent): (tick: TableCell) => TableCell {
  const history = (head?.['history'] ?? {}) as {
    readonly first_commit_at?: string;
    readonly tick_seconds?: number;
  };
  const seconds = history.tick_seconds ?? 86_400;
  const origin = Math.floor((Date.parse(history.first_commit_at ?? '') || 0) / 1000 / seconds) * seconds;
  return (tick) => (typeof tick === 'number' ? origin + tick * seconds : null);
}
