import { engineCosts } from './engine-costs.ts';
import type { PlanRequest } from './plan-request.ts';

export interface PredictedTime {
  /** Of all threads. */
  readonly cpuMs: number;
  /** On a machine that does nothing else. */
  readonly elapsedMs: number;
}

type WalkSize = Pick<PlanRequest, 'commits' | 'packBytes' | 'lineBytes' | 'cpuCount'>;

/**
 * The time of a run that starts afresh, usually within a factor of 2. Commits and the bytes of packs say how much there
 * is to compare; a walk of few commits reads few of those bytes. `slowness` is how many times as long the machine takes
 * as that of BENCHMARKS.md.
 */
export function predictTime(size: WalkSize, workerCount: number, slowness: number): PredictedTime {
  const { startMs, workerStartMs, commitMicros, packMicrosPerMiB, packBytesPerCommitMax, withoutLinesShare } =
    engineCosts.time;
  const packMiB = Math.min(size.packBytes, size.commits * packBytesPerCommitMax) / 2 ** 20;
  const share = size.lineBytes > 0 ? 1 : withoutLinesShare;
  const walkMs = (share * (size.commits * commitMicros + packMiB * packMicrosPerMiB)) / 1000;
  return {
    cpuMs: slowness * (startMs + workerCount * workerStartMs + walkMs),
    elapsedMs: slowness * (startMs + walkMs / speedup(size.cpuCount, workerCount)),
  };
}

/** The main thread folds what workers compare, and does not get faster. */
function speedup(cpuCount: number, workerCount: number): number {
  const { threadGain, speedupMax } = engineCosts.time;
  const threads = Math.max(1, Math.min(cpuCount, workerCount + 1));
  return Math.min(speedupMax, 1 + threadGain * (threads - 1));
}
