import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { registry } from '../../analyzers/index.ts';
import {
  AnalyzerSlot,
  CodefangError,
  collectGarbage,
  effectiveOptions,
  type CellRecord,
  type CheckpointFields,
  type ExtractionRules,
  type History,
  type IgnoreRevsFile,
  largestComparisonBytes,
  LineSlot,
  type MemoryMeter,
  openHistory,
  OwnedState,
  ownersOf,
  resolveBudget,
  type RunPlan,
  type SelectedAnalyzer,
  packSizes,
  preferSmallHeap,
  stateRules,
} from '../../engine/index.ts';
import { engineCosts, isThriftyBudget, planRun, type PlanRequest } from '../../planner/index.ts';
import type { RunRequest } from '../run-request.ts';

/** A run that is surveyed and planned; nothing is analysed yet. */
export interface PreparedRun {
  readonly history: History;
  readonly analyzers: readonly SelectedAnalyzer[];
  readonly rules: ExtractionRules;
  /** Everything that can change a number, as the report states it. */
  readonly options: CellRecord;
  /** What of them can change what is kept for the next run. */
  readonly stateRules: CheckpointFields;
  readonly planRequest: PlanRequest;
  readonly plan: RunPlan;
}

/**
 * Resolves the budget, surveys the history and plans the run.
 *
 * @throws {CodefangError} or PlanError with the reason why it cannot be
 */
export function prepareRun(
  request: RunRequest,
  meter: MemoryMeter,
  onSurvey: (commits: number) => void,
): PreparedRun {
  const budgetBytes = resolveBudget(request.memoryBudget);
  if (isThriftyBudget(budgetBytes)) preferSmallHeap();
  const identities = describeIdentities(request);
  const history = openHistory(
    {
      repository: request.repository,
      revision: request.revision,
      firstParentOnly: request.firstParent,
      identities: request.identities,
      anonymize: request.anonymize,
      tickSeconds: request.tickSeconds,
      sinceSeconds: request.since,
      untilSeconds: request.until,
      commitCountMax: request.limit,
      allowIncomplete: request.allowIncomplete,
      ignoreRevs: request.ignoreRevsFiles.map(readIgnoreRevs),
      replaceObjects: request.replaceObjects,
      budgetBytes,
      ...(request.incremental &&
        request.resume !== 'never' && {
          stateDirectory: request.stateDirectory,
          stateBytesMax: request.stateBytesMax,
        }),
    },
    onSurvey,
  );
  const analyzers = selectAnalyzers(request);
  const rules: ExtractionRules = {
    renames: request.renames,
    moves: request.moves,
    paths: { include: request.paths, exclude: request.excludes },
  };
  // What the survey dropped is not part of what the run stands on.
  collectGarbage();
  // What is known of lanes is part of history, though it is made when the walk begins.
  const graphBytes = needsLines(analyzers) ? LineSlot.bytesOf(history.order.length) : 0;
  const planRequest: PlanRequest = {
    budgetBytes,
    workers: request.workers,
    cpuCount: availableParallelism(),
    // What the survey has loaded of the indexes already is planned as indexes, not as what is resident.
    residentBytes: meter.rssBytes() - (history.sharedIndexes?.bytes ?? 0) + graphBytes,
    childBytes: meter.childBytes,
    historyBytes: history.bytes + graphBytes,
    ...packSizes(history.location),
    comparisonBytes: largestComparisonBytes(history, engineCosts.blobBytesMax),
    files: history.files.files,
    filePathBytes: history.files.pathBytes,
    commits: history.order.length,
    factBytesMin: factBytesMin(analyzers, request.perCommit, history),
    workingBytesPerCommit: sumOf(analyzers, (cost) => cost.workingStateBytesPerCommit),
  };
  const plan = planRun(planRequest);
  const { blobBytesMax } = engineCosts;
  const options = effectiveOptions(history, rules, identities, blobBytesMax, analyzers, request.perCommit);
  return {
    history: withIndexesIfPlanned(history, plan),
    analyzers,
    rules,
    options,
    stateRules: stateRules(options, analyzers, request.perCommit),
    planRequest,
    plan,
  };
}

/** The indexes that the survey has loaded serve on where the plan has room for them; else they go. */
function withIndexesIfPlanned(history: History, plan: RunPlan): History {
  const bytes = history.sharedIndexes?.bytes ?? 0;
  return bytes <= plan.indexBytesMax ? history : { ...history, sharedIndexes: undefined };
}

function selectAnalyzers(request: RunRequest): SelectedAnalyzer[] {
  return request.analyzers.map((id) => {
    const definition = registry.find((known) => known.id === id);
    if (definition === undefined) {
      const known = registry.map((one) => one.id).join(', ');
      throw new CodefangError('USAGE', `Cannot select analyzer "${id}": known are ${known}`);
    }
    return { definition, options: request.analyzerOptions[id] ?? {} };
  });
}

/** The sum of a declared cost over the selected analyzers. */
export function sumOf(
  analyzers: readonly SelectedAnalyzer[],
  of: (cost: SelectedAnalyzer['definition']['cost']) => number,
): number {
  return analyzers.reduce((total, { definition }) => total + of(definition.cost), 0);
}

function factBytesMin(analyzers: readonly SelectedAnalyzer[], isPerCommit: boolean, history: History): number {
  const slots = analyzers.map(({ definition, options }) => new AnalyzerSlot(definition, options, isPerCommit));
  const lines = needsLines(analyzers) ? new LineSlot(history) : undefined;
  return OwnedState.factBytesMin(ownersOf(slots, lines));
}

function needsLines(analyzers: readonly SelectedAnalyzer[]): boolean {
  return analyzers.some(({ definition }) => definition.needs.includes('lines'));
}

/** A people dictionary is named by its content, since its path must not change the report. */
function describeIdentities(request: RunRequest): string {
  const { identities } = request;
  if (typeof identities === 'string') return identities;
  try {
    const hash = createHash('sha256').update(readFileSync(identities.file)).digest('hex');
    return `file:sha256:${hash}`;
  } catch (cause) {
    throw new CodefangError('USAGE', `Cannot read people dictionary "${identities.file}"`, { cause });
  }
}

/** Read once: what is hashed is what is used. */
function readIgnoreRevs(path: string): IgnoreRevsFile {
  try {
    return { name: `"${path}"`, bytes: readFileSync(path) };
  } catch (cause) {
    throw new CodefangError('USAGE', `Cannot read commits to ignore from "${path}"`, { cause });
  }
}
