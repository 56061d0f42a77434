import type { Keep } from './kept-rows.ts';

/** How the text summary shows a section. Names of columns that a section lacks are passed over. */
export interface Presentation {
  /** Columns in the order shown; all scalar ones by default. */
  readonly columns?: readonly string[];
  /** Numeric column drawn as bars, and the measure of `largest`. */
  readonly bar?: string;
  /** Which rows are shown; `first` by default, since tables come in a useful order. */
  readonly keep?: Keep;
  readonly rowCountMax?: number;
  /** Numeric column drawn as one line over all rows, and the column that says from where to where. */
  readonly trend?: { readonly value: string; readonly along: string };
  /** Completes "no rows: …". */
  readonly emptyBecause?: string;
}

/** The presentation of a section; one that is not known here is shown as it comes. */
export function presentationOf(analyzerId: string, section: string): Presentation {
  return presentations.get(`${analyzerId}:${section}`) ?? {};
}

const noTextLines = 'no text file has lines at the end of the history';

const presentations: ReadonlyMap<string, Presentation> = new Map<string, Presentation>([
  [
    'history/devs:developers',
    {
      columns: ['name', 'commits', 'lines_added', 'lines_removed', 'net_lines', 'active_ticks'],
      bar: 'commits',
      emptyBecause: 'no commit changes a file',
    },
  ],
  [
    'history/devs:languages',
    {
      columns: ['name', 'total_lines', 'total_contribution'],
      bar: 'total_contribution',
      emptyBecause: 'no commit changes lines of text',
    },
  ],
  [
    'history/devs:busfactor',
    {
      columns: [
        'language',
        'bus_factor',
        'total_contributors',
        'primary_dev_name',
        'primary_percentage',
        'risk_level',
      ],
      emptyBecause: 'no commit changes lines of text',
    },
  ],
  [
    'history/devs:activity',
    {
      trend: { value: 'total_commits', along: 'tick' },
      columns: ['tick', 'total_commits'],
      rowCountMax: 0,
      emptyBecause: 'no commit changes a file',
    },
  ],
  [
    'history/devs:churn',
    {
      trend: { value: 'lines_added', along: 'tick' },
      columns: ['tick', 'lines_added', 'lines_removed', 'net_change'],
      rowCountMax: 0,
      emptyBecause: 'no commit changes a file',
    },
  ],
  [
    'history/couples:file_coupling',
    {
      columns: ['file1', 'file2', 'co_changes', 'coupling_strength'],
      bar: 'co_changes',
      emptyBecause: 'no two files alive at the end changed together often enough',
    },
  ],
  [
    'history/couples:developer_coupling',
    {
      columns: ['developer1', 'developer2', 'shared_file_changes', 'coupling_strength'],
      bar: 'shared_file_changes',
      emptyBecause: 'no two people changed the same file',
    },
  ],
  [
    'history/couples:file_ownership',
    {
      columns: ['file', 'lines', 'contributors'],
      bar: 'lines',
      keep: 'largest',
      emptyBecause: 'no file is alive at the end',
    },
  ],
  [
    'history/burndown:global_survival',
    {
      trend: { value: 'total_lines', along: 'sampled_at' },
      columns: ['sampled_at', 'commit', 'total_lines', 'survival_rate'],
      keep: 'last',
      rowCountMax: 3,
      emptyBecause: 'the mainline has no commits',
    },
  ],
  ['history/burndown:bands', { rowCountMax: 0, emptyBecause: 'the mainline has no commits' }],
  [
    'history/burndown:file_survival',
    {
      columns: ['path', 'current_lines', 'top_owner_name', 'top_owner_percentage'],
      bar: 'current_lines',
      keep: 'largest',
      emptyBecause: `${noTextLines}, or --burndown-files is off`,
    },
  ],
  [
    'history/burndown:developer_survival',
    {
      columns: ['name', 'current_lines', 'peak_lines', 'survival_rate'],
      bar: 'current_lines',
      keep: 'largest',
      emptyBecause: `${noTextLines}, or --burndown-people is off`,
    },
  ],
  [
    'history/burndown:interactions',
    {
      columns: ['author_name', 'modifier_name', 'lines_modified'],
      bar: 'lines_modified',
      keep: 'largest',
      emptyBecause: 'nobody changed lines, or --burndown-people is off',
    },
  ],
  [
    'history/burndown:developer_lines',
    {
      columns: ['sampled_at', 'name', 'lines'],
      keep: 'last',
      rowCountMax: 3,
      emptyBecause: `${noTextLines}, or --burndown-people is off`,
    },
  ],
  [
    'history/burndown:folder_lines',
    { columns: ['sampled_at', 'folder', 'lines'], keep: 'last', rowCountMax: 3, emptyBecause: noTextLines },
  ],
  [
    'history/burndown:language_lines',
    { columns: ['sampled_at', 'language', 'lines'], keep: 'last', rowCountMax: 3, emptyBecause: noTextLines },
  ],
  [
    'history/ledger:line_births',
    {
      columns: ['commit', 'landed_commit', 'path', 'lines'],
      bar: 'lines',
      keep: 'largest',
      emptyBecause: 'no text file ever had lines',
    },
  ],
  [
    'history/ledger:line_deaths',
    {
      columns: ['intro_commit', 'death_commit', 'path', 'lines'],
      bar: 'lines',
      keep: 'largest',
      emptyBecause: 'no line was taken away',
    },
  ],
  [
    'history/ledger:lines_alive',
    { columns: ['path', 'intro_commit', 'lines'], bar: 'lines', keep: 'largest', emptyBecause: noTextLines },
  ],
  [
    'timeseries:commits',
    {
      columns: ['timestamp', 'hash', 'author'],
      keep: 'last',
      rowCountMax: 3,
      emptyBecause: 'there are no commits',
    },
  ],
  [
    'history/file-history:file_churn',
    {
      columns: ['path', 'commit_count', 'contributor_count', 'churn_score'],
      bar: 'churn_score',
      emptyBecause: 'no file is alive at the end',
    },
  ],
  [
    'history/file-history:hotspots',
    {
      columns: ['path', 'commit_count', 'churn_score', 'risk_level'],
      bar: 'churn_score',
      emptyBecause: 'no file has enough commits to count as one',
    },
  ],
  [
    'history/file-history:file_contributors',
    {
      columns: ['path', 'top_contributor_lines'],
      bar: 'top_contributor_lines',
      keep: 'largest',
      emptyBecause: 'no file is alive at the end',
    },
  ],
]);
