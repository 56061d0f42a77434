import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { Findings } from './findings.ts';
import { type SeriesName, seriesNames } from './series-kinds.ts';

const measures: Readonly<Record<SeriesName, Omit<Column, 'name' | 'type'>>> = {
  commits: { unit: 'commits', description: 'Commits other than merges without changes of their own' },
  added: { unit: 'lines', description: 'Lines added' },
  removed: { unit: 'lines', description: 'Lines removed' },
  net: { unit: 'lines', description: 'Lines added less lines removed' },
  files: { unit: 'files', description: 'Different paths changed' },
  authors: { unit: 'people', description: 'Different authors' },
  languages: { unit: 'languages', description: 'Different languages of the files changed' },
  new_authors: { unit: 'people', description: 'Authors with their first commit' },
  deleted_files: { unit: 'files', description: 'Files deleted, once for each commit that does it' },
  merges: { unit: 'commits', description: 'Commits with more than one parent' },
  rework: { unit: 'lines', description: 'Lines that the mainline lost within 21 days of having them' },
  old_deaths: { unit: 'lines', description: 'Lines that the mainline lost after it had them for over 365 days' },
};

const columns: readonly Column[] = [
  { name: 'tick', type: 'int', description: 'Number of the tick, from 0' },
  { name: 'time', type: 'time', description: 'When the tick begins' },
  ...seriesNames.map((name): Column => ({ name, type: 'int', ...measures[name] })),
  { name: 'is_anomaly', type: 'boolean', description: 'Whether a series has an anomaly in the tick' },
  {
    name: 'max_abs_z_score',
    type: 'float',
    isNullable: true,
    description: 'Largest distance of any series; null where there is too little before to compare with',
  },
];

/** The section `time_series`: every complete tick, those without commits included. */
export function seriesSection(findings: Findings, context: ReportContext): Section {
  return {
    name: 'time_series',
    title: 'Activity by tick',
    shape: 'table',
    columns,
    show: {
      columns: ['time', 'commits', 'added', 'removed', 'authors', 'rework', 'is_anomaly'],
      keep: 'last',
      trend: { value: 'commits', along: 'time' },
      emptyBecause: 'the history is shorter than a tick',
    },
    rows: { [Symbol.iterator]: () => rows(findings, context) },
  };
}

function* rows({ calendar, table, verdict }: Findings, context: ReportContext): Generator<readonly Cell[]> {
  for (let tick = 0; tick < calendar.count; tick += 1) {
    const largest = verdict.largestScore(tick);
    yield [
      tick,
      context.isoUtc(calendar.startOf(tick)),
      ...seriesNames.map((name) => table[name][tick]!),
      seriesNames.some((name) => verdict.isAnomaly(name, tick)),
      Number.isNaN(largest) ? null : largest,
    ];
  }
}
