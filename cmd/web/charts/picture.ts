import type { EChartsOption } from 'echarts';
import type { PageBlocks, TableBlock } from '../../../analyzers/index.ts';
import { calendarChart, churnChart, commitsChart, peopleOverTimeChart } from './activity-chart.ts';
import { burndownChart } from './burndown-chart.ts';
import type { Chart } from './chart.ts';
import { couplingGraph, couplingMatrix } from './coupling-chart.ts';
import { hotspotsChart } from './hotspots-chart.ts';
import { type Look } from './look.ts';
import { languagesChart, ownersChart, replacedChart } from './people-chart.ts';
import { remainsChart, survivalChart } from './survival-chart.ts';

/** What the charts of a report draw; an analyzer that was not selected has no block. */
export interface ChartBlocks extends Partial<Pick<PageBlocks, DrawnBlock>> {
  /** Tables by analyzer and section; of those in `drawnTables`. */
  readonly tables?: Readonly<Record<string, TableBlock>>;
}

/** Tables that are drawn as they are. */
export const drawnTables = ['history/devs:languages', 'history/devs:busfactor'] as const;

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
    name: 'authors',
    title: 'Lines of code by who wrote them',
    analyzer: 'history/burndown',
    chart: ({ burndown }, look) =>
      burndown && burndown.people.length > 0
        ? burndownChart(burndown, look, { by: 'person', scale: 'lines' })
        : undefined,
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
    name: 'languages',
    title: 'Who made each language',
    analyzer: 'history/devs',
    chart: ({ tables = {} }, look) => {
      const [languages, busFactors] = drawnTables.map((name) => tables[name]);
      return languages && busFactors && languagesChart(languages, busFactors, look);
    },
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

/** A chart without what only a page can do. */
export function stillOption({ option }: Chart): EChartsOption {
  const { dataZoom: slider, grid, ...rest } = option as Record<string, unknown> & { readonly grid?: object };
  const fitted = slider === undefined || grid === undefined ? grid : { ...grid, bottom: 4 };
  return { ...rest, ...(fitted === undefined ? {} : { grid: fitted }), animation: false } as EChartsOption;
}
