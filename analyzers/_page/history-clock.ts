import { type Cell, type CellRecord, isList } from '../../engine/index.ts';
import { type ReportClock, reportClock, type ReportHead } from '../../engine/index.ts';

/** When things happened, and how long bands and samples of the burndown are. */
export interface HistoryClock extends ReportClock {
  readonly bandSeconds: number;
  readonly sampleSeconds: number;
}

/** What burndown does when nobody says anything. */
const ticksDefault = 30;

/** Reads the clock; what the head lacks is taken as the default. */
export function historyClock(head: ReportHead): HistoryClock {
  const clock = reportClock(head);
  const options = recordIn(recordIn(head.options, 'analyzers'), 'history/burndown');
  return {
    ...clock,
    bandSeconds: ticksOf(options['granularity']) * clock.tickSeconds,
    sampleSeconds: ticksOf(options['sampling']) * clock.tickSeconds,
  };
}

function ticksOf(cell: Cell | undefined): number {
  return typeof cell === 'number' && cell > 0 ? cell : ticksDefault;
}

function recordIn(record: CellRecord, key: string): CellRecord {
  const cell = record[key];
  return typeof cell === 'object' && cell !== null && !isList(cell) ? cell : {};
}
