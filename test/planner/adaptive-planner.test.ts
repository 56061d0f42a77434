import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AdaptivePlanner,
  type AdaptivePlannerConfig,
  type ChunkBounds,
  computeSchedule,
  type ReplanObservation,
} from '../../planner/index.ts';
import { expectCoverage, planErrorOf } from './plan-checks.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

const declared: AdaptivePlannerConfig = {
  totalCommits: 100_000,
  memoryBudgetBytes: 2 * GiB,
  pipelineOverheadBytes: 400 * MiB,
  workStatePerCommitBytes: 500 * KiB,
  avgPayloadBytes: 100 * KiB,
  aggregateGrowthPerCommitBytes: 40 * KiB,
};

const asDeclared = {
  workGrowthPerCommitBytes: 500 * KiB,
  payloadPerCommitBytes: 100 * KiB,
  aggregateGrowthPerCommitBytes: 40 * KiB,
};

const rates = fc.record({
  workGrowthPerCommitBytes: fc.integer({ min: -KiB, max: 4 * MiB }),
  payloadPerCommitBytes: fc.integer({ min: -KiB, max: 4 * MiB }),
  aggregateGrowthPerCommitBytes: fc.integer({ min: -KiB, max: 4 * MiB }),
});

test('AdaptivePlanner makes its first plan and every later one by computeSchedule', () => {
  const planner = new AdaptivePlanner(declared);
  const chunks = planner.initialPlan();
  expect(chunks).toEqual(computeSchedule(declared).chunks);
  const replanned = planner.replan(seen(chunks, 0, { workGrowthPerCommitBytes: MiB }));
  const rest = computeSchedule({
    ...declared,
    totalCommits: declared.totalCommits - 1266,
    workStatePerCommitBytes: MiB,
  });
  expect(replanned[0]).toEqual({ start: 0, end: 1266 });
  expect(replanned[1]).toEqual({ start: 1266, end: 1266 + rest.chunkSize });
  expect(replanned).toHaveLength(1 + rest.chunks.length);
});

test('AdaptivePlanner keeps the safety margin after a re-plan', () => {
  const planner = new AdaptivePlanner(declared);
  const chunks = planner.initialPlan();
  const rate = 700 * KiB;
  const [, next] = planner.replan(seen(chunks, 0, { workGrowthPerCommitBytes: rate }));
  const stateBytes = ((next?.end ?? 0) - (next?.start ?? 0)) * rate * 1.5;
  const workRegionBytes = 972_407_439;
  expect(stateBytes).toBeLessThanOrEqual(workRegionBytes);
  expect(stateBytes).toBeGreaterThan(workRegionBytes * 0.99);
});

test('AdaptivePlanner never re-plans when it sees what was predicted', () => {
  const positive = fc.integer({ min: 1, max: 8 * MiB });
  const predicted = fc.tuple(positive, positive, positive);
  fc.assert(
    fc.property(predicted, ([work, payload, aggregate]) => {
      const planner = new AdaptivePlanner({
        ...declared,
        workStatePerCommitBytes: work,
        avgPayloadBytes: payload,
        aggregateGrowthPerCommitBytes: aggregate,
      });
      const chunks = planner.initialPlan();
      for (let at = 0; at < Math.min(chunks.length, 20); at += 1) {
        const observation = seen(chunks, at, {
          workGrowthPerCommitBytes: work,
          payloadPerCommitBytes: payload,
          aggregateGrowthPerCommitBytes: aggregate,
        });
        expect(planner.replan(observation)).toBe(chunks);
      }
      expect(planner.stats().replanCount).toBe(0);
      expect(planner.stats().finalWorkGrowthBytes).toBe(Math.max(work, KiB));
    }),
    { seed: 6 },
  );
});

test('AdaptivePlanner covers history and leaves what is done alone, whatever it sees', () => {
  const steps = fc.array(fc.tuple(rates, fc.double({ min: 0.01, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60_000 }), steps, (totalCommits, sequence) => {
      const planner = new AdaptivePlanner({ ...declared, totalCommits });
      let chunks: readonly ChunkBounds[] = planner.initialPlan();
      for (const [at, [metrics, share]] of sequence.entries()) {
        const planned = chunks[at];
        if (planned === undefined) break;
        // About half of the chunks run to their end, the others are cut short.
        const commits = Math.ceil((planned.end - planned.start) * Math.min(1, share * 2));
        const chunk = { start: planned.start, end: planned.start + commits };
        const done = [...chunks.slice(0, at), chunk];
        chunks = planner.replan({ ...metrics, chunkIndex: at, chunk, currentChunks: chunks });
        expect(chunks.slice(0, at + 1)).toEqual(done);
        expectCoverage(chunks, 0, totalCommits);
      }
    }),
    { seed: 7 },
  );
});

