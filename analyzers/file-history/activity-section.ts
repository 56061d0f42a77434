import type { AnalyzerSetup, Cell, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import { startOfQuarter } from './quarter-clock.ts';

/** Commits of each file in each quarter. */
export type FileActivity = Facts<'file' | 'quarter' | 'commits'>;

export function openFileActivity(setup: AnalyzerSetup): FileActivity {
  return setup.facts({ name: 'activity', keys: ['file', 'quarter'], columns: { commits: 'sum' }, weight: 0.5 });
}

const columns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path of the file at the end' },
  { name: 'first_quarter_at', type: 'time', description: 'When the first quarter with a commit begins, in UTC' },
  {
    name: 'commits',
    type: 'list',
    unit: 'commits',
    nested: { values: 'int' },
    description: 'Commits that change the file, of that quarter and of each one after it up to the last with any',
  },
];

/** The section `file_activity`: files that are alive at the end and that commits changed, in path order. */
export function activitySection(activity: FileActivity, context: ReportContext): Section {
  return {
    name: 'file_activity',
    title: 'Commits of each file by quarter',
    shape: 'table',
    columns,
    show: { columns: ['path', 'first_quarter_at'], emptyBecause: 'no file that is alive at the end was changed' },
    rows: { [Symbol.iterator]: () => rows(activity, context) },
  };
}

/** BOUNDED BY: the quarters of one file. */
function* rows(activity: FileActivity, context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  const byRank = context.scratch({
    name: 'file_activity_by_rank',
    keys: ['rank', 'quarter'],
    columns: { commits: 'sum' },
  });
  for (const { file, quarter, commits } of activity) {
    files.eachRankOfFile(file, (rank) => byRank.add(rank, quarter, 0, commits));
  }
  for (const file of byRank.groups()) {
    const counts: number[] = [];
    let first = -1;
    for (const { quarter, commits } of file) {
      if (first < 0) first = quarter;
      while (counts.length < quarter - first) counts.push(0);
      counts.push(commits);
    }
    yield [files.path(file.key), context.isoUtc(startOfQuarter(first)), counts];
  }
}
