import type { Cell, CellRecord } from '../../contract.ts';
import type { ReportHead } from '../report-document.ts';
import { isList } from '../canonical-json.ts';

/** When things happened, as far as the head of a report tells. Seconds since 1970 and lengths. */
export interface HistoryClock {
  /** Start of tick 0. */
  readonly originSeconds: number;
  readonly lastSeconds: number;
  readonly tickSeconds: number;
  readonly bandSeconds: number;
  readonly sampleSeconds: number;
}

const daySeconds = 86_400;
/** What burndown does when nobody says anything. */
const ticksDefault = 30;

/** Reads the clock; what the head lacks is taken as the default. */
export function historyClock(head: ReportHead): HistoryClock {
  const tickSeconds = positive(head.history['tick_seconds'], daySeconds);
  const first = secondsOf(head.history['first_commit_at'] ?? null);
  const options = recordIn(recordIn(head.options, 'analyzers'), 'history/burndown');
  const originSeconds = Math.floor(first / tickSeconds) * tickSeconds;
  return {
    originSeconds,
    lastSeconds: Math.max(originSeconds, secondsOf(head.history['last_commit_at'] ?? null)),
    tickSeconds,
    bandSeconds: positive(options['granularity'], ticksDefault) * tickSeconds,
    sampleSeconds: positive(options['sampling'], ticksDefault) * tickSeconds,
  };
}

/** An ISO 8601 time as seconds since 1970; anything else is 0. */
export function secondsOf(cell: Cell): number {
  const time = typeof cell === 'string' ? Date.parse(cell) : Number.NaN;
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000);
}

function positive(cell: Cell | undefined, otherwise: number): number {
  return typeof cell === 'number' && cell > 0 ? cell : otherwise;
}

function recordIn(record: CellRecord, key: string): CellRecord {
  const cell = record[key];
  return typeof cell === 'object' && cell !== null && !isList(cell) ? cell : {};
}
