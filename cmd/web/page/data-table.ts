import { dayOf, grouped, percent, plural } from '../charts/said-number.ts';
import { element } from './element.ts';

export type TableCell = string | number | boolean | null;

export interface TableColumn {
  readonly title: string;
  readonly kind: 'text' | 'path' | 'number' | 'ratio' | 'percent' | 'time' | 'oid';
  /** Drawn as bars behind the numbers. */
  readonly hasBar?: boolean;
  /** Offers the values as a filter; for columns of few different values. */
  readonly hasFilter?: boolean;
}

export interface TableSpec {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Rows that exist; more than `rows` when some are not in the page. */
  readonly rowCount: number;
  /** Which rows these are, completing "Here are …". */
  readonly whichRows: string;
  readonly sortedBy?: { readonly column: number; readonly direction: 'ascending' | 'descending' };
}

const pageRowCount = 20;
const moreRowCount = 200;

/** A table with search, filters and sorting. Shows 20 rows, and 200 more at each wish. */
export function dataTable(spec: TableSpec): HTMLElement {
  return new DataTable(spec).root;
}

class DataTable {
  readonly root: HTMLElement;
  readonly #spec: TableSpec;
  readonly #body = element('tbody');
  readonly #status = element('p', { class: 'table-status', role: 'status' });
  readonly #more = element('button', { type: 'button', class: 'more' });
  readonly #headers: HTMLTableCellElement[] = [];
  readonly #filters = new Map<number, string>();
  readonly #maxima: readonly number[];
  #query = '';
  #sort: TableSpec['sortedBy'];
  #shownCount = pageRowCount;

  constructor(spec: TableSpec) {
    this.#spec = spec;
    this.#sort = spec.sortedBy;
    this.#maxima = spec.columns.map(({ hasBar }, at) => (hasBar === true ? largest(spec.rows, at) : 0));
    const table = element(
      'table',
      {},
      element('caption', { class: 'visually-hidden' }, spec.caption),
      element('thead', {}, element('tr', {}, ...spec.columns.map((column, at) => this.#header(column, at)))),
      this.#body,
    );
    const scroller = element(
      'div',
      { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': spec.caption },
      table,
    );
    this.root = element('div', { class: 'table' }, this.#tools(), scroller, this.#status, this.#more);
    this.#more.addEventListener('click', () => {
      this.#shownCount += moreRowCount;
      this.#show();
    });
    this.#show();
  }

  #tools(): HTMLElement {
    const search = element('input', {
      type: 'search',
      placeholder: 'Search',
      'aria-label': `Search in ${this.#spec.caption}`,
      spellcheck: 'false',
    });
    search.addEventListener('input', () => {
      this.#query = search.value.trim().toLowerCase();
      this.#restart();
    });
    const selects = this.#spec.columns.flatMap((column, at) =>
      column.hasFilter === true ? [this.#filter(column, at)] : [],
    );
    return element('div', { class: 'table-tools' }, search, ...selects);
  }

  #filter({ title }: TableColumn, at: number): HTMLElement {
    const values = [...new Set(this.#spec.rows.map((row) => String(row[at] ?? '')))].sort();
    const all = element('option', { value: '' }, `${title}: all`);
    const options = values.filter((value) => value !== '').map((value) => element('option', { value }, value));
    const select = element('select', { 'aria-label': `Show only this ${title}` }, all, ...options);
    select.addEventListener('change', () => {
      this.#filters.set(at, select.value);
      this.#restart();
    });
    return select;
  }

  #header(column: TableColumn, at: number): HTMLTableCellElement {
    const button = element('button', { type: 'button' }, column.title);
    const header = element('th', { scope: 'col', class: alignment(column) }, button);
    button.addEventListener('click', () => {
      const isSame = this.#sort?.column === at;
      const first = isNumeric(column) ? 'descending' : 'ascending';
      const second = isNumeric(column) ? 'ascending' : 'descending';
      this.#sort = {
        column: at,
        direction: isSame && this.#sort?.direction === first ? second : first,
      };
      this.#restart();
    });
    this.#headers.push(header);
    return header;
  }

  #restart(): void {
    this.#shownCount = pageRowCount;
    this.#show();
  }

