import type { Column } from '../../../engine/index.ts';
import { grouped } from '../charts/said-number.ts';
import type { Subject } from '../charts/chart.ts';
import { dataTable } from './data-table.ts';
import { element } from './element.ts';
import type { PageTable } from './read-blocks.ts';
import type { TableColumn, TableSpec } from './table-spec.ts';

/** A section of the report as it is: folded, made when it is opened. */
export function sectionTableCard(block: PageTable): HTMLElement {
  const count = block.shape === 'record' ? '' : ` (${grouped(block.rowCount)})`;
  const name = element('code', {}, `${block.analyzer}:${block.section}`);
  const card = element('details', { class: 'raw' }, element('summary', {}, `${block.title}${count} `, name));
  card.addEventListener('toggle', () => card.append(contentOf(block)), { once: true });
  return card;
}

/** Columns as the report declares them. `onPick` is told the file or person of a row. */
export function tableOfSection(block: PageTable, id?: string, onPick?: (pick: Subject) => void): HTMLElement {
  const isOfFiles = block.columns[0] !== undefined && kindOf(block.columns[0]) === 'path';
  return dataTable({
    ...(id === undefined ? {} : { id }),
    ...(onPick === undefined || !isOfFiles ? {} : { onPick: ([path]) => onPick({ kind: 'file', name: String(path) }) }),
    caption: id === undefined ? `${block.title}, as reported` : block.title,
    columns: block.columns.map(columnOf),
    rows: block.allRows(),
    rowCount: block.rowCount,
    whichRows: whichRowsOf(block),
    ...sortedByMeasure(block),
  });
}

function contentOf(block: PageTable): HTMLElement {
  if (block.shape === 'record') return recordList(block);
  if (block.rowCount === 0) return element('p', { class: 'note' }, `No rows: ${block.emptyBecause}.`);
  return tableOfSection(block);
}

function recordList({ columns, rows }: PageTable): HTMLElement {
  const [row = []] = rows;
  const items = columns.flatMap(({ name, type, unit }, at) => {
    const cell = row[at] ?? null;
    const value = typeof cell === 'number' ? grouped(cell) : String(cell ?? '–');
    const suffix = type === 'int' && unit !== undefined ? ` ${unit}` : '';
    return [element('dt', {}, titleOf(name)), element('dd', {}, `${value}${suffix}`)];
  });
  return element('dl', {}, ...items);
}

/** A long table that is known by its largest rows shows these first. */
function sortedByMeasure({ keep, measure, columns, sentCount }: PageTable): Pick<TableSpec, 'sortedBy'> {
  if (keep !== 'largest' || sentCount === 0) return {};
  return { sortedBy: { column: columns.findIndex(({ name }) => name === measure), direction: 'descending' } };
}

export function whichRowsOf({ sentCount, rows }: PageTable): string {
  return `the first ${grouped(Math.max(sentCount, rows.length))}`;
}

function columnOf(column: Column): TableColumn {
  return {
    title: titleOf(column.name),
    kind: kindOf(column),
    hasFilter: column.name === 'risk_level',
    isMain: kindOf(column) !== 'text',
  };
}

function kindOf({ name, type, unit }: Column): TableColumn['kind'] {
  if (/^(path|file|old_path)\d?$/.test(name)) return 'path';
  if (type === 'oid' || type === 'time') return type;
  if (unit === 'percent' || unit === 'ratio') return unit;
  if (/(strength|rate)$/.test(name)) return 'ratio';
  return type === 'int' || type === 'float' ? 'number' : 'text';
}

export function titleOf(name: string): string {
  return name.replaceAll('_', ' ');
}