test('AdaptivePlanner re-plans above a divergence of a quarter, not at it', () => {
  const replans = (workGrowthPerCommitBytes: number): boolean => {
    const planner = new AdaptivePlanner(declared);
    const chunks = planner.initialPlan();
    const isSame = planner.replan(seen(chunks, 0, { workGrowthPerCommitBytes })) === chunks;
    expect(planner.stats().replanCount).toBe(isSame ? 0 : 1);
    return !isSame;
  };
  expect([640_000, 640_001, 384_000, 383_999].map(replans)).toEqual([false, true, false, true]);
});

test('AdaptivePlanner holds each metric against its own prediction', () => {
  const metrics = [
    ['working_state', 'workGrowthPerCommitBytes', 500 * KiB],
    ['payload', 'payloadPerCommitBytes', 100 * KiB],
    ['aggregate_growth', 'aggregateGrowthPerCommitBytes', 40 * KiB],
  ] as const;
  for (const [metric, field, predictedBytes] of metrics) {
    const planner = new AdaptivePlanner(declared);
    const chunks = planner.initialPlan();
    planner.replan(seen(chunks, 0, { [field]: predictedBytes * 2 }));
    expect(planner.stats().lastReplan).toMatchObject({
      chunkIndex: 0,
      metric,
      observedBytes: predictedBytes * 2,
      predictedBytes,
      divergence: 1,
      chunksBefore: chunks.length,
    });
  }
});

test('AdaptivePlanner takes the first sight of an undeclared metric as its prediction', () => {
  const planner = new AdaptivePlanner({
    totalCommits: 10_000,
    memoryBudgetBytes: 2 * GiB,
    declaredGrowthBytes: 500 * KiB,
  });
  const chunks = planner.initialPlan();
  expect(planner.declaredGrowthBytes).toBe(500 * KiB);
  expect(planner.replan(seen(chunks, 0, asDeclared))).toBe(chunks);
  const next = planner.replan(seen(chunks, 1, { payloadPerCommitBytes: 300 * KiB }));
  expect(planner.stats().lastReplan?.metric).toBe('payload');
  // Payload does not size chunks, so the new plan equals the old one.
  expect(next).toEqual(chunks);
});

test('AdaptivePlanner settles on a steady rate within a few new plans', () => {
  fc.assert(
    fc.property(rates, rates, (before, after) => {
      const planner = new AdaptivePlanner(declared);
      let chunks: readonly ChunkBounds[] = planner.initialPlan();
      const replansOf = (metrics: Partial<ReplanObservation>, times: number): number => {
        const { replanCount } = planner.stats();
        for (let i = 0; i < times; i += 1) chunks = planner.replan(seen(chunks, 0, metrics));
        return planner.stats().replanCount - replanCount;
      };
      // The first observation seeds the averages, so nothing is left to learn from the second.
      expect(replansOf(before, 1)).toBeLessThanOrEqual(1);
      expect(replansOf(before, 5)).toBe(0);
      // From 4 MiB down to 1 KiB an average shrinks by 0.7 a step: near enough after 30 steps.
      replansOf(after, 30);
      expect(replansOf(after, 20)).toBe(0);
    }),
    { seed: 8 },
  );
});

test('AdaptivePlanner smooths with weight 0.3, seeded by the first observation', () => {
  const planner = new AdaptivePlanner(declared);
  const chunks = planner.initialPlan();
  const first = planner.replan(seen(chunks, 0, { workGrowthPerCommitBytes: 100 * KiB }));
  planner.replan(seen(first, 1, { workGrowthPerCommitBytes: 200 * KiB }));
  const { finalWorkGrowthBytes, finalGrowthBytes, initialGrowthBytes } = planner.stats();
  expect(finalWorkGrowthBytes).toBeCloseTo(130 * KiB, 6);
  expect(finalGrowthBytes).toBe(finalWorkGrowthBytes);
  expect(initialGrowthBytes).toBe(500 * KiB);
});