  #show(): void {
    const found = this.#found();
    const shown = found.slice(0, this.#shownCount);
    this.#body.replaceChildren(...shown.map((row) => this.#rowElement(row)));
    for (const [at, header] of this.#headers.entries()) {
      const isSorted = this.#sort?.column === at;
      header.setAttribute('aria-sort', isSorted ? this.#sort!.direction : 'none');
    }
    this.#status.replaceChildren(this.#statusText(shown.length, found.length));
    const rest = found.length - shown.length;
    this.#more.hidden = rest === 0;
    this.#more.replaceChildren(`Show ${grouped(Math.min(rest, moreRowCount))} more`);
  }

  #statusText(shownCount: number, foundCount: number): string {
    const { rows, rowCount, whichRows } = this.#spec;
    const isFiltered = foundCount !== rows.length;
    const shown = isFiltered
      ? `${plural(foundCount, 'row matches', 'rows match')}`
      : plural(rows.length, 'row', 'rows');
    const visible = shownCount < foundCount ? `, ${grouped(shownCount)} shown` : '';
    if (rows.length === rowCount) return `${shown}${visible}.`;
    return (
      `${shown}${visible}. This page holds ${whichRows} of ${grouped(rowCount)}, … and ` +
      `${grouped(rowCount - rows.length)} more in the report's other formats.`
    );
  }

  #found(): readonly (readonly TableCell[])[] {
    const { rows, columns } = this.#spec;
    const isText = columns.map(({ kind }) => kind === 'text' || kind === 'path' || kind === 'oid');
    const found = rows.filter((row) => this.#matches(row, isText));
    if (this.#sort === undefined) return found;
    const { column, direction } = this.#sort;
    const sign = direction === 'ascending' ? 1 : -1;
    return found.toSorted((one, other) => sign * compare(one[column] ?? null, other[column] ?? null, sign));
  }

  #matches(row: readonly TableCell[], isText: readonly boolean[]): boolean {
    for (const [at, wanted] of this.#filters) {
      if (wanted !== '' && String(row[at] ?? '') !== wanted) return false;
    }
    if (this.#query === '') return true;
    return row.some(
      (cell, at) =>
        isText[at] &&
        String(cell ?? '')
          .toLowerCase()
          .includes(this.#query),
    );
  }

  #rowElement(row: readonly TableCell[]): HTMLElement {
    const cells = this.#spec.columns.map((column, at) => {
      const cell = row[at] ?? null;
      const tag = at === 0 ? 'th' : 'td';
      const made = element(
        tag,
        { class: alignment(column), ...(at === 0 ? { scope: 'row' } : {}) },
        shownCell(cell, column),
      );
      if (column.kind === 'path' || column.kind === 'text') made.title = String(cell ?? '');
      const maximum = this.#maxima[at]!;
      if (maximum > 0 && typeof cell === 'number') {
        made.classList.add('bar');
        made.style.setProperty('--share', `${Math.max(0, (cell / maximum) * 100).toFixed(1)}%`);
      }
      return made;
    });
    return element('tr', {}, ...cells);
  }
}

function largest(rows: readonly (readonly TableCell[])[], at: number): number {
  return rows.reduce((most, row) => Math.max(most, typeof row[at] === 'number' ? row[at] : 0), 0);
}

function isNumeric({ kind }: TableColumn): boolean {
  return kind === 'number' || kind === 'ratio' || kind === 'percent' || kind === 'time';
}

function alignment(column: TableColumn): string {
  return isNumeric(column) ? 'number' : column.kind;
}

/** What is not known stands last in both directions. */
function compare(one: TableCell, other: TableCell, sign: number): number {
  if (one === null || other === null) return one === other ? 0 : (one === null ? 1 : -1) * sign;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [String(one), String(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function shownCell(cell: TableCell, { kind }: TableColumn): string {
  if (cell === null) return '–';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'string') return kind === 'oid' ? cell.slice(0, 12) : kind === 'time' ? cell.slice(0, 10) : cell;
  if (kind === 'ratio') return percent(cell);
  if (kind === 'percent') return percent(cell / 100);
  return kind === 'time' ? dayOf(cell) : grouped(cell);
}
