import { element } from '../page/element.ts';

export interface PlainColumn {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** A small table of texts. */
export function plainTable(
  caption: string,
  columns: readonly PlainColumn[],
  rows: readonly (readonly (string | Node)[])[],
): HTMLElement {
  const cellClass = (at: number): Record<string, string> => (columns[at]?.isNumber === true ? { class: 'number' } : {});
  const heads = columns.map(({ title }, at) => element('th', { scope: 'col', ...cellClass(at) }, title));
  const body = rows.map((row) =>
    element('tr', {}, ...row.map((cell, at) => element(at === 0 ? 'th' : 'td', cellClass(at), cell))),
  );
  return element(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    element(
      'table',
      { class: 'plain' },
      element('caption', { class: 'visually-hidden' }, caption),
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', {}, ...body),
    ),
  );
}
