import type { HistorySummary } from '../../engine/index.ts';

/** Equal steps of time from the first day of the history on. */
export interface TickCalendar {
  readonly tickDays: number;
  /** Ticks that are over when the last commit comes; the one of that commit is not among them. */
  readonly count: number;
  /** Which one a time is in; `count` where it is in the last, partial one. */
  tickOf(seconds: number): number;
  startOf(tick: number): number;
}

const daySeconds = 86_400;
/** More ticks than this make the steps longer: regimes cost the square of their number. */
const ticksMax = 5000;

/** Steps of so many days; they are doubled until at most 5,000 cover the history. */
export function tickCalendar({ originSeconds, lastCommitSeconds }: HistorySummary, days: number): TickCalendar {
  const duration = Math.max(0, lastCommitSeconds - originSeconds);
  let tickDays = days;
  while (duration / (tickDays * daySeconds) > ticksMax) tickDays *= 2;
  const tickSeconds = tickDays * daySeconds;
  return {
    tickDays,
    count: Math.floor(duration / tickSeconds),
    tickOf: (seconds) => Math.max(0, Math.floor((seconds - originSeconds) / tickSeconds)),
    startOf: (tick) => originSeconds + tick * tickSeconds,
  };
}