test('AdaptivePlanner counts shrinking state as 1 KiB a commit', () => {
  const planner = new AdaptivePlanner(declared);
  const nothing = {
    workGrowthPerCommitBytes: -5 * MiB,
    payloadPerCommitBytes: 0,
    aggregateGrowthPerCommitBytes: -1,
  };
  planner.replan(seen(planner.initialPlan(), 0, nothing));
  expect(planner.stats()).toMatchObject({
    finalWorkGrowthBytes: KiB,
    finalPayloadBytes: KiB,
    finalAggregateGrowthBytes: KiB,
    replanCount: 1,
  });
});

test('AdaptivePlanner goes on from the real end of a chunk cut short, which is no re-plan', () => {
  const planner = new AdaptivePlanner(declared);
  const chunks = planner.initialPlan();
  const chunk = { start: 1266, end: 1300 };
  const next = planner.replan({ ...asDeclared, chunkIndex: 1, chunk, currentChunks: chunks });
  expect(next.slice(0, 3)).toEqual([chunks[0], chunk, { start: 1300, end: 1300 + 1266 }]);
  expectCoverage(next, 0, declared.totalCommits);
  expect(planner.stats()).not.toHaveProperty('lastReplan');
});

test('AdaptivePlanner learns nothing from an empty chunk', () => {
  const planner = new AdaptivePlanner(declared);
  const chunks = planner.initialPlan();
  const chunk = { start: 0, end: 0 };
  const observation = { workGrowthPerCommitBytes: 9 * MiB, chunkIndex: 0, chunk };
  expect(planner.replan({ ...observation, currentChunks: chunks })).toBe(chunks);
  expect(planner.stats().finalWorkGrowthBytes).toBe(0);
});

test('AdaptivePlanner refuses observations that do not fit the plan, and forgets them', () => {
  const planner = new AdaptivePlanner(declared);
  const currentChunks = planner.initialPlan();
  const good = seen(currentChunks, 0, { workGrowthPerCommitBytes: 9 * MiB });
  const wrong: readonly Partial<ReplanObservation>[] = [
    { chunkIndex: -1 },
    { chunkIndex: currentChunks.length },
    { chunkIndex: 0.5 },
    { chunkIndex: Number.NaN },
    { chunk: { start: 1, end: 1266 } },
    { chunk: { start: 0, end: -1 } },
    { chunk: { start: 0, end: declared.totalCommits + 1 } },
    { chunk: { start: 0, end: 0.5 } },
    { currentChunks: [] },
    { currentChunks: [{ start: 0, end: 1266 }] },
    { payloadPerCommitBytes: Number.NaN },
    { aggregateGrowthPerCommitBytes: Number.POSITIVE_INFINITY },
  ];
  for (const fields of wrong) {
    expect(planErrorOf(() => planner.replan({ ...good, ...fields })).code).toBe('USAGE');
  }
  expect(planner.stats().finalWorkGrowthBytes).toBe(0);
});

test('AdaptivePlanner refuses what the scheduler refuses', () => {
  const planner = new AdaptivePlanner({ ...declared, memoryBudgetBytes: 400 * MiB });
  expect(planErrorOf(() => planner.initialPlan()).code).toBe('BUDGET');
  const fractional = { ...declared, declaredGrowthBytes: 0.5 };
  expect(planErrorOf(() => new AdaptivePlanner(fractional)).code).toBe('USAGE');
});

test('AdaptivePlanner without a budget keeps the largest chunks', () => {
  const planner = new AdaptivePlanner({ totalCommits: 7000 });
  const chunks = planner.initialPlan();
  const next = planner.replan(seen(chunks, 0, { workGrowthPerCommitBytes: GiB }));
  expect(next).toEqual(chunks);
});

/** A chunk that ran to its planned end. */
function seen(
  currentChunks: readonly ChunkBounds[],
  chunkIndex: number,
  metrics: Partial<ReplanObservation>,
): ReplanObservation {
  const chunk = currentChunks[chunkIndex] ?? { start: 0, end: 0 };
  return { ...metrics, chunkIndex, chunk, currentChunks };
}
