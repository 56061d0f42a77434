import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { type FileRanking, highChurnMin, type RankedFacts, rankedFiles } from './file-ranking.ts';

const churnColumns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path of the file at the end' },
  { name: 'commit_count', type: 'int', unit: 'commits', description: 'Commits that change the file' },
  { name: 'contributor_count', type: 'int', unit: 'people', description: 'People with a commit that changes the file' },
  { name: 'total_lines_added', type: 'int', unit: 'lines', description: 'Lines added over all commits' },
  { name: 'total_lines_removed', type: 'int', unit: 'lines', description: 'Lines removed over all commits' },
  {
    name: 'total_lines_changed',
    type: 'int',
    unit: 'lines',
    description: 'Lines replaced, which are also part of added and removed',
  },
  { name: 'churn_score', type: 'float', description: 'Commits plus a hundredth of lines added, removed and changed' },
];

const hotspotColumns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path of the file at the end' },
  { name: 'commit_count', type: 'int', unit: 'commits', description: 'Commits that change the file' },
  { name: 'churn_score', type: 'float', description: 'Commits plus a hundredth of lines added, removed and changed' },
  {
    name: 'risk_level',
    type: 'string',
    description:
      'CRITICAL in the first hundredth of the files from 50 commits, HIGH in the first twentieth from 30, else MEDIUM',
  },
  { name: 'risk_reason', type: 'string', description: 'Rank of the file, its commits and its people' },
];

const aggregateColumns: readonly Column[] = [
  { name: 'total_files', type: 'int', unit: 'files', description: 'Files alive at the end' },
  {
    name: 'total_commits',
    type: 'int',
    unit: 'commits',
    description: 'Sum over files of the commits that change them: a commit of ten files counts ten times',
  },
  {
    name: 'total_contributors',
    type: 'int',
    unit: 'people',
    description: 'People with a commit that changes a file alive at the end',
  },
  { name: 'avg_commits_per_file', type: 'float', unit: 'commits', description: 'Mean number of commits of a file' },
  {
    name: 'avg_contributors_per_file',
    type: 'float',
    unit: 'people',
    description: 'Mean number of contributors of a file',
  },
  { name: 'high_churn_files', type: 'int', unit: 'files', description: 'Files with at least 15 commits' },
  { name: 'file_changes', type: 'int', description: 'The same as total_commits, by its right name' },
  { name: 'history_commits', type: 'int', unit: 'commits', description: 'Commits of the walk, merges included' },
];

/** Risk by rank among the files and by commits, worst first. At least `ranksMin` files qualify by rank. */
const riskLevels = [
  { name: 'CRITICAL', rankShare: 0.01, ranksMin: 1, commitsMin: 50 },
  { name: 'HIGH', rankShare: 0.05, ranksMin: 3, commitsMin: 30 },
  { name: 'MEDIUM', rankShare: 1, ranksMin: 0, commitsMin: highChurnMin },
] as const;

/** The section `file_churn`: highest score first, then by path. */
export function churnSection({ ranked }: FileRanking, context: ReportContext): Section {
  return {
    name: 'file_churn',
    title: 'Changes of each file',
    shape: 'table',
    columns: churnColumns,
    show: {
      columns: ['path', 'commit_count', 'contributor_count', 'churn_score'],
      bar: 'churn_score',
      emptyBecause: 'no file is alive at the end',
    },
    rows: churnRows(ranked, context),
  };
}

/** The section `hotspots`: files with many commits, in the order of `file_churn`. */
export function hotspotsSection({ ranked }: FileRanking, context: ReportContext): Section {
  return {
    name: 'hotspots',
    title: 'Files changed most often',
    shape: 'table',
    columns: hotspotColumns,
    show: {
      columns: ['path', 'commit_count', 'churn_score', 'risk_level'],
      bar: 'churn_score',
      emptyBecause: 'no file has enough commits to count as one',
    },
    rows: hotspotRows(ranked, context),
  };
}

/** The section `aggregate`. */
export function aggregateSection({ sums }: FileRanking, { files, history }: ReportContext): Section {
  const mean = (sum: number): number => (files.count === 0 ? 0 : sum / files.count);
  const row = [
    files.count,
    sums.commits,
    sums.people,
    mean(sums.commits),
    mean(sums.contributors),
    sums.highChurnFiles,
    sums.commits,
    history.commits,
  ];
  return {
    name: 'aggregate',
    title: 'File history in numbers',
    shape: 'record',
    columns: aggregateColumns,
    show: {
      columns: ['total_files', 'history_commits', 'total_contributors', 'avg_commits_per_file', 'high_churn_files'],
    },
    rows: [row],
  };
}

function* churnRows(ranked: RankedFacts, { files }: ReportContext): Generator<readonly Cell[]> {
  for (const file of rankedFiles(ranked)) {
    const { commits, contributors, added, removed, changed, churnScore } = file;
    yield [files.path(file.rank), commits, contributors, added, removed, changed, churnScore];
  }
}

function* hotspotRows(ranked: RankedFacts, { files }: ReportContext): Generator<readonly Cell[]> {
  let place = 0;
  for (const { rank, commits, contributors, churnScore } of rankedFiles(ranked)) {
    place += 1;
    const risk = riskLevels.find(({ rankShare, ranksMin, commitsMin }) => {
      return commits >= commitsMin && place <= Math.max(ranksMin, Math.ceil(files.count * rankShare));
    });
    if (risk === undefined) continue;
    const people = contributors === 1 ? 'one person' : `${contributors} people`;
    const reason = `rank ${place} of ${files.count} files, ${commits} commits by ${people}`;
    yield [files.path(rank), commits, churnScore, risk.name, reason];
  }
}
