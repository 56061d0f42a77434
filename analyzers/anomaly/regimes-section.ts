import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { Findings } from './findings.ts';
import { mannWhitney } from './mann-whitney.ts';
import { medianOf } from './middle.ts';
import { type Regime, regimesOf } from './regimes.ts';
import { seriesKinds, type SeriesName, seriesNames } from './series-kinds.ts';

const columns: readonly Column[] = [
  { name: 'series', type: 'string', description: 'Name of a column of time_series' },
  { name: 'start', type: 'time', description: 'When the first tick of the level begins' },
  { name: 'end', type: 'time', description: 'When its last tick ends' },
  { name: 'ticks', type: 'int', unit: 'ticks', description: 'Number of ticks, at least 8 where there are as many' },
  { name: 'median', type: 'float', description: 'Median of the series over the level' },
  {
    name: 'change_ratio',
    type: 'float',
    isNullable: true,
    description: 'Median by the median of the level before; null for the first one, and where that is not positive',
  },
  {
    name: 'p_value',
    type: 'float',
    isNullable: true,
    description: 'Chance of such a difference from the level before, by Mann and Whitney; null for the first one',
  },
];

/** The section `regimes`: the levels of each series, in the order of series and time. */
export function regimesSection(findings: Findings, context: ReportContext): Section {
  return {
    name: 'regimes',
    title: 'Levels of activity',
    shape: 'table',
    columns,
    show: {
      columns: ['series', 'start', 'end', 'median', 'change_ratio'],
      emptyBecause: 'the history is shorter than a tick',
    },
    rows: { [Symbol.iterator]: () => rows(findings, context) },
  };
}

function* rows({ calendar, table }: Findings, context: ReportContext): Generator<readonly Cell[]> {
  for (const name of seriesNames) {
    const values = table[name];
    let before: Float64Array | undefined;
    for (const regime of regimesOfSeries(name, values, table)) {
      const own = values.slice(regime.start, regime.end);
      const times = [regime.start, regime.end].map((tick) => context.isoUtc(calendar.startOf(tick)));
      const median = medianOf(own.slice());
      yield [name, ...times, own.length, median, ratioOf(median, before), before ? mannWhitney(before, own) : null];
      before = own;
    }
  }
}

/** On the scale of the series' noise. */
function regimesOfSeries(
  name: SeriesName,
  values: Float64Array,
  { added, removed }: Readonly<Record<SeriesName, Float64Array>>,
): readonly Regime[] {
  const kind = seriesKinds[name];
  if (kind === 'events') {
    return regimesOf(
      values.map((value) => 2 * Math.sqrt(value + 0.375)),
      eventNoise,
    );
  }
  if (kind === 'lines') return regimesOf(values.map(Math.log1p), lineNoise);
  if (values.length === 0) return [];
  const usual = Math.max(1, medianOf(added.map((lines, tick) => lines + removed[tick]!)));
  return regimesOf(
    values.map((value) => Math.asinh(value / usual)),
    lineNoise,
  );
}

/** Least mean absolute deviations: of a Poisson process on the scale of roots, of a tenth on the one of logarithms. */
const eventNoise = 0.8;
const lineNoise = 0.08;

function ratioOf(median: number, before: Float64Array | undefined): number | null {
  if (before === undefined) return null;
  const earlier = medianOf(before.slice());
  return earlier > 0 && median >= 0 ? median / earlier : null;
}
