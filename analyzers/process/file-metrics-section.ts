import type { Cell, Column, Section } from '../../engine/index.ts';
import { fileMetrics, type FileMetricsOrder } from './file-metrics.ts';

const lines = (name: string, description: string): Column => ({ name, type: 'int', unit: 'lines', description });
const mean = (name: string, description: string): Column => ({ name, type: 'float', unit: 'lines', description });

const columns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path of the file at the end' },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits of the window that change the file' },
  { name: 'contributors', type: 'int', unit: 'people', description: 'People with such a commit' },
  {
    name: 'minor_contributors',
    type: 'int',
    unit: 'people',
    isNullable: true,
    description: 'Those with less than a twentieth of the lines added and removed; null where no line was',
  },
  {
    name: 'top_contributor_share',
    type: 'float',
    isNullable: true,
    description: 'Share of the person with most lines added and removed; null where no line was',
  },
  lines('lines_added', 'Lines added'),
  lines('lines_added_max', 'Most lines that a commit adds'),
  mean('lines_added_avg', 'Mean lines that a commit adds'),
  lines('lines_removed', 'Lines removed'),
  lines('lines_removed_max', 'Most lines that a commit removes'),
  mean('lines_removed_avg', 'Mean lines that a commit removes'),
  lines('code_churn', 'Lines added less lines removed'),
  lines('code_churn_max', 'Most lines that a commit adds on balance'),
  mean('code_churn_avg', 'Mean lines that a commit adds on balance'),
  { name: 'change_set_max', type: 'int', unit: 'files', description: 'Most files of a commit that changes the file' },
  { name: 'change_set_avg', type: 'float', unit: 'files', description: 'Mean files of the commits that change it' },
  {
    name: 'history_complexity',
    type: 'float',
    description:
      'Over all periods of the history: share of the file in the lines changed, by normalised entropy, by 100',
  },
  {
    name: 'history_complexity_decayed',
    type: 'float',
    description: 'The same, each period by exp(-10 d), d being how long ago it is as a share of the history',
  },
];

/** The section `file_metrics`: files of the tree at the end with a commit in the window, in path order. */
export function fileMetricsSection(order: FileMetricsOrder): Section {
  return {
    name: 'file_metrics',
    title: 'Process metrics of files',
    shape: 'table',
    columns,
    show: {
      columns: ['path', 'commits', 'contributors', 'lines_added', 'lines_removed', 'history_complexity'],
      bar: 'history_complexity',
      keep: 'largest',
      emptyBecause: 'no commit of the window changes a file that is alive at the end',
    },
    rows: { [Symbol.iterator]: () => rows(order) },
  };
}

function* rows(order: FileMetricsOrder): Generator<readonly Cell[]> {
  for (const file of fileMetrics(order)) {
    const { commits, total } = file;
    yield [
      order.context.files.path(file.rank),
      commits,
      file.contributors,
      total === 0 ? null : file.minor,
      total === 0 ? null : file.topLines / total,
      file.added,
      file.addedMax,
      file.added / commits,
      file.removed,
      file.removedMax,
      file.removed / commits,
      file.added - file.removed,
      file.churnMax,
      (file.added - file.removed) / commits,
      file.changeSetMax,
      file.changeSetSum / commits,
      file.complexity,
      file.complexityDecayed,
    ];
  }
}
