import type { Cell, Column, FactCursor, ReportContext, Section } from '../../engine/index.ts';
import type { BandHistory } from './band-history.ts';
import { developerCount } from './developer-sections.ts';
import type { LineLedger } from './line-ledger.ts';

const aggregateColumns: readonly Column[] = [
  { name: 'total_current_lines', type: 'int', unit: 'lines' },
  { name: 'total_peak_lines', type: 'int', unit: 'lines' },
  { name: 'overall_survival_rate', type: 'float' },
  { name: 'analysis_period_days', type: 'int', unit: 'days' },
  { name: 'num_bands', type: 'int' },
  { name: 'num_samples', type: 'int' },
  { name: 'tracked_files', type: 'int' },
  { name: 'tracked_developers', type: 'int' },
];

const globalColumns: readonly Column[] = [
  { name: 'sample_index', type: 'int' },
  { name: 'sampled_at', type: 'time' },
  { name: 'commit', type: 'oid' },
  { name: 'total_lines', type: 'int', unit: 'lines' },
  { name: 'survival_rate', type: 'float' },
  { name: 'band_breakdown', type: 'list', unit: 'lines' },
];

const bandColumns: readonly Column[] = [
  { name: 'index', type: 'int' },
  { name: 'from', type: 'time' },
  { name: 'to', type: 'time' },
];

/** The sections of the whole tree: `aggregate`, `global_survival`, `bands`. */
export function* survivalSections(
  ledger: LineLedger,
  history: BandHistory,
  context: ReportContext,
  fileCount: number,
): Generator<Section> {
  yield {
    name: 'aggregate',
    title: 'Burndown in numbers',
    shape: 'record',
    columns: aggregateColumns,
    rows: [aggregateRow(history, context, fileCount, developerCount(ledger))],
  };
  yield {
    name: 'global_survival',
    title: 'Lines by age, over time',
    shape: 'table',
    columns: globalColumns,
    rows: globalRows(ledger, history, context),
  };
  yield {
    name: 'bands',
    title: 'Age bands',
    shape: 'table',
    columns: bandColumns,
    rows: bandRows(ledger, history, context),
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
function* globalRows(
  { grid, heads }: LineLedger,
  history: BandHistory,
  context: ReportContext,
): Generator<readonly Cell[]> {
  const cursor = heads.scan();
  try {
    const head = new HeadReader(cursor);
    let sample = 0;
    for (const total of history.totals()) {
      const place = head.placeAt(sample);
      const isLast = sample === history.sampleCount - 1;
      const seconds = isLast
        ? context.commitSeconds(place)
        : grid.sampleEndSeconds(sample, context.history);
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
  } finally {
    cursor.close();
  }
}

/** The last mainline commit at or before each sample. */
class HeadReader {
  readonly #cursor: FactCursor;
  #hasMore: boolean;
  #place = -1;

  constructor(cursor: FactCursor) {
    this.#cursor = cursor;
    this.#hasMore = cursor.next();
  }

  /** Its place in the walk, or -1 before the first. REQUIRES: samples ascend. */
  placeAt(sample: number): number {
    while (this.#hasMore && this.#cursor.a <= sample) {
      this.#place = this.#cursor.value(0);
      this.#hasMore = this.#cursor.next();
    }
    return this.#place;
  }
}

function* bandRows(
  { grid }: LineLedger,
  { bandCount }: BandHistory,
  context: ReportContext,
): Generator<readonly Cell[]> {
  for (let band = 0; band < bandCount; band += 1) {
    const from = grid.bandStartSeconds(band, context.history);
    const to = grid.bandEndSeconds(band, context.history);
    yield [band, context.isoUtc(from), context.isoUtc(to)];
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
