import type { Subject } from '../charts/chart.ts';
import { grouped } from '../charts/said-number.ts';
import { dataTable } from './data-table.ts';
import { knownFiles } from './file-facts.ts';
import { FolderTree } from './folder-tree.ts';
import type { PageContent } from './read-blocks.ts';
import type { TableCell, TableColumn } from './table-spec.ts';

const columns: readonly TableColumn[] = [
  { title: 'path', kind: 'path' },
  { title: 'lines', kind: 'number', hasBar: true, isMain: true },
  {
    title: 'changes',
    kind: 'number',
    hasBar: true,
    isMain: true,
    note: 'Commits that changed the file; of a folder, the sum over its files',
  },
  { title: 'people', kind: 'number', isMain: true, note: 'People who changed the file' },
  { title: 'churn', kind: 'number' },
  { title: 'owner', kind: 'text', note: 'Who wrote most of the lines that are there now' },
  { title: 'owns', kind: 'percent', isMain: true, note: 'The share of the living lines that the owner wrote' },
];
const [linesAt, changesAt] = [1, 2];

/** Whether an analyzer speaks of files. */
export function hasFiles({ tables }: PageContent): boolean {
  const names = ['file_churn', 'file_ownership', 'file_survival'];
  return tables.some(({ section, rowCount }) => names.includes(section) && rowCount > 0);
}

/** What all analyzers know of each file, in its folders. */
export function fileTable(content: PageContent, onPick: (subject: Subject) => void): HTMLElement {
  const { churn, survival, ownership } = knownFiles(content);
  const paths = [...new Set([...churn.paths, ...ownership.paths, ...survival.paths])];
  const rowCount = Math.max(churn.rowCount, ownership.rowCount, survival.rowCount, paths.length);
  const rows = paths.map((path): TableCell[] => [
    path,
    survival.cell(path, 'current_lines') ?? ownership.cell(path, 'lines'),
    churn.cell(path, 'commit_count'),
    churn.cell(path, 'contributor_count') ?? ownership.cell(path, 'contributors'),
    churn.cell(path, 'churn_score'),
    survival.cell(path, 'top_owner_name'),
    survival.cell(path, 'top_owner_percentage'),
  ]);
  return dataTable({
    id: 'files',
    caption: 'Files',
    columns,
    rows,
    rowCount,
    whichRows: `the first ${grouped(paths.length)}`,
    sortedBy: { column: changesAt, direction: 'descending' },
    tree: new FolderTree(rows, [linesAt, changesAt]),
    onPick: ([path]) => onPick({ kind: 'file', name: String(path) }),
  });
}
