import { engineCosts as costs } from './engine-costs.ts';

/** Whether heaps are kept small from the start in this budget. 0 means unlimited. */
export function isThriftyBudget(budgetBytes: number): boolean {
  return budgetBytes > 0 && budgetBytes < costs.thriftyBudgetBytes;
}
