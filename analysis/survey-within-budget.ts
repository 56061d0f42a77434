import { CodefangError, formatBytes, type History, type HistoryRequest, MiB, openHistory } from '../engine/index.ts';
import { BudgetError } from './budget-error.ts';

/** No process is smaller, so that a survey may take that much whatever the budget is. */
const processBytesMin = 64 * MiB;

/**
 * Surveys a history in a budget. In one that no process fits into, the survey is made as in 64 MiB, only to learn what
 * the whole run needs, and the run is refused with that: one refusal, and not one for each part that would not fit.
 * WHY NOT in larger ones where a survey needs more: a refusal must not take more memory than the budget either.
 *
 * @param plan makes the plan of the run in the budget that was asked for
 * @throws {BudgetError} naming a budget that holds the survey and the run
 */
export function surveyWithinBudget(
  request: HistoryRequest,
  onSurvey: (commits: number) => void,
  plan: (history: History) => unknown,
): History {
  const { budgetBytes = 0 } = request;
  try {
    return openHistory(request, onSurvey);
  } catch (error) {
    const isTooSmall = error instanceof CodefangError && error.code === 'BUDGET' && budgetBytes < processBytesMin;
    if (!isTooSmall) throw error;
    const history = openHistory({ ...request, budgetBytes: processBytesMin }, onSurvey);
    throw refusal(
      budgetBytes,
      smallestOf(() => plan(history)),
    );
  }
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
