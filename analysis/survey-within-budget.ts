import { CodefangError, formatBytes, type History, type HistoryRequest, MiB, openHistory } from '../engine/index.ts';
import { BudgetError } from './budget-error.ts';

/** No process is smaller, so that a run never fits into less. */
const firstTryBytes = 64 * MiB;
/** A survey that needs more than that is refused with what it says itself. */
const lastTryBytes = 4096 * MiB;

/**
 * Surveys a history in a budget. If that budget is too small for the survey alone, the survey is repeated in larger
 * ones, only to learn what the whole run needs, and the run is refused with that: one refusal, and not one for each
 * part of the run that would not fit.
 *
 * @param plan makes the plan of the run in the budget that was asked for
 * @throws {BudgetError} naming a budget that holds the survey and the run
 */
export function surveyWithinBudget(
  request: HistoryRequest,
  onSurvey: (commits: number) => void,
  plan: (history: History) => unknown,
): History {
  try {
    return openHistory(request, onSurvey);
  } catch (error) {
    if (!isBudget(error)) throw error;
    const { history, budgetBytes } = surveyedInMore(request, onSurvey, error);
    const neededBytes = Math.max(
      smallestOf(() => plan(history)),
      budgetBytes,
    );
    throw refusal(request.budgetBytes ?? 0, neededBytes);
  }
}

interface Surveyed {
  readonly history: History;
  /** What the survey took no more than; 0 where any run takes more. */
  readonly budgetBytes: number;
}

/** Doubles the budget until the survey ends. @throws what a survey in the largest one throws */
function surveyedInMore(request: HistoryRequest, onSurvey: (commits: number) => void, refused: Error): Surveyed {
  let last = refused;
  const startBytes = Math.max(firstTryBytes, (request.budgetBytes ?? 0) * 2);
  for (let budgetBytes = startBytes; budgetBytes <= lastTryBytes; budgetBytes *= 2) {
    try {
      const history = openHistory({ ...request, budgetBytes }, onSurvey);
      return { history, budgetBytes: budgetBytes === firstTryBytes ? 0 : budgetBytes };
    } catch (error) {
      if (!isBudget(error)) throw error;
      last = error;
    }
  }
  throw last;
}

/** 0 where the run would fit. */
function smallestOf(plan: () => unknown): number {
  try {
    plan();
    return 0;
  } catch (error) {
    if (error instanceof BudgetError) return error.smallestBudgetBytes;
    throw error;
  }
}

function isBudget(error: unknown): error is CodefangError {
  return error instanceof CodefangError && error.code === 'BUDGET';
}

function refusal(budgetBytes: number, neededBytes: number): BudgetError {
  const needed = Math.ceil(neededBytes / MiB);
  const message =
    `Cannot plan a run in ${formatBytes(budgetBytes)}: reading the commits takes more, and the whole run needs ` +
    `at least ${needed} MiB, use --memory-budget ${needed}MiB or more`;
  return new BudgetError(message, needed * MiB);
}
