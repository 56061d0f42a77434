import { formatBytes, formatDuration, MemoryMeter } from '../../engine/index.ts';
import { computeSchedule, engineCosts, smallestBudgetBytes } from '../../planner/index.ts';
import type { Progress } from '../progress.ts';
import type { RunRequest } from '../run-request.ts';
import { type PreparedRun, prepareRun } from './prepare-run.ts';
import { schedulerConfig } from './run.ts';

export interface PlanSurroundings {
  readonly progress: Progress;
  readonly writeOut: (text: string) => void;
}

/**
 * `codefang plan`: what a run of the same options would do, as lines for people.
 *
 * @throws {CodefangError} or PlanError for everything that `run` would refuse as well
 */
export async function plan(request: RunRequest, around: PlanSurroundings): Promise<void> {
  const meter = new MemoryMeter();
  try {
    around.progress.phase('reading commits');
    const prepared = prepareRun(request, meter, (commits) => around.progress.survey(commits));
    around.progress.done();
    around.writeOut(describe(prepared));
  } finally {
    around.progress.done();
    meter.close();
  }
}

function describe(prepared: PreparedRun): string {
  const { history, plan: made, planRequest, analyzers } = prepared;
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

function peakRow({ accounts, budgetBytes, regions }: PreparedRun['plan']): string {
  const predicted = accounts.reduce((sum, account) => sum + account.predictedBytes, 0);
  return `${formatBytes(predicted)}, bounded by ${formatBytes(budgetBytes - regions.slackBytes)}`;
}

function indexRow({ plan: made, planRequest }: PreparedRun): string {
  const size = formatBytes(planRequest.indexBytes);
  return made.indexBytesMax >= planRequest.indexBytes ? `${size}, shared in memory` : `${size}, read in pages`;
}

function smallestRow(asked: number, workers: number, { planRequest }: PreparedRun): string {
  const withThese = formatBytes(smallestBudgetBytes(planRequest, workers));
  if (asked >= 0 || workers === 0) return `${withThese} with ${workers} workers`;
  return `${formatBytes(smallestBudgetBytes(planRequest, 0))} with 0 workers, ${withThese} with ${workers}`;
}
