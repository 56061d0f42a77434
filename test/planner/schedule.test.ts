import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeSchedule, type SchedulerConfig, splitRegions } from '../../planner/index.ts';
import { expectCoverage, planErrorOf } from './plan-checks.ts';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

const configs = fc.record({
  totalCommits: fc.integer({ min: 1, max: 40_000 }),
  memoryBudgetBytes: fc.integer({ min: 64 * MiB, max: 64 * GiB }),
  pipelineOverheadBytes: fc.integer({ min: 1, max: 56 * MiB }),
  workStatePerCommitBytes: fc.integer({ min: 1, max: 20 * MiB }),
  maxBuffering: fc.integer({ min: 1, max: 4 }),
});

test('computeSchedule() covers history exactly', () => {
  fc.assert(
    fc.property(configs, (config) => {
      expectCoverage(computeSchedule(config).chunks, 0, config.totalCommits);
    }),
    { seed: 2 },
  );
});

test('computeSchedule() takes the highest buffering whose chunks fit and keep the minimum', () => {
  fc.assert(
    fc.property(configs, (config) => {
      const schedule = computeSchedule(config);
      const region = splitRegions(config.memoryBudgetBytes, config.pipelineOverheadBytes);
      const rate = config.workStatePerCommitBytes + Math.floor(config.workStatePerCommitBytes / 2);
      const fits = (factor: number, commits: number): boolean => factor * commits * rate <= region.workingStateBytes;
      // The plain search of the definition, from the highest factor down.
      let factor = config.maxBuffering;
      while (factor > 1 && !fits(factor, 50)) factor -= 1;
      expect(schedule.bufferingFactor).toBe(factor);
      expect(schedule.aggSpillBudgetBytes).toBe(region.aggregateStateBytes);
      const { chunkSize } = schedule;
      if (chunkSize > 50) expect(fits(factor, chunkSize)).toBe(true);
      if (chunkSize < 3000) expect(fits(factor, chunkSize + 1)).toBe(false);
    }),
    { seed: 3 },
  );
});

test('computeSchedule() does not size chunks by payload', () => {
  const config = { totalCommits: 5000, memoryBudgetBytes: GiB };
  expect(computeSchedule({ ...config, avgPayloadBytes: 5 * MiB })).toEqual(computeSchedule(config));
});

test('computeSchedule() refuses a budget within the overhead, naming the smallest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 * GiB }), (pipelineOverheadBytes) => {
      const planned = (memoryBudgetBytes: number): unknown =>
        computeSchedule({ totalCommits: 10, memoryBudgetBytes, pipelineOverheadBytes });
      const error = planErrorOf(() => planned(1));
      expect(error.code).toBe('BUDGET');
      const smallest = error.smallestBudgetBytes ?? 0;
      expect(planned(smallest)).toHaveProperty('chunkSize', 50);
      expect(planErrorOf(() => planned(smallest - 1)).smallestBudgetBytes).toBe(smallest);
    }),
    { seed: 4, examples: [[949], [419_430_400]] },
  );
});

test('computeSchedule() counts exactly where budget · 95 needs more than 64 bits', () => {
  const memoryBudgetBytes = 2 ** 60;
  const schedule = computeSchedule({ totalCommits: 1, memoryBudgetBytes });
  const remaining = (2n ** 60n * 95n) / 100n - 419_430_400n;
  expect(schedule.chunkSize).toBe(3000);
  expect(schedule.aggSpillBudgetBytes).toBe(Number((remaining * 30n) / 100n));
});

test('computeSchedule() answers at once for an absurd buffering', () => {
  const config = { totalCommits: 10, memoryBudgetBytes: 2 * GiB };
  const schedule = computeSchedule({ ...config, maxBuffering: Number.MAX_SAFE_INTEGER });
  expect(schedule).toMatchObject({ bufferingFactor: 31, chunkSize: 51 });
});

test('computeSchedule() refuses what is not an integer', () => {
  const wrong: readonly Partial<SchedulerConfig>[] = [
    { totalCommits: 0.5 },
    { memoryBudgetBytes: Number.NaN },
    { pipelineOverheadBytes: Number.POSITIVE_INFINITY },
    { workStatePerCommitBytes: 1.5 },
    { avgPayloadBytes: Number.NaN },
    { maxBuffering: 1.5 },
  ];
  for (const fields of wrong) {
    const config = { totalCommits: 10, ...fields };
    expect(planErrorOf(() => computeSchedule(config)).code).toBe('USAGE');
  }
});

test('splitRegions() adds up to the budget exactly, whatever the rounding', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 128 * MiB, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: 1, max: 100 * MiB }),
  );
  fc.assert(
    fc.property(sizes, ([budgetBytes, overheadBytes]) => {
      const split = splitRegions(budgetBytes, overheadBytes);
      const { pipelineBytes, workingStateBytes, aggregateStateBytes, inFlightBytes } = split;
      const planned = pipelineBytes + workingStateBytes + aggregateStateBytes + inFlightBytes;
      expect(planned + split.slackBytes).toBe(budgetBytes);
      expect(split.slackBytes).toBeGreaterThanOrEqual(Math.floor(budgetBytes / 20));
      expect(pipelineBytes).toBe(overheadBytes);
    }),
    { seed: 5 },
  );
});

test('splitRegions() gives 60, 30 and 10 percent of what is usable', () => {
  expect(splitRegions(1000, 450)).toEqual({
    pipelineBytes: 450,
    workingStateBytes: 300,
    aggregateStateBytes: 150,
    inFlightBytes: 50,
    slackBytes: 50,
  });
});

test('splitRegions() without a budget has no regions', () => {
  expect(Object.values(splitRegions(0, 450))).toEqual([0, 0, 0, 0, 0]);
  expect(planErrorOf(() => splitRegions(450, 450)).smallestBudgetBytes).toBe(475);
});
