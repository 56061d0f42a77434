import type { Facts, ReportContext } from '../../engine/index.ts';
import { ChangeEntropy } from './change-entropy.ts';
import { walkedCommits } from './commit-walk.ts';
import type { ProcessFacts } from './process-facts.ts';

/** Lines changed by period and file, and what is known of each period. */
export interface ChangePeriods {
  readonly lines: Facts<'period' | 'file' | 'lines'>;
  readonly periodDays: number;
  readonly count: number;
  /** By period. BOUNDED BY: 40 bytes a period of at most 20,000. */
  readonly commits: Float64Array;
  readonly skippedCommits: Float64Array;
  readonly changedLines: Float64Array;
  readonly files: Float64Array;
  readonly bits: Float64Array;
  startOf(period: number): number;
}

const daySeconds = 86_400;
const periodsMax = 20_000;
/** Commits of more files, such as imports and changes of licence, say nothing of how scattered work is. */
export const filesOfCommitMax = 1000;

/** Sums lines changed up by periods of so many days; the days are doubled until there are at most 20,000 periods. */
export function changePeriods(facts: ProcessFacts, context: ReportContext, days: number): ChangePeriods {
  const { originSeconds, lastCommitSeconds, commits } = context.history;
  const duration = Math.max(0, lastCommitSeconds - originSeconds);
  let periodDays = days;
  while (duration / (periodDays * daySeconds) > periodsMax) periodDays *= 2;
  const seconds = periodDays * daySeconds;
  const count = commits === 0 ? 0 : Math.floor(duration / seconds) + 1;
  const column = (): Float64Array => new Float64Array(count);
  const periods: ChangePeriods = {
    lines: context.scratch({ name: 'process_periods', keys: ['period', 'file'], columns: { lines: 'sum' } }),
    periodDays,
    count,
    commits: column(),
    skippedCommits: column(),
    changedLines: column(),
    files: column(),
    bits: column(),
    startOf: (period) => originSeconds + period * seconds,
  };
  addCommits(periods, facts, context, seconds);
  measure(periods);
  return periods;
}

/** Two readings: the number of a commit's files is known after the first. */
function addCommits(periods: ChangePeriods, facts: ProcessFacts, context: ReportContext, seconds: number): void {
  const filesOf = filesOfCommits(facts, context);
  for (const { place, changes } of walkedCommits(facts, context)) {
    const since = context.commitSeconds(place) - context.history.originSeconds;
    const period = Math.min(periods.count - 1, Math.max(0, Math.floor(since / seconds)));
    if (filesOf[place]! > filesOfCommitMax) {
      periods.skippedCommits[period]! += 1;
      continue;
    }
    periods.commits[period]! += 1;
    for (const { file, added, removed } of changes) {
      if (added + removed > 0) periods.lines.add(period, file, 0, added + removed);
    }
  }
}

/** BOUNDED BY: 4 bytes a commit. */
export function filesOfCommits(facts: ProcessFacts, context: ReportContext): Uint32Array {
  const counts = new Uint32Array(context.history.commits);
  for (const { place } of facts.touched) counts[place]! += 1;
  return counts;
}

function measure({ lines, changedLines, files, bits, count }: ChangePeriods): void {
  const entropy = new ChangeEntropy();
  for (const group of lines.groups(count)) {
    entropy.clear();
    for (const fact of group) entropy.add(fact.lines);
    changedLines[group.key] = entropy.sum;
    files[group.key] = entropy.count;
    bits[group.key] = entropy.bits;
  }
}
