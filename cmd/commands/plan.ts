import { orderOf, prepareAnalysis, type PreparedAnalysis } from '../../analysis/internal.ts';
import { formatBytes, formatDuration, MemoryMeter } from '../../engine/index.ts';
import { computeSchedule, Planner, predictTime, scheduleConfig, smallestBudgetBytes } from '../../planner/index.ts';
import type { Progress } from '../progress.ts';
import type { RunRequest } from '../run-request.ts';
import { machineSlowness } from './machine-slowness.ts';

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
    const host = { memory, childBytes: 0, stopRequested: () => undefined };
    const prepared = await prepareAnalysis(orderOf(request), host, onSurvey);
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
  const schedule = computeSchedule(scheduleConfig(planRequest, made));
  const isUnlimited = made.budgetBytes === 0;
  const sizes = new Set(schedule.chunks.map((chunk) => chunk.end - chunk.start));
  const rows: [string, string][] = [
    ['repository', `${history.head} (${history.location.objectFormat})`],
    ['commits', `${history.order.length}, ${history.summary.mainlineCommits} on the mainline`],
    ['analyzers', analyzers.map(({ definition }) => definition.id).join(', ')],
    ['budget', isUnlimited ? 'unlimited' : formatBytes(made.budgetBytes)],
    ['workers', String(made.workerCount)],
    ['buffering', bufferingRow(made)],
    ['pack indexes', indexRow(prepared)],
    ['pipeline', isUnlimited ? 'not bounded' : formatBytes(regions.pipelineBytes)],
    ['working state', formatBytes(regions.workingStateBytes)],
    ['aggregate state', formatBytes(regions.aggregateStateBytes)],
    ['in flight', formatBytes(regions.inFlightBytes)],
    ['slack', formatBytes(regions.slackBytes)],
    ['chunks', `${schedule.chunks.length} of ${Math.max(0, ...sizes)} commits`],
    ['plain chunks', plainRow(prepared)],
    ...made.accounts.map((account): [string, string] => [`  ${account.name}`, accountRow(account)]),
    ['predicted peak', isUnlimited ? 'not bounded' : peakRow(made)],
    ['predicted time', timeRow(prepared)],
    ['smallest budget', smallestRow(planRequest.workers, made.workerCount, prepared)],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`).join('');
}

/** How far workers run ahead of the fold. */
function bufferingRow({ workerCount, bufferingFactor }: PreparedAnalysis['plan']): string {
  if (workerCount === 0) return '1, nobody reads ahead';
  return `${bufferingFactor}, each worker up to ${bufferingFactor} batches ahead`;
}

/** Chunks by the static planner, which knows the budget and what a commit adds, but no regions and no buffering. */
function plainRow({ plan: made, planRequest }: PreparedAnalysis): string {
  const { commits, workingBytesPerCommit, payloadBytesPerCommit } = planRequest;
  const planner = new Planner({
    totalCommits: commits,
    memoryBudgetBytes: made.budgetBytes,
    growthPerCommitBytes: workingBytesPerCommit + payloadBytesPerCommit,
    pipelineOverheadBytes: made.regions.pipelineBytes,
  });
  const chunks = planner.plan();
  const largest = chunks[0] === undefined ? 0 : chunks[0].end - chunks[0].start;
  return `${chunks.length} of ${largest} commits, by growth alone`;
}

function accountRow({ boundBytes, predictedBytes }: PreparedAnalysis['plan']['accounts'][number]): string {
  const [bound, likely] = [formatBytes(boundBytes), formatBytes(predictedBytes)];
  return bound === likely ? bound : `${bound}, likely ${likely}`;
}

function peakRow({ accounts, budgetBytes, regions }: PreparedAnalysis['plan']): string {
  const predicted = accounts.reduce((sum, account) => sum + account.predictedBytes, 0);
  return `${formatBytes(predicted)}, bounded by ${formatBytes(budgetBytes - regions.slackBytes)}`;
}

/** Of a run that starts afresh. */
function timeRow({ plan: made, planRequest }: PreparedAnalysis): string {
  const { cpuMs, elapsedMs } = predictTime(planRequest, made.workerCount, machineSlowness());
  return `about ${formatDuration(elapsedMs)} if nothing else runs, ${formatDuration(cpuMs)} of processor time`;
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
