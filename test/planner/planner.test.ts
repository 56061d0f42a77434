import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlanError, Planner, type PlannerConfig } from '../../planner/index.ts';
import { expectCoverage, planErrorOf } from './plan-checks.ts';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

test('Planner covers exactly what it was asked to, in chunks of one size', () => {
  const config = fc.record({
    totalCommits: fc.integer({ min: -3, max: 40_000 }),
    memoryBudgetBytes: fc.oneof(fc.constant(0), fc.integer({ min: 401 * MiB, max: 64 * GiB })),
    growthPerCommitBytes: fc.integer({ min: -1, max: 20 * MiB }),
    pipelineOverheadBytes: fc.integer({ min: -1, max: 400 * MiB }),
  });
  fc.assert(
    fc.property(config, fc.nat(50_000), (given, start) => {
      const planner = new Planner(given);
      const total = Math.max(given.totalCommits, 0);
      expectCoverage(planner.plan(), 0, total);
      const rest = planner.planFrom(start);
      expectCoverage(rest, start, Math.max(total, start));
      const sizes = new Set(rest.slice(0, -1).map((chunk) => chunk.end - chunk.start));
      expect(sizes.size).toBeLessThan(2);
    }),
    { seed: 1 },
  );
});

test('Planner takes absent fields as their defaults', () => {
  const memoryBudgetBytes = 2 * GiB;
  const bare = new Planner({ totalCommits: 9000, memoryBudgetBytes });
  const zeros = { memoryBudgetBytes, growthPerCommitBytes: 0, pipelineOverheadBytes: 0 };
  expect(bare.plan()).toEqual(new Planner({ totalCommits: 9000, ...zeros }).plan());
  expect(new Planner({ totalCommits: 9000 }).plan()).toHaveLength(3);
});

test('Planner refuses a budget within the overhead and names the smallest that works', () => {
  for (const overhead of [0, 1, 777, 64 * MiB]) {
    const planned = (memoryBudgetBytes: number): Planner =>
      new Planner({ totalCommits: 10, memoryBudgetBytes, pipelineOverheadBytes: overhead });
    const error = planErrorOf(() => planned(1).plan());
    expect(error.code).toBe('BUDGET');
    const smallest = error.smallestBudgetBytes ?? 0;
    expect(error.message).toContain(`smallest budget that works is ${smallest} bytes`);
    expect(planned(smallest).plan()).toEqual([{ start: 0, end: 10 }]);
    expect(planErrorOf(() => planned(smallest - 1).plan()).code).toBe('BUDGET');
  }
});

test('Planner has nothing to refuse without commits', () => {
  expect(new Planner({ totalCommits: 0, memoryBudgetBytes: 1 }).plan()).toEqual([]);
  expect(new Planner({ totalCommits: 5, memoryBudgetBytes: 1 }).planFrom(5)).toEqual([]);
});

test('Planner counts exactly beyond the integers of a double', () => {
  // 128 commits but for one byte of overhead, which a double of this size cannot take off.
  const planner = new Planner({
    totalCommits: 1000,
    memoryBudgetBytes: 128 * 1.5 * 2 ** 50,
    growthPerCommitBytes: 2 ** 50,
    pipelineOverheadBytes: 1,
  });
  expect(planner.plan()[0]).toEqual({ start: 0, end: 127 });
});

test('Planner refuses what is not an integer', () => {
  const wrong: readonly PlannerConfig[] = [
    { totalCommits: Number.NaN },
    { totalCommits: 1.5 },
    { totalCommits: Number.POSITIVE_INFINITY },
    { totalCommits: 2 ** 53 },
    { totalCommits: 1, memoryBudgetBytes: Number.NaN },
    { totalCommits: 1, memoryBudgetBytes: Number.POSITIVE_INFINITY },
    { totalCommits: 1, growthPerCommitBytes: 0.5 },
    { totalCommits: 1, pipelineOverheadBytes: Number.NEGATIVE_INFINITY },
  ];
  for (const config of wrong) expect(planErrorOf(() => new Planner(config)).code).toBe('USAGE');
});

test('Planner.planFrom() refuses a start that is no commit', () => {
  const planner = new Planner({ totalCommits: 100 });
  for (const start of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(planErrorOf(() => planner.planFrom(start)).code).toBe('USAGE');
  }
});

test('Planner refuses a plan of more chunks than memory should hold', () => {
  const planner = new Planner({ totalCommits: Number.MAX_SAFE_INTEGER });
  expect(planErrorOf(() => planner.plan()).message).toContain('at most 10000000 are allowed');
});

test('PlanError is a RangeError with a code', () => {
  const error = new PlanError('USAGE', 'Cannot plan');
  expect(error).toBeInstanceOf(RangeError);
  expect(error.name).toBe('PlanError');
});
