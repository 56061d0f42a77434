import { grouped, plural } from '../charts/said-number.ts';
import { element } from './element.ts';
import { pageState } from './page-state.ts';
import { alignment, isNumeric, rowElement } from './row-element.ts';
import { searchTerms } from './search-terms.ts';
import { exportButtons } from './table-export.ts';
import type { TableCell, TableColumn, TableRow, TableSort, TableSpec } from './table-spec.ts';
import { VirtualRows } from './virtual-rows.ts';

/** A table with search, filters, sorting and export. Of any number of rows those in view are in the page. */
export function dataTable(spec: TableSpec): HTMLElement {
  return new DataTable(spec).root;
}

class DataTable {
  readonly root: HTMLElement;
  readonly #spec: TableSpec;
  readonly #table: HTMLElement;
  readonly #search: HTMLInputElement;
  readonly #selects = new Map<number, HTMLSelectElement>();
  readonly #status = element('p', { class: 'table-status', role: 'status' });
  readonly #headers: HTMLTableCellElement[] = [];
  readonly #maxima: readonly number[];
  readonly #rows: VirtualRows;
  #found: readonly TableRow[] = [];
  #sort: TableSort | undefined;

  constructor(spec: TableSpec) {
    this.#spec = spec;
    this.#maxima = spec.columns.map(({ hasBar }, at) => (hasBar === true ? largest(spec.rows, at) : 0));
    this.#search = searchField(spec.caption);
    const body = element('tbody', { role: 'rowgroup' });
    const heads = spec.columns.map((column, at) => this.#header(column, at));
    this.#table = element(
      'table',
      { role: 'table' },
      element('caption', { class: 'visually-hidden' }, spec.caption),
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row', 'aria-rowindex': '1' }, ...heads)),
      body,
    );
    const attributes = { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': `${spec.caption}, rows` };
    const scroller = element('div', attributes, this.#table);
    const isOfPairs = spec.columns.filter(({ kind }) => kind === 'path').length > 1;
    this.root = element(
      'div',
      { class: isOfPairs ? 'table of-pairs' : 'table' },
      this.#tools(),
      scroller,
      this.#status,
    );
    this.#rows = new VirtualRows(scroller, body, (at) => this.#rowElement(at));
    this.#readState();
    if (spec.id !== undefined) pageState.onChange(() => this.#readState());
  }

  #tools(): HTMLElement {
    const { caption, columns } = this.#spec;
    this.#search.addEventListener('input', () => this.#chosen('find', this.#search.value.trim()));
    for (const [at, column] of columns.entries()) {
      if (column.hasFilter === true) this.#selects.set(at, this.#filter(column, at));
    }
    const exported = exportButtons(() => ({
      name: caption.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
      titles: columns.map(({ title }) => title),
      rows: this.#matching().toSorted((one, other) => this.#compare(one, other)),
    }));
    return element('div', { class: 'table-tools' }, this.#search, ...this.#selects.values(), ...exported);
  }

  #filter({ title }: TableColumn, at: number): HTMLSelectElement {
    const values = [...new Set(this.#spec.rows.map((row) => String(row[at] ?? '')))].sort();
    const all = element('option', { value: '' }, `${title}: all`);
    const options = values.filter((value) => value !== '').map((value) => element('option', { value }, value));
    const select = element('select', { 'aria-label': `Show only this ${title}` }, all, ...options);
    select.addEventListener('change', () => this.#chosen(title, select.value));
    return select;
  }

  #header(column: TableColumn, at: number): HTMLTableCellElement {
    const button = element('button', { type: 'button' }, column.title);
    if (column.note !== undefined) button.title = column.note;
    const header = element('th', { scope: 'col', role: 'columnheader', class: alignment(column) }, button);
    button.addEventListener('click', () => {
      const isSame = this.#sort?.column === at;
      const first = isNumeric(column) ? 'descending' : 'ascending';
      const second = isNumeric(column) ? 'ascending' : 'descending';
      this.#sort = { column: at, direction: isSame && this.#sort?.direction === first ? second : first };
      this.#chosen('sort', `${column.title}-${this.#sort.direction}`);
    });
    this.#headers.push(header);
    return header;
  }

  /** A choice of the reader: kept in the address, and followed. */
  #chosen(name: string, value: string): void {
    if (this.#spec.id !== undefined) pageState.set(`${this.#spec.id}.${name}`, value);
    this.#show(true);
  }

  #readState(): void {
    const { id, columns, sortedBy } = this.#spec;
    const read = (name: string): string => (id === undefined ? '' : (pageState.get(`${id}.${name}`) ?? ''));
    this.#search.value = read('find');
    for (const [at, select] of this.#selects) select.value = read(columns[at]!.title);
    const found = /^(.*)-(ascending|descending)$/.exec(read('sort'));
    const column = columns.findIndex(({ title }) => title === found?.[1]);
    this.#sort = column < 0 ? sortedBy : { column, direction: found![2] as TableSort['direction'] };
    this.#show(true);
  }

  #show(isFromTop: boolean): void {
    const matching = this.#matching();
    const { tree } = this.#spec;
    const compare = (one: TableRow, other: TableRow): number => this.#compare(one, other);
    this.#found = this.#isTree && tree !== undefined ? tree.arranged(compare) : matching.toSorted(compare);
    this.#table.setAttribute('aria-rowcount', String(this.#found.length + 1));
    for (const [at, header] of this.#headers.entries()) {
      const isSorted = this.#sort?.column === at;
      header.setAttribute('aria-sort', isSorted ? this.#sort!.direction : 'none');
    }
    this.#status.replaceChildren(this.#statusText(matching.length));
    this.#rows.show(this.#found.length, isFromTop);
  }

  get #isTree(): boolean {
    if (this.#spec.tree === undefined || this.#search.value.trim() !== '') return false;
    return [...this.#selects.values()].every(({ value }) => value === '');
  }

  #statusText(foundCount: number): string {
    const { rows, rowCount, whichRows } = this.#spec;
    const isFiltered = foundCount !== rows.length;
    const shown = isFiltered ? plural(foundCount, 'row matches', 'rows match') : plural(rows.length, 'row', 'rows');
    if (rows.length === rowCount) return `${shown}.`;
    return (
      `${shown}. This page holds ${whichRows} of ${grouped(rowCount)}, … and ` +
      `${grouped(rowCount - rows.length)} more in the report's other formats.`
    );
  }

  #matching(): readonly TableRow[] {
    const { rows, columns } = this.#spec;
    const textual = columns.flatMap(({ kind }, at) => (/^(text|path|oid)$/.test(kind) ? [at] : []));
    const matches = searchTerms(this.#search.value);
    const wanted = Array.from(this.#selects, ([at, { value }]) => ({ at, value })).filter(({ value }) => value !== '');
    if (this.#search.value.trim() === '' && wanted.length === 0) return rows;
    return rows.filter(
      (row) =>
        wanted.every(({ at, value }) => String(row[at] ?? '') === value) &&
        matches(textual.map((at) => String(row[at] ?? ''))),
    );
  }

  #compare(one: TableRow, other: TableRow): number {
    if (this.#sort === undefined) return 0;
    const { column, direction } = this.#sort;
    const sign = direction === 'ascending' ? 1 : -1;
    return sign * compare(one[column] ?? null, other[column] ?? null, sign);
  }

  #rowElement(at: number): HTMLElement {
    return rowElement(this.#spec, this.#found[at]!, {
      index: at + 2,
      isTree: this.#isTree,
      maxima: this.#maxima,
      onToggle: (row) => {
        this.#spec.tree?.toggle(row);
        this.#show(false);
      },
    });
  }
}

function searchField(caption: string): HTMLInputElement {
  return element('input', {
    type: 'search',
    placeholder: 'Search: words, or *.ts',
    'aria-label': `Search in ${caption}`,
    spellcheck: 'false',
  });
}

function largest(rows: readonly TableRow[], at: number): number {
  return rows.reduce((most, row) => Math.max(most, typeof row[at] === 'number' ? row[at] : 0), 0);
}

/** What is not known stands last in both directions. */
function compare(one: TableCell, other: TableCell, sign: number): number {
  if (one === null || other === null) return one === other ? 0 : (one === null ? 1 : -1) * sign;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [String(one), String(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
