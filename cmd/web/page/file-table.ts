import { grouped } from '../charts/said-number.ts';
import { dataTable, type TableCell } from './data-table.ts';
import { type PageContent, type PageTable, tableOf } from './read-blocks.ts';

/** Values by path, out of one column of a section. */
class Lookup {
  readonly #rows: ReadonlyMap<TableCell, readonly TableCell[]>;
  readonly #places: ReadonlyMap<string, number>;
  readonly rowCount: number;

  constructor(block: PageTable | undefined, pathName: string) {
    this.#places = new Map((block?.columns ?? []).map(({ name }, at) => [name, at]));
    const pathAt = this.#places.get(pathName) ?? -1;
    this.#rows = new Map((block?.allRows() ?? []).map((row) => [row[pathAt] ?? null, row]));
    this.rowCount = block?.rowCount ?? 0;
  }

  get paths(): IterableIterator<TableCell> {
    return this.#rows.keys();
  }

  cell(path: TableCell, name: string): TableCell {
    return this.#rows.get(path)?.[this.#places.get(name) ?? -1] ?? null;
  }
}

/** What all analyzers know of each file, in one table; undefined when none speaks of files. */
export function fileTable(content: PageContent): HTMLElement | undefined {
  const churn = new Lookup(tableOf(content, 'history/file-history:file_churn'), 'path');
  const authors = new Lookup(tableOf(content, 'history/file-history:file_contributors'), 'path');
  const survival = new Lookup(tableOf(content, 'history/burndown:file_survival'), 'path');
  const ownership = new Lookup(tableOf(content, 'history/couples:file_ownership'), 'file');
  const paths = [...new Set([...churn.paths, ...ownership.paths, ...survival.paths])];
  if (paths.length === 0) return undefined;
  const rowCount = Math.max(churn.rowCount, ownership.rowCount, survival.rowCount, paths.length);
  const rows = paths.map((path): TableCell[] => [
    path,
    folderOf(String(path)),
    survival.cell(path, 'current_lines') ?? ownership.cell(path, 'lines'),
    churn.cell(path, 'commit_count'),
    churn.cell(path, 'contributor_count') ?? ownership.cell(path, 'contributors'),
    churn.cell(path, 'churn_score'),
    authors.cell(path, 'top_contributor_name'),
    survival.cell(path, 'top_owner_percentage'),
  ]);
  return dataTable({
    caption: 'Files',
    columns: [
      { title: 'path', kind: 'path' },
      { title: 'folder', kind: 'text', hasFilter: true },
      { title: 'lines', kind: 'number', hasBar: true },
      { title: 'commits', kind: 'number', hasBar: true },
      { title: 'people', kind: 'number' },
      { title: 'churn', kind: 'number' },
      { title: 'main author', kind: 'text' },
      { title: 'largest owner', kind: 'percent' },
    ],
    rows,
    rowCount,
    whichRows: `the first ${grouped(paths.length)}`,
    sortedBy: { column: 3, direction: 'descending' },
  });
}

function folderOf(path: string): string {
  return path.includes('/') ? `${path.slice(0, path.indexOf('/'))}/` : '(top)';
}
