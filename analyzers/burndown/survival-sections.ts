import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { BandHistory } from './band-history.ts';
import { developerCount } from './developer-sections.ts';
import type { LineBooks } from './line-books.ts';
import type { SampleGrid } from './sample-grid.ts';

const aggregateColumns: readonly Column[] = [
  { name: 'total_current_lines', type: 'int', unit: 'lines', description: 'Text lines of the tree at the end' },
  {
    name: 'total_peak_lines',
    type: 'int',
    unit: 'lines',
    description: 'Sum over bands of the most lines that a band had at any sample',
  },
  { name: 'overall_survival_rate', type: 'float', description: 'Current lines by peak lines' },
  { name: 'analysis_period_days', type: 'int', unit: 'days', description: 'Days from the first to the last commit' },
  { name: 'num_bands', type: 'int', unit: 'bands', description: 'Age bands' },
  { name: 'num_samples', type: 'int', unit: 'samples', description: 'Samples' },
  {
    name: 'tracked_files',
    type: 'int',
    unit: 'files',
    description: 'Text files alive at the end; 0 with --no-burndown-files',
  },
  {
    name: 'tracked_developers',
    type: 'int',
    unit: 'people',
    description: 'People who ever had a line on the mainline',
  },
];

const globalColumns: readonly Column[] = [
  { name: 'sample_index', type: 'int', description: 'Number of the sample, from 0' },
  { name: 'sampled_at', type: 'time', description: 'Time that the sample shows' },
  {
    name: 'commit',
    type: 'oid',
    isNullable: true,
    description: 'Last mainline commit at or before that time; null before the first',
  },
  { name: 'total_lines', type: 'int', unit: 'lines', description: 'Text lines at that time' },
  { name: 'survival_rate', type: 'float', description: 'These lines by the peak lines of all bands' },
  {
    name: 'band_breakdown',
    type: 'list',
    unit: 'lines',
    nested: { values: 'int' },
    description: 'Lines of each age band, oldest first',
  },
];

const bandColumns: readonly Column[] = [
  { name: 'index', type: 'int', description: 'Number of the band, from 0' },
  { name: 'from', type: 'time', description: 'Start of the time in which its lines were written' },
  { name: 'to', type: 'time', description: 'End of that time, not included' },
];

/** The sections of the whole tree: `aggregate`, `global_survival`, `bands`. */
export function* survivalSections(
  books: LineBooks,
  history: BandHistory,
  context: ReportContext,
  fileCount: number,
): Generator<Section> {
  const { grid } = books.labels;
  yield {
    name: 'aggregate',
    title: 'Burndown in numbers',
    shape: 'record',
    columns: aggregateColumns,
    rows: [aggregateRow(history, context, fileCount, developerCount(books))],
  };
  yield {
    name: 'global_survival',
    title: 'Lines by age, over time',
    shape: 'table',
    columns: globalColumns,
    show: {
      trend: { value: 'total_lines', along: 'sampled_at' },
      columns: ['sampled_at', 'commit', 'total_lines', 'survival_rate'],
      keep: 'last',
      rowCountMax: 3,
      emptyBecause: 'the mainline has no commits',
    },
    rows: globalRows(grid, history, context),
  };
  yield {
    name: 'bands',
    title: 'Age bands',
    shape: 'table',
    columns: bandColumns,
    show: { rowCountMax: 0, emptyBecause: 'the mainline has no commits' },
    rows: bandRows(grid, history, context),
  };
}

function aggregateRow(
  history: BandHistory,
  context: ReportContext,
  fileCount: number,
  personCount: number,
): readonly Cell[] {
  const { firstCommitSeconds, lastCommitSeconds } = context.history;
  return [
    history.currentLines,
    history.peakLines,
    share(history.currentLines, history.peakLines),
    Math.max(0, Math.floor((lastCommitSeconds - firstCommitSeconds) / 86_400)),
    history.bandCount,
    history.sampleCount,
    fileCount,
    personCount,
  ];
}

/** One row a sample, also for samples without a commit: those carry the state and the commit on. */
function* globalRows(grid: SampleGrid, history: BandHistory, context: ReportContext): Generator<readonly Cell[]> {
  const heads = headPlaces(grid, history.sampleCount, context);
  let sample = 0;
  for (const total of history.totals()) {
    const place = heads[sample]!;
    const isLast = sample === history.sampleCount - 1;
    const seconds = isLast ? context.commitSeconds(place) : grid.sampleEndSeconds(sample, context.history);
    const bandCount = grid.lastBandOf(sample, context.history) + 1;
    yield [
      sample,
      context.isoUtc(seconds),
      place < 0 ? null : context.commitOid(place),
      total,
      share(total, history.peakLines),
      Array.from(history.lines.subarray(0, bandCount)),
    ];
    sample += 1;
  }
}

/** The last mainline commit at or before each sample, -1 before the first. BOUNDED BY: 4 bytes a sample. */
function headPlaces(grid: SampleGrid, sampleCount: number, context: ReportContext): Int32Array {
  const heads = new Int32Array(sampleCount).fill(-1);
  for (let place = 0; place < context.history.commits; place += 1) {
    if (context.isMainline(place)) heads[grid.sampleOf(context.tickOf(place))] = place;
  }
  for (let sample = 1; sample < sampleCount; sample += 1) if (heads[sample]! < 0) heads[sample] = heads[sample - 1]!;
  return heads;
}

function* bandRows(grid: SampleGrid, { bandCount }: BandHistory, context: ReportContext): Generator<readonly Cell[]> {
  for (let band = 0; band < bandCount; band += 1) {
    const from = grid.bandStartSeconds(band, context.history);
    const to = grid.bandEndSeconds(band, context.history);
    yield [band, context.isoUtc(from), context.isoUtc(to)];
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
