import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { Replicated } from './clustered-curve.ts';
import { comparisonSection } from './comparison-section.ts';
import { eachEstimate } from './each-estimate.ts';
import { labelCells, labelColumns } from './label-cells.ts';
import type { LineLives } from './line-lives.ts';
import { rounded } from './rounded.ts';

const noLines = 'the mainline never had a line that is younger than the walk';

const day = 'days';

const summaryColumns: readonly Column[] = [
  ...labelColumns,
  { name: 'lines_born', type: 'int', unit: 'lines', description: 'Lines that came to the mainline' },
  { name: 'lines_died', type: 'int', unit: 'lines', description: 'Lines of them that went' },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that wrote them' },
  ...[30, 90, 180, 365, 730].map((age): Column => ({
    name: `s${age}`,
    type: 'float',
    isNullable: true,
    description: `Share of lines that live longer than ${age} days; null where none was observed up to that age`,
  })),
  {
    name: 'median_days',
    type: 'int',
    unit: day,
    isNullable: true,
    description: 'First age at which at most half is left; null where more is left at the greatest age observed',
  },
  {
    name: 'median_low',
    type: 'int',
    unit: day,
    isNullable: true,
    description: 'First age at which the lower bound of the share is at most a half; null where it never is',
  },
  {
    name: 'median_high',
    type: 'int',
    unit: day,
    isNullable: true,
    description: 'First age at which the upper bound of the share is at most a half; null where it never is',
  },
  {
    name: 'half_life_days',
    type: 'float',
    unit: day,
    isNullable: true,
    description: 'Half-life of the exponential law of greatest likelihood; null where no line died',
  },
  {
    name: 'fit_error',
    type: 'float',
    isNullable: true,
    description: 'Largest distance between the estimated share and that law',
  },
  {
    name: 'weibull_shape',
    type: 'float',
    isNullable: true,
    description: 'Shape of the Weibull law of greatest likelihood: below 1, lines die the less the older they are',
  },
  {
    name: 'weibull_half_life_days',
    type: 'float',
    unit: day,
    isNullable: true,
    description: 'Half-life of the Weibull law',
  },
  {
    name: 'weibull_fit_error',
    type: 'float',
    isNullable: true,
    description: 'Largest distance between the estimated share and the Weibull law',
  },
  {
    name: 'rmst365',
    type: 'float',
    unit: day,
    isNullable: true,
    description: 'Mean days that a line lives within its first 365; null where none was observed up to that age',
  },
];

const curveColumns: readonly Column[] = [
  ...labelColumns,
  { name: 'age_days', type: 'int', unit: day, description: 'Whole days since the mainline first had the lines' },
  { name: 'at_risk', type: 'int', unit: 'lines', description: 'Lines that were observed at that age' },
  { name: 'deaths', type: 'int', unit: 'lines', description: 'Lines that died since the row before' },
  {
    name: 'censored',
    type: 'int',
    unit: 'lines',
    description: 'Lines that were observed no longer since the row before: alive at the end, or moved to another label',
  },
  { name: 'survival', type: 'float', description: 'Share of lines that live longer' },
  {
    name: 'low',
    type: 'float',
    isNullable: true,
    description: 'Lower bound of the share, 95 %; null with too few commits or a share of 0 or 1',
  },
  { name: 'high', type: 'float', isNullable: true, description: 'Upper bound of the share, 95 %' },
];

const hazardColumns: readonly Column[] = [
  ...labelColumns,
  { name: 'from_days', type: 'int', unit: day, description: 'First age of the band, in whole days' },
  { name: 'to_days', type: 'int', unit: day, isNullable: true, description: 'Last age; null where there is no end' },
  { name: 'deaths', type: 'int', unit: 'lines', description: 'Lines that died at such an age' },
  { name: 'line_years', type: 'float', unit: 'years', description: 'Years of 365.25 days that lines had such an age' },
  {
    name: 'deaths_per_1000_line_years',
    type: 'float',
    isNullable: true,
    description: 'Deaths in a thousand such years; null where no line was observed at such an age',
  },
];

