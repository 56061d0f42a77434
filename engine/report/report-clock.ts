import type { Cell } from '../contract.ts';
import type { ReportHead } from './report-document.ts';

/** When things happened, as far as the head of a report says. Seconds since 1970, and a length. */
export interface ReportClock {
  /** Start of tick 0. */
  readonly originSeconds: number;
  readonly lastSeconds: number;
  readonly tickSeconds: number;
}

const daySeconds = 86_400;

/** Reads the clock; what the head lacks is taken as the default. */
export function reportClock({ history }: ReportHead): ReportClock {
  const stated = history['tick_seconds'];
  const tickSeconds = typeof stated === 'number' && stated > 0 ? stated : daySeconds;
  const first = secondsOf(history['first_commit_at'] ?? null);
  const originSeconds = Math.floor(first / tickSeconds) * tickSeconds;
  return {
    originSeconds,
    lastSeconds: Math.max(originSeconds, secondsOf(history['last_commit_at'] ?? null)),
    tickSeconds,
  };
}

/** An ISO 8601 time as seconds since 1970; anything else is 0. */
export function secondsOf(cell: Cell): number {
  const time = typeof cell === 'string' ? Date.parse(cell) : Number.NaN;
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000);
}
