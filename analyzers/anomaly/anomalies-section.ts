import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { anomalyClass } from './anomaly-class.ts';
import { anomalyNumber, explain } from './explanations.ts';
import type { Findings } from './findings.ts';
import { type SeriesName, seriesNames } from './series-kinds.ts';
import { topContributors, type TopContributors } from './top-contributors.ts';

const columns: readonly Column[] = [
  { name: 'tick', type: 'int', description: 'Number of the tick, from 0' },
  { name: 'time', type: 'time', description: 'When the tick begins' },
  { name: 'series', type: 'string', description: 'What is unusual: the name of a column of time_series' },
  { name: 'value', type: 'int', description: 'Value of the series in the tick' },
  { name: 'expected', type: 'float', description: 'Median of the window before the tick' },
  { name: 'z_score', type: 'float', description: 'Distance from the expected value in robust standard deviations' },
  { name: 'p_adjusted', type: 'float', description: 'Chance of such a value, adjusted for all series and ticks' },
  {
    name: 'class',
    type: 'string',
    description:
      'Likely cause: quiet, vendoring, generated, bulk_import, mass_deletion, many_new_people, one_person or unknown',
  },
  {
    name: 'commits',
    type: 'list',
    nested: { values: 'string' },
    description: 'The five commits that contribute most',
  },
  {
    name: 'commit_shares',
    type: 'list',
    nested: { values: 'float' },
    description: 'Share of each of these commits in the value',
  },
  { name: 'people', type: 'list', nested: { values: 'string' }, description: 'The five people who contribute most' },
  {
    name: 'people_shares',
    type: 'list',
    nested: { values: 'float' },
    description: 'Share of each of these people in the value',
  },
  {
    name: 'files',
    type: 'list',
    nested: { values: 'string' },
    description: 'The ten files that contribute most; none for counts of people and merges',
  },
  {
    name: 'file_shares',
    type: 'list',
    nested: { values: 'float' },
    description: 'Share of each of these files in the value, of series of commits: of the commits that change it',
  },
  { name: 'max_abs_z_score', type: 'float', description: 'Largest distance of any series in the tick' },
];

/** The section `anomalies`: by tick, then in the order of the series. */
export function anomaliesSection(findings: Findings, context: ReportContext): Section {
  return {
    name: 'anomalies',
    title: 'Unusual ticks',
    shape: 'table',
    columns,
    show: {
      columns: ['time', 'series', 'value', 'expected', 'z_score', 'class'],
      keep: 'last',
      emptyBecause: 'no value is far enough from those before it',
    },
    rows: { [Symbol.iterator]: () => rows(findings, context) },
  };
}

function* rows(findings: Findings, context: ReportContext): Generator<readonly Cell[]> {
  const { calendar, verdict, merges, anomalyCount } = findings;
  if (anomalyCount === 0) return;
  const facts = explain(context, merges, calendar, verdict);
  for (const group of facts.groups(anomalyNumber(calendar.count, seriesNames[0]!))) {
    const series = seriesNames[group.key % seriesNames.length]!;
    const tick = Math.floor(group.key / seriesNames.length);
    if (verdict.isAnomaly(series, tick)) yield row(findings, context, series, tick, topContributors(group, context));
  }
}

function row(
  { calendar, table, verdict }: Findings,
  context: ReportContext,
  series: SeriesName,
  tick: number,
  { commits, people, paths }: TopContributors,
): readonly Cell[] {
  const { expected, z } = verdict.scores[series];
  const topShare = people[0]?.share ?? 0;
  return [
    tick,
    context.isoUtc(calendar.startOf(tick)),
    series,
    table[series][tick]!,
    expected[tick]!,
    z[tick]!,
    verdict.adjusted[series][tick]!,
    anomalyClass({ series, tick, isBelow: z[tick]! < 0, topShare }, table),
    commits.map(({ id }) => context.commitOid(id)),
    commits.map(({ share }) => share),
    people.map(({ id }) => context.personName(id)),
    people.map(({ share }) => share),
    paths.map(({ id }) => context.pathText(id)),
    paths.map(({ share }) => share),
    verdict.largestScore(tick),
  ];
}
