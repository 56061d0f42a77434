import type { Subject } from '../charts/chart.ts';
import { cellReader } from './cell-reader.ts';
import { dataTable } from './data-table.ts';
import { type PageContent, tableOf } from './read-blocks.ts';
import { whichRowsOf } from './section-table-card.ts';
import type { TableCell } from './table-spec.ts';
import { tickClock } from './tick-clock.ts';

/**
 * People with their commits, time and living lines; undefined when `history/devs` was not
 * selected.
 */
export function peopleTable(content: PageContent, onPick: (pick: Subject) => void): HTMLElement | undefined {
  const developers = tableOf(content, 'history/devs:developers');
  if (developers === undefined || developers.rowCount === 0) return undefined;
  const cell = cellReader(developers);
  const owners = tableOf(content, 'history/burndown:developer_survival');
  const ownerCell = owners === undefined ? undefined : cellReader(owners);
  const living = new Map(
    (owners?.allRows() ?? []).map((row) => [ownerCell!(row, 'id'), ownerCell!(row, 'current_lines')]),
  );
  const startOf = tickClock(content);
  return dataTable({
    id: 'people',
    caption: 'People',
    columns: [
      { title: 'name', kind: 'text' },
      { title: 'commits', kind: 'number', hasBar: true, isMain: true },
      { title: 'lines added', kind: 'number', note: 'Ever added, whether they still live or not' },
      { title: 'lines removed', kind: 'number' },
      { title: 'living', kind: 'number', isMain: true, note: 'Lines in the tree now that this person wrote' },
      { title: 'first commit', kind: 'time' },
      { title: 'last commit', kind: 'time', isMain: true },
      { title: 'active ticks', kind: 'number', note: 'Ticks, usually days, with a commit' },
      { title: 'e-mail', kind: 'text' },
    ],
    rows: developers
      .allRows()
      .map((row): TableCell[] => [
        cell(row, 'name'),
        cell(row, 'commits'),
        cell(row, 'lines_added'),
        cell(row, 'lines_removed'),
        living.get(cell(row, 'id')) ?? null,
        startOf(cell(row, 'first_tick')),
        startOf(cell(row, 'last_tick')),
        cell(row, 'active_ticks'),
        cell(row, 'email'),
      ]),
    rowCount: developers.rowCount,
    whichRows: whichRowsOf(developers),
    sortedBy: { column: 1, direction: 'descending' },
    onPick: (row) => onPick({ kind: 'person', name: String(row[0]) }),
  });
}
