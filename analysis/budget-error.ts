import { CodefangError } from '../engine/index.ts';
import { PlanError } from '../planner/index.ts';

/** The memory budget cannot hold the run; the message names the smallest one that can. */
export class BudgetError extends CodefangError {
  /** The smallest budget that works, in bytes. */
  readonly smallestBudgetBytes: number;

  constructor(message: string, smallestBudgetBytes: number) {
    super('BUDGET', message);
    this.name = 'BudgetError';
    this.smallestBudgetBytes = smallestBudgetBytes;
  }
}

/** Calls the planner, which stands alone and has errors of its own. @throws {BudgetError} */
export function planned<Value>(make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    const isBudget = error instanceof PlanError && error.smallestBudgetBytes !== undefined;
    throw isBudget ? new BudgetError(error.message, error.smallestBudgetBytes!) : error;
  }
}
