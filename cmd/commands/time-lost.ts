import type { LogSummary } from '../../engine/index.ts';

/** Time that went into keeping memory and state, not into the history. */
export interface TimeLoss {
  readonly to: string;
  readonly count: number;
  readonly durationMs: number;
  /** Bytes written; undefined if the log does not have them. */
  readonly bytes: number | undefined;
}

/** Spans of such names are time lost, whatever follows in the name. */
const lossNames = /^(?:hibernate|boot|spill|collect|sweep)\b/;

/**
 * Checkpoints and resuming from their events, the rest from the spans that say so. Hibernation and
 * spilling without spans of their own are told in bytes; their time is then in that of the
 * checkpoints, which begins after them, or not in the log.
 */
export function timeLost(summary: LogSummary): readonly TimeLoss[] {
  const sum = (of: (run: LogSummary['runs'][number]) => number): number =>
    summary.runs.reduce((total, run) => total + of(run), 0);
  const losses: TimeLoss[] = [
    {
      to: 'checkpoints',
      count: sum((run) => run.checkpointCount),
      durationMs: sum((run) => run.checkpointMs),
      bytes: sum((run) => run.checkpointBytes),
    },
    {
      to: 'resuming',
      count: sum((run) => run.resumeCount),
      durationMs: sum((run) => run.resumeMs),
      bytes: undefined,
    },
  ];
  for (const { name, lineCount, durations } of summary.spans()) {
    if (!lossNames.test(name)) continue;
    losses.push({ to: name, count: lineCount, durationMs: durations.total, bytes: undefined });
  }
  return losses.filter(({ count }) => count > 0);
}