/** `aggregate`, `survival_summary`, `survival_curves`, `hazard` and `survival_comparison`. */
export function* survivalSections(lives: LineLives, commitsMin: number, context: ReportContext): Generator<Section> {
  yield aggregateSection(lives, context);
  yield {
    name: 'survival_summary',
    title: 'How long lines live',
    shape: 'table',
    columns: summaryColumns,
    show: {
      columns: ['label_kind', 'label', 'lines_born', 's30', 's365', 'median_days', 'half_life_days', 'weibull_shape'],
      emptyBecause: noLines,
    },
    rows: { [Symbol.iterator]: () => summaryRows(lives, commitsMin) },
  };
  yield {
    name: 'survival_curves',
    title: 'Share of lines left by age',
    shape: 'table',
    columns: curveColumns,
    show: { columns: ['label', 'age_days', 'at_risk', 'survival', 'low', 'high'], emptyBecause: noLines },
    rows: { [Symbol.iterator]: () => curveRows(lives, commitsMin) },
  };
  yield {
    name: 'hazard',
    title: 'Deaths of lines by age',
    shape: 'table',
    columns: hazardColumns,
    show: {
      columns: ['label', 'from_days', 'to_days', 'deaths', 'deaths_per_1000_line_years'],
      bar: 'deaths_per_1000_line_years',
      emptyBecause: noLines,
    },
    rows: { [Symbol.iterator]: () => hazardRows(lives) },
  };
  yield comparisonSection(lives, commitsMin);
}

function aggregateSection({ strata, leftTruncated }: LineLives, { files }: ReportContext): Section {
  const all = strata[0];
  return {
    name: 'aggregate',
    title: 'Lines in numbers',
    shape: 'record',
    columns: [
      { name: 'lines_born', type: 'int', unit: 'lines', description: 'Lines whose lives are observed' },
      { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that wrote them' },
      {
        name: 'left_truncated',
        type: 'int',
        unit: 'lines',
        description: 'Lines that are older than the walk, of unknown age, and so left out',
      },
      { name: 'lines_at_end', type: 'int', unit: 'lines', description: 'Text lines of the tree at the end' },
    ],
    rows: [[all?.entered ?? 0, all?.commits ?? 0, leftTruncated, files.textLines]],
  };
}

function* summaryRows(lives: LineLives, commitsMin: number): Generator<readonly Cell[]> {
  for (const { stratum, estimate } of eachEstimate(lives, commitsMin)) {
    const { exponential, weibull, restrictedMean } = estimate;
    const share = (age: number): Cell => whole(estimate.share(age));
    yield [
      ...labelCells(stratum),
      stratum.entered,
      estimate.totals.diedCount,
      stratum.commits,
      ...[30, 90, 180, 365, 730].map(share),
      estimate.medianDays,
      estimate.medianLow,
      estimate.medianHigh,
      rounded(exponential?.halfLifeDays),
      rounded(exponential?.error),
      rounded(weibull?.shape),
      rounded(weibull?.halfLifeDays),
      rounded(weibull?.error),
      whole(restrictedMean),
    ];
  }
}

function* curveRows(lives: LineLives, commitsMin: number): Generator<readonly Cell[]> {
  for (const { stratum, estimate } of eachEstimate(lives, commitsMin)) {
    for (const { age, atRisk, died, censored, rate, interval } of estimate.points) {
      const bounds = [rounded(interval?.low), rounded(interval?.high)];
      yield [...labelCells(stratum), age, atRisk, died, censored, rounded(rate), ...bounds];
    }
  }
}

function* hazardRows(lives: LineLives): Generator<readonly Cell[]> {
  for (const { stratum, estimate } of eachEstimate(lives, Number.POSITIVE_INFINITY)) {
    for (const { from, to, died, lineDays } of estimate.hazard()) {
      const lineYears = lineDays / 365.25;
      const hazard = lineYears > 0 ? (1000 * died) / lineYears : undefined;
      yield [...labelCells(stratum), from, to, died, rounded(lineYears), rounded(hazard)];
    }
  }
}

function whole(value: Replicated | undefined): Cell {
  return rounded(value?.whole);
}
