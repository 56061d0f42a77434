import { dayOf, grouped, percent } from '../charts/said-number.ts';
import { element } from './element.ts';
import type { TableCell, TableColumn, TableRow, TableSpec } from './table-spec.ts';

export interface RowPlace {
  /** From 1, as readers of screens count; the head is the first. */
  readonly index: number;
  readonly isTree: boolean;
  /** Largest of each column with bars. */
  readonly maxima: readonly number[];
  readonly onToggle: (row: TableRow) => void;
}

/** One row: its name, which may open something, and its values. */
export function rowElement(spec: TableSpec, row: TableRow, place: RowPlace): HTMLElement {
  const cells = spec.columns.map((column, at) => {
    const cell = row[at] ?? null;
    const attributes = {
      class: `${alignment(column)}${column.kind === 'time' ? ' time' : ''}${column.isMain === true ? ' main' : ''}`,
      'data-title': column.title,
      role: at === 0 ? 'rowheader' : 'cell',
    };
    const made = element(at === 0 ? 'th' : 'td', attributes, at === 0 ? nameOf(spec, row, place) : shown(cell, column));
    if (column.kind === 'path' || column.kind === 'text') made.title = String(cell ?? '');
    drawBar(made, cell, place.maxima[at]!);
    return made;
  });
  return element('tr', { role: 'row', 'aria-rowindex': String(place.index) }, ...cells);
}

function nameOf(spec: TableSpec, row: TableRow, { isTree, onToggle }: RowPlace): HTMLElement | string {
  const { tree, onPick } = spec;
  const text = shown(row[0] ?? null, spec.columns[0]!);
  const isOpen = isTree ? tree!.isOpen(row) : undefined;
  const name = element('span', { class: 'name' }, isTree ? tree!.nameOf(row) : text);
  if (isTree) name.style.setProperty('--depth', String(tree!.depthOf(row)));
  if (isOpen === undefined && onPick === undefined) return isTree ? name : text;
  const button = element('button', { type: 'button', class: 'link' }, name);
  if (isOpen === undefined) button.addEventListener('click', () => onPick!(row));
  else {
    button.setAttribute('aria-expanded', String(isOpen));
    button.addEventListener('click', () => onToggle(row));
  }
  return button;
}

function drawBar(made: HTMLElement, cell: TableCell, maximum: number): void {
  if (maximum <= 0 || typeof cell !== 'number') return;
  made.classList.add('bar');
  made.style.setProperty('--share', `${Math.min(100, Math.max(0, (cell / maximum) * 100)).toFixed(1)}%`);
}

export function isNumeric({ kind }: TableColumn): boolean {
  return kind === 'number' || kind === 'ratio' || kind === 'percent' || kind === 'time';
}

export function alignment(column: TableColumn): string {
  return isNumeric(column) ? 'number' : column.kind;
}

function shown(cell: TableCell, { kind }: TableColumn): string {
  if (cell === null) return '–';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'string') return kind === 'oid' ? cell.slice(0, 12) : kind === 'time' ? cell.slice(0, 10) : cell;
  if (kind === 'ratio') return percent(cell);
  if (kind === 'percent') return percent(cell / 100);
  return kind === 'time' ? dayOf(cell) : grouped(cell);
}
