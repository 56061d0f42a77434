import { orderOf, prepareAnalysis, type PreparedAnalysis, schedulerConfig } from '../../analysis/internal.ts';
import { formatBytes, formatDuration, MemoryMeter } from '../../engine/index.ts';
import { computeSchedule, engineCosts, smallestBudgetBytes } from '../../planner/index.ts';
import type { Progress } from '../progress.ts';
import type { RunRequest } from '../run-request.ts';

export interface PlanSurroundings {
  readonly progress: Progress;
  readonly writeOut: (text: string) => void;
}

/**
 * `codefang plan`: what a run of the same options would do, as lines for people.
 *
 * @throws {CodefangError} for everything that `run` would refuse as well
 */
export async function plan(request: RunRequest, around: PlanSurroundings): Promise<void> {
  const memory = new MemoryMeter();
  try {
    around.progress.phase('reading commits');
    const onSurvey = (commits: number): void => around.progress.survey(commits);
    const prepared = prepareAnalysis(orderOf(request), { memory, childBytes: 0 }, onSurvey);
    around.progress.done();
    around.writeOut(describe(prepared));
  } finally {
    around.progress.done();
    memory.close();
  }
}

function describe(prepared: PreparedAnalysis): string {
  const { history, plan: made, planRequest } = prepared;
  const { analyzers } = prepared.rules;
  const { regions } = made;
  const schedule = computeSchedule(schedulerConfig(prepared));
  const isUnlimited = made.budgetBytes === 0;
  const sizes = new Set(schedule.chunks.map((chunk) => chunk.end - chunk.start));
  const predictedMs = (history.order.length * engineCosts.commitMicros) / 1000 / Math.max(1, made.workerCount);
  const rows: [string, string][] = [
    ['repository', `${history.head} (${history.location.objectFormat})`],
    ['commits', `${history.order.length}, ${history.summary.mainlineCommits} on the mainline`],
    ['analyzers', analyzers.map(({ definition }) => definition.id).join(', ')],
    ['budget', isUnlimited ? 'unlimited' : formatBytes(made.budgetBytes)],
    ['workers', String(made.workerCount)],
    ['pack indexes', indexRow(prepared)],
    ['pipeline', isUnlimited ? 'not bounded' : formatBytes(regions.pipelineBytes)],
    ['working state', formatBytes(regions.workingStateBytes)],
    ['aggregate state', formatBytes(regions.aggregateStateBytes)],
    ['in flight', formatBytes(regions.inFlightBytes)],
    ['slack', formatBytes(regions.slackBytes)],
    ['chunks', `${schedule.chunks.length} of ${Math.max(0, ...sizes)} commits`],
    ...made.accounts.map(({ name, boundBytes }): [string, string] => [`  ${name}`, formatBytes(boundBytes)]),
    ['predicted peak', isUnlimited ? 'not bounded' : peakRow(made)],
    ['predicted time', `about ${formatDuration(predictedMs)}`],
    ['smallest budget', smallestRow(planRequest.workers, made.workerCount, prepared)],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`).join('');
}

function peakRow({ accounts, budgetBytes, regions }: PreparedAnalysis['plan']): string {
  const predicted = accounts.reduce((sum, account) => sum + account.predictedBytes, 0);
  return `${formatBytes(predicted)}, bounded by ${formatBytes(budgetBytes - regions.slackBytes)}`;
}

function indexRow({ plan: made, planRequest }: PreparedAnalysis): string {
  const size = formatBytes(planRequest.indexBytes);
  return made.indexBytesMax >= planRequest.indexBytes ? `${size}, shared in memory` : `${size}, read in pages`;
}

function smallestRow(asked: number, workers: number, { planRequest }: PreparedAnalysis): string {
  const withThese = formatBytes(smallestBudgetBytes(planRequest, workers));
  if (asked >= 0 || workers === 0) return `${withThese} with ${workers} workers`;
  return `${formatBytes(smallestBudgetBytes(planRequest, 0))} with 0 workers, ${withThese} with ${workers}`;
}
