import type { EChartsOption } from 'echarts';
import type { PageBlocks } from '../../../analyzers/index.ts';
import { calendarChart, churnChart, commitsChart, peopleOverTimeChart } from './activity-chart.ts';
import { burndownChart } from './burndown-chart.ts';
import type { Chart } from './chart.ts';
import { couplingGraph, couplingMatrix } from './coupling-chart.ts';
import { hotspotsChart } from './hotspots-chart.ts';
import { type Look } from './look.ts';
import { ownersChart, replacedChart } from './people-chart.ts';
import { remainsChart, survivalChart } from './survival-chart.ts';

/** What the charts of a report draw; an analyzer that was not selected has no block. */
export type ChartBlocks = Partial<Pick<PageBlocks, DrawnBlock>>;

type DrawnBlock = 'burndown' | 'activity' | 'people' | 'coupling' | 'hotspots' | 'head';

/** A chart that stands alone as a picture. */
export interface PictureKind {
  readonly name: string;
  readonly title: string;
  /** The analyzer that gives it. */
  readonly analyzer: string;
  /** Undefined when the report has nothing for it. */
  chart(blocks: ChartBlocks, look: Look): Chart | undefined;
}

/** Every picture, in the order in which they are listed. */
export const pictureKinds: readonly PictureKind[] = [
  {
    name: 'burndown',
    title: 'Lines of code by when they were written',
    analyzer: 'history/burndown',
    chart: ({ burndown }, look) => burndown && burndownChart(burndown, look, { by: 'cohort', scale: 'lines' }),
  },
  {
    name: 'ages',
    title: 'Lines of code by their age',
    analyzer: 'history/burndown',
    chart: ({ burndown }, look) => burndown && burndownChart(burndown, look, { by: 'age', scale: 'share' }),
  },
  {
    name: 'survival',
    title: 'How long a line lives',
    analyzer: 'history/burndown',
    chart: ({ burndown }, look) => burndown && survivalChart(burndown, look),
  },
  {
    name: 'remains',
    title: 'What is left of the lines of each period',
    analyzer: 'history/burndown',
    chart: ({ burndown }, look) => burndown && remainsChart(burndown, look),
  },
  {
    name: 'activity',
    title: 'Commits over time',
    analyzer: 'history/devs',
    chart: ({ activity }, look) => activity && commitsChart(activity, look),
  },
  {
    name: 'calendar',
    title: 'Commits by month',
    analyzer: 'history/devs',
    chart: ({ activity }, look) => activity && calendarChart(activity, look),
  },
  {
    name: 'people',
    title: 'People over time',
    analyzer: 'history/devs',
    chart: ({ activity }, look) => activity && peopleOverTimeChart(activity, look),
  },
  {
    name: 'churn',
    title: 'Lines added and removed',
    analyzer: 'history/devs',
    chart: ({ activity }, look) => activity && churnChart(activity, look),
  },
  {
    name: 'owners',
    title: 'Who owns the living lines',
    analyzer: 'history/burndown',
    chart: ({ people, activity }, look) => people && ownersChart(people, look, activity?.startsAt.at(-1) ?? 0),
  },
  {
    name: 'replaced',
    title: 'Who replaces whose lines',
    analyzer: 'history/burndown',
    chart: ({ people }, look) => people && replacedChart(people, look),
  },
  {
    name: 'hotspots',
    title: 'Files by size, the hotter the more commits',
    analyzer: 'history/file-history',
    chart: ({ hotspots }, look) => hotspots && hotspotsChart(hotspots, look),
  },
  {
    name: 'coupling',
    title: 'Files that change together',
    analyzer: 'history/couples',
    chart: ({ coupling }, look) => coupling && couplingGraph(coupling, look),
  },
  {
    name: 'matrix',
    title: 'Files that change together, each against each',
    analyzer: 'history/couples',
    chart: ({ coupling }, look) => coupling && couplingMatrix(coupling, look),
  },
];

/** A chart without what only a page can do: sliders, pages of a legend, a trail of folders. */
export function stillOption({ option }: Chart): EChartsOption {
  const {
    legend,
    grid,
    series,
    dataZoom: _,
    ...rest
  } = option as Record<string, unknown> & { series: { name?: string }[] };
  const isCrowded = legendLength(series) > legendLengthMax;
  return {
    ...rest,
    series: series.map((one) => ({ ...one, breadcrumb: { show: false } })),
    ...(legend === undefined ? {} : { legend: { ...(legend as object), type: 'plain', itemGap: 16 } }),
    ...(grid === undefined ? {} : { grid: { ...(grid as object), bottom: 4, ...(isCrowded ? { top: 60 } : {}) } }),
    animation: false,
  } as EChartsOption;
}

/** In characters, of which a line holds about this many; a box takes the place of five. */
const legendLengthMax = 125;

function legendLength(series: readonly { readonly name?: string }[]): number {
  return series.reduce((sum, { name = '' }) => sum + name.length + 5, 0);
}
