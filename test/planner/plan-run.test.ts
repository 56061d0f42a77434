import { describe, expect, test } from 'vitest';
import { PlanError, type PlanRequest, planRun, smallestBudgetBytes } from '../../planner/index.ts';
import { planRequest as request } from './plan-request.ts';

const MiB = 1024 * 1024;

const budgets = [192, 200, 255, 256, 300, 512, 1024, 4096, 65_536].map((size) => size * MiB);

describe('planRun', () => {
  test.each(budgets)('accounts of %d bytes add up to the budget without its slack', (budgetBytes) => {
    const plan = planRun({ ...request, budgetBytes });
    const bounds = plan.accounts.reduce((sum, { boundBytes }) => sum + boundBytes, 0);
    const promised = budgetBytes - plan.regions.slackBytes;
    expect(Math.abs(promised - bounds)).toBeLessThan(16);
    expect(plan.regions.slackBytes).toBeGreaterThanOrEqual(Math.floor(budgetBytes * 0.05) - 1);
    for (const { boundBytes, predictedBytes } of plan.accounts) {
      expect(predictedBytes).toBeLessThanOrEqual(boundBytes);
      expect(predictedBytes).toBeGreaterThanOrEqual(0);
    }
  });

  test('names every account once', () => {
    const names = planRun(request).accounts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('facts');
  });

  test('the named budget plans, also when a little more is resident; what is refused names it', () => {
    for (const workers of [0, 1, 2, 5]) {
      const smallest = smallestBudgetBytes({ ...request, budgetBytes: 128 * MiB }, workers);
      const plan = planRun({ ...request, workers, budgetBytes: smallest });
      expect(plan.workerCount).toBe(workers);
      const next = { ...request, residentBytes: request.residentBytes + 7 * MiB };
      expect(planRun({ ...next, workers, budgetBytes: smallest }).workerCount).toBe(workers);
      const refusal = refusalOf({ ...request, workers, budgetBytes: smallest - 9 * MiB });
      expect(refusal.code).toBe('BUDGET');
      expect(refusal.smallestBudgetBytes).toBe(smallest);
      expect(refusal.message).toContain(`--memory-budget ${smallest / MiB}MiB`);
    }
  });

  test('gives up threads before it refuses, when their number is left to it', () => {
    const one = smallestBudgetBytes(request, 1);
    expect(planRun({ ...request, workers: -1, budgetBytes: one + 16 * MiB }).workerCount).toBe(1);
    expect(planRun({ ...request, workers: -1, budgetBytes: 4096 * MiB }).workerCount).toBe(4);
  });

  test('gives up threads that would leave too little state to be of use, not those that were asked for', () => {
    const one = smallestBudgetBytes(request, 1);
    expect(planRun({ ...request, workers: -1, budgetBytes: one }).workerCount).toBe(0);
    expect(planRun({ ...request, workers: 1, budgetBytes: one }).workerCount).toBe(1);
  });

  test('a larger budget never has smaller bounds', () => {
    const grown = budgets.slice(3).map((budgetBytes) => planRun({ ...request, budgetBytes }));
    for (const [at, plan] of grown.entries()) {
      if (at === 0) continue;
      const before = new Map(grown[at - 1]!.accounts.map(({ name, boundBytes }) => [name, boundBytes]));
      for (const { name, boundBytes } of plan.accounts) {
        expect(boundBytes, name).toBeGreaterThanOrEqual(before.get(name) ?? 0);
      }
    }
  });

  test('a small history needs less than a large one', () => {
    const small = { ...request, commits: 500, files: 100, packBytes: MiB, historyBytes: 100_000 };
    expect(smallestBudgetBytes(small, 2)).toBeLessThan(smallestBudgetBytes(request, 2));
  });

  test('a large text needs room, whatever the size of the packs', () => {
    const small = { ...request, packBytes: MiB, comparisonBytes: 0 };
    const large = { ...small, comparisonBytes: 30 * MiB };
    const missing = smallestBudgetBytes(large, 2) - smallestBudgetBytes(small, 2);
    expect(missing).toBeGreaterThan(20 * MiB);
    const plan = planRun({ ...large, budgetBytes: smallestBudgetBytes(large, 2) });
    const { ownBytes, sharedBytes } = plan.storeLimits.scratch!;
    expect(ownBytes + sharedBytes).toBeGreaterThanOrEqual(30 * MiB);
    expect(smallestBudgetBytes({ ...large, comparisonBytes: 10_000 * MiB }, 2)).toBeLessThan(400 * MiB);
  });

  test('indexes that do not fit are read in pages, which have an account', () => {
    const bytesOf = (indexBytes: number): number => {
      const { accounts, storeLimits } = planRun({ ...request, indexBytes });
      expect((storeLimits.indexPagesBytes ?? 0) > 0).toBe(indexBytes > 100 * MiB);
      return accounts.find(({ name }) => name === 'pack indexes')?.boundBytes ?? 0;
    };
    expect(bytesOf(19 * MiB)).toBe(19 * MiB);
    expect(bytesOf(500 * MiB)).toBeGreaterThan(2 * MiB);
    expect(bytesOf(500 * MiB)).toBeLessThanOrEqual(16 * MiB);
  });

  test('without a budget nothing is bounded', () => {
    const plan = planRun({ ...request, budgetBytes: 0 });
    expect([plan.budgetBytes, plan.accounts, plan.storeLimits.scratch]).toEqual([0, [], undefined]);
  });
});

function refusalOf(refused: PlanRequest): PlanError {
  try {
    planRun(refused);
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
  throw new Error('it plans');
}
