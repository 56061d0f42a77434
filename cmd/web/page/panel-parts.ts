import type { Subject } from '../charts/chart.ts';
import { dayOf, grouped, percent } from '../charts/said-number.ts';
import { element } from './element.ts';
import { sparkline } from './sparkline.ts';
import type { TableCell } from './table-spec.ts';

/** Names with values; those without a value are left out. */
export function factList(facts: readonly (readonly [name: string, value: string | undefined])[]): HTMLElement {
  const known = facts.filter(([, value]) => value !== undefined);
  return element(
    'dl',
    { class: 'facts' },
    ...known.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

export function count(cell: TableCell): string | undefined {
  return typeof cell === 'number' ? grouped(cell) : undefined;
}

export function day(cell: TableCell): string | undefined {
  return typeof cell === 'number' ? dayOf(cell) : undefined;
}

export interface BarRow {
  readonly name: string;
  readonly amount: number;
  /** Shown in place of the amount. */
  readonly value?: string;
  readonly pick?: Subject;
}

/** A heading and bars, the longest first; undefined without any. */
export function barList(
  title: string,
  rows: readonly BarRow[],
  open: (pick: Subject) => void,
  whole?: number,
): HTMLElement | undefined {
  if (rows.length === 0) return undefined;
  const most = Math.max(...rows.map(({ amount }) => amount), 1e-9);
  const items = rows.map(({ name, amount, value, pick }) => {
    const share = whole === undefined || whole === 0 ? '' : ` (${percent(amount / whole)})`;
    const item = element(
      'li',
      { class: 'bar' },
      pick === undefined ? element('span', { class: 'name', title: name }, name) : pickButton(name, pick, open),
      element('span', { class: 'value' }, value ?? `${grouped(amount)}${share}`),
    );
    item.style.setProperty('--share', `${((amount / most) * 100).toFixed(1)}%`);
    return item;
  });
  return element(
    'section',
    { class: 'panel-part' },
    element('h3', {}, title),
    element('ol', { class: 'bars' }, ...items),
  );
}

function pickButton(name: string, pick: Subject, open: (pick: Subject) => void): HTMLElement {
  const button = element('button', { type: 'button', class: 'link', title: pick.name }, name);
  button.addEventListener('click', () => open(pick));
  return button;
}

/** A heading, a small line, and what it shows in words. */
export function timelinePart(title: string, values: readonly number[], words: string): HTMLElement {
  return element(
    'section',
    { class: 'panel-part timeline' },
    element('h3', {}, title),
    sparkline(values),
    element('p', { class: 'note' }, words),
  );
}

/** The folders of a path, each to be opened. */
export function folderTrail(path: string, open: (pick: Subject) => void): HTMLElement | undefined {
  const parts = path.split('/').slice(0, -1);
  if (parts.length === 0) return undefined;
  const buttons = parts.map((part, at) =>
    pickButton(`${part}/`, { kind: 'folder', name: parts.slice(0, at + 1).join('/') }, open),
  );
  return element('p', { class: 'trail' }, 'in ', ...buttons);
}
