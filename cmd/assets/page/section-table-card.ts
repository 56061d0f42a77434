import type { Column, TableBlock } from '../../../engine/index.ts';
import { grouped } from '../charts/said-number.ts';
import { dataTable, type TableColumn } from './data-table.ts';
import { element } from './element.ts';

/** A section of the report as it is: folded, made when it is opened. */
export function sectionTableCard(block: TableBlock): HTMLElement {
  const count = block.shape === 'record' ? '' : ` (${grouped(block.rowCount)})`;
  const name = element('code', {}, `${block.analyzer}:${block.section}`);
  const card = element(
    'details',
    { class: 'raw' },
    element('summary', {}, `${block.title}${count} `, name),
  );
  const fill = (): void => void card.append(contentOf(block));
  card.addEventListener('toggle', fill, { once: true });
  return card;
}

/** Columns as the report declares them. */
export function tableOfSection(block: TableBlock): HTMLElement {
  return dataTable({
    caption: block.title,
    columns: block.columns.map(columnOf),
    rows: block.rows,
    rowCount: block.rowCount,
    whichRows: whichRowsOf(block),
  });
}

function contentOf(block: TableBlock): HTMLElement {
  if (block.shape === 'record') return recordList(block);
  if (block.rowCount === 0)
    return element('p', { class: 'note' }, `No rows: ${block.emptyBecause}.`);
  return tableOfSection(block);
}

function recordList({ columns, rows }: TableBlock): HTMLElement {
  const [row = []] = rows;
  const items = columns.flatMap(({ name, type, unit }, at) => {
    const cell = row[at] ?? null;
    const value = typeof cell === 'number' ? grouped(cell) : String(cell ?? '–');
    const suffix = type === 'int' && unit !== undefined ? ` ${unit}` : '';
    return [element('dt', {}, titleOf(name)), element('dd', {}, `${value}${suffix}`)];
  });
  return element('dl', {}, ...items);
}

export function whichRowsOf({ keep, measure, rows }: TableBlock): string {
  const count = grouped(rows.length);
  if (keep === 'largest') return `the ${count} with the largest ${titleOf(measure)}`;
  return keep === 'last' ? `the last ${count}` : `the first ${count}`;
}

function columnOf(column: Column): TableColumn {
  return {
    title: titleOf(column.name),
    kind: kindOf(column),
    hasFilter: column.name === 'risk_level',
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
