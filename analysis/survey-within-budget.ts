import {
  CodefangError,
  formatBytes,
  type History,
  type HistoryRequest,
  MiB,
  openHistoryInSteps,
  UnheldHistory,
  type UnheldSize,
} from '../engine/index.ts';
import { BudgetError } from './budget-error.ts';

/** No process is smaller, so that a survey may take that much whatever the budget is. */
const processBytesMin = 64 * MiB;
/** What is resident differs by some MiB from one process to the next. */
const processNoiseBytes = 8 * MiB;

/** What a survey in a budget needs of the run that it is for. */
export interface SurveyedRun {
  readonly onSurvey: (commits: number) => void;
  /** Lets others go on, and throws when the survey is to stop. */
  readonly turn: () => Promise<void>;
  /** Makes the plan of the run in the budget that was asked for. */
  readonly plan: (history: History) => unknown;
  readonly planUnheld: (size: UnheldSize) => unknown;
}

/**
 * Surveys a history in a budget. In one that no process fits into, the survey is made as in 64 MiB, only to learn what
 * the whole run needs, and the run is refused with that: one refusal, and not one for each part that would not fit.
 * WHY NOT in larger ones where a survey needs more: a refusal must not take more memory than the budget either.
 *
 * @throws {BudgetError} naming a budget that holds the survey and the run
 */
export async function surveyWithinBudget(request: HistoryRequest, run: SurveyedRun): Promise<History> {
  const { budgetBytes = 0 } = request;
  try {
    return await openInTurns(request, run);
  } catch (error) {
    if (error instanceof UnheldHistory) throw refusalOf(error, budgetBytes, run);
    const isTooSmall = error instanceof CodefangError && error.code === 'BUDGET' && budgetBytes < processBytesMin;
    if (!isTooSmall) throw error;
    const history = await openInTurns({ ...request, budgetBytes: processBytesMin }, run);
    throw refusal(
      budgetBytes,
      smallestOf(() => run.plan(history)),
    );
  }
}

async function openInTurns(request: HistoryRequest, { onSurvey, turn }: SurveyedRun): Promise<History> {
  const steps = openHistoryInSteps(request, onSurvey);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await turn();
  }
}

function refusalOf({ size }: UnheldHistory, budgetBytes: number, { planUnheld }: SurveyedRun): BudgetError {
  const ofRun = smallestOf(() => planUnheld(size));
  return refusal(budgetBytes, Math.max(ofRun, size.budgetBytes) + processNoiseBytes);
}

/** What a plan is refused with; a budget that is too small for a survey is too small for any run. */
function smallestOf(plan: () => unknown): number {
  try {
    plan();
    return processBytesMin;
  } catch (error) {
    if (error instanceof BudgetError) return error.smallestBudgetBytes;
    throw error;
  }
}

function refusal(budgetBytes: number, neededBytes: number): BudgetError {
  const needed = Math.ceil(neededBytes / MiB);
  const message =
    `Cannot plan a run in ${formatBytes(budgetBytes)}: reading the commits takes more, and the whole run needs ` +
    `at least ${needed} MiB, use --memory-budget ${needed}MiB or more`;
  return new BudgetError(message, needed * MiB);
}
