import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blobBytesMaxUsual } from '../../engine/index.ts';
import { slabInts } from '../../engine/pipeline/index.ts';
import { accounts, engineCosts, plannerConstants, planRun } from '../../planner/index.ts';
import { planRequest as request } from './plan-request.ts';

const MiB = 1024 * 1024;

describe('accounts', () => {
  const named = accounts.map((account) => [account.name, account] as const);

  test.each(named)('%s names its reason and a program', (_, account) => {
    expect(account.why.length).toBeGreaterThan(20);
    expect(account.measuredBy).toMatch(/^bench\/costs\/[a-z-]+\.ts$/);
    const compiled = new URL(`../../${account.measuredBy.replace(/ts$/, 'js')}`, import.meta.url);
    expect(existsSync(compiled), account.measuredBy).toBe(true);
  });

  test('are named once', () => {
    expect(new Set(accounts.map(({ name }) => name)).size).toBe(accounts.length);
  });

  test.each([0, 1, 2, 8])('with %d workers a plan has those bounds, and they add up to it', (workers) => {
    const plan = planRun({ ...request, workers, budgetBytes: 1024 * MiB });
    const bounds = plan.accounts.reduce((sum, { boundBytes }) => sum + boundBytes, 0);
    expect(Math.abs(bounds - (plan.budgetBytes - plan.regions.slackBytes))).toBeLessThan(16);
    const known = new Set(accounts.map(({ name }) => name));
    for (const { name } of plan.accounts) expect(known.has(name), name).toBe(true);
  });

  test('what analyzers declare counts in the predicted peak', () => {
    const peakOf = (changed: Partial<typeof request>): number =>
      planRun({ ...request, ...changed, budgetBytes: 4096 * MiB }).accounts.reduce(
        (sum, { predictedBytes }) => sum + predictedBytes,
        0,
      );
    const usual = peakOf({});
    const { commits, workingBytesPerCommit, aggregateBytesPerCommit } = request;
    expect(peakOf({ workingBytesPerCommit: workingBytesPerCommit + 1000 }) - usual).toBe(1000 * commits);
    expect(peakOf({ aggregateBytesPerCommit: aggregateBytesPerCommit + 1000 }) - usual).toBe(1000 * commits);
    expect(peakOf({ lineBytes: request.lineBytes + MiB }) - usual).toBe(MiB);
  });

  test('worker threads of a newer Node take more', () => {
    const boundOn = (nodeMajor: number): number =>
      planRun({ ...request, nodeMajor }).accounts.find(({ name }) => name === 'worker threads')!.boundBytes;
    expect([22, 24, 26].map((major) => boundOn(major) - boundOn(20))).toEqual([10 * MiB, 16 * MiB, 10 * MiB]);
  });

  test('without parts facts have their memory', () => {
    const plan = planRun({ ...request, workingBytesPerCommit: 0 });
    const facts = plan.accounts.find(({ name }) => name === 'facts')!;
    expect(plan.accounts.map(({ name }) => name)).not.toContain('parts');
    expect(facts.boundBytes).toBe(plan.factBytes);
    expect(plan.factBytes).toBeGreaterThan(plan.regions.workingStateBytes);
  });
});

describe('relations of constants', () => {
  test('what the engine fixes, the plan reckons with', () => {
    expect(engineCosts.slabBytes).toBe(4 * slabInts);
  });

  test('what a plan shares with the engine is stated by the plan', () => {
    const plan = planRun(request);
    expect(plan.chunkCommitsMin).toBe(plannerConstants.chunkCommitsMin);
    expect(plan.partBytesMin).toBe(engineCosts.partBytesMin);
    expect(plan.criticalShare).toBe(plannerConstants.pressureCriticalRatio);
    expect(plan.factBytes + plan.reportBytes).toBeCloseTo(plan.regions.aggregateStateBytes, -2);
  });

  test('smallest sizes are no larger than largest ones, and shares leave something', () => {
    const costs = engineCosts;
    expect(costs.scratchBytesMin).toBeLessThan(costs.scratchBytes);
    expect(costs.scratchBytes).toBeLessThan(costs.scratchBytesMax);
    expect(costs.largeBytesFloor).toBeLessThan(costs.largeBytesMin);
    expect(costs.largeBytesMin).toBeLessThan(costs.largeBytesMax);
    expect(costs.windowsBytesMin).toBeLessThan(costs.windowsBytesMax);
    expect(costs.windowsBytesMin % costs.windowBytes).toBe(0);
    expect(costs.deltaBaseBytesMin).toBeLessThan(costs.deltaBaseBytesMax);
    expect(costs.thriftyBufferingMax).toBeLessThan(costs.bufferingMax);
    expect(costs.batchCommitsMin).toBeLessThan(costs.batchCommitsMax);
    expect(costs.largeBytesMax).toBeGreaterThan(2 * blobBytesMaxUsual);
    const shares = [costs.largeShare, costs.scratchShare, costs.indexShare, costs.cacheShare, costs.pathShare];
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1);
    const { workStatePercent, aggregateStatePercent, inFlightPercent } = plannerConstants;
    expect(workStatePercent + aggregateStatePercent + inFlightPercent).toBe(100);
  });
});

describe('buffering', () => {
  test('is the highest factor that the schedule of the plan keeps to', () => {
    expect(planRun({ ...request, budgetBytes: 2048 * MiB }).bufferingFactor).toBe(3);
    const heavy = { ...request, workingBytesPerCommit: 400_000 };
    const lower = [300, 400, 600, 900].map((size) => planRun({ ...heavy, budgetBytes: size * MiB }).bufferingFactor);
    expect(lower[0]).toBe(1);
    expect(lower.at(-1)).toBe(3);
    expect(lower).toEqual(lower.toSorted());
  });

  test('is 1 without workers, and at most 2 where heaps are kept small', () => {
    expect(planRun({ ...request, workers: 0, budgetBytes: 4096 * MiB }).bufferingFactor).toBe(1);
    const thrifty = planRun({ ...request, budgetBytes: 250 * MiB });
    expect([thrifty.isThrifty, thrifty.bufferingFactor]).toEqual([true, 2]);
  });

  test('is what the slabs of the plan are for', () => {
    const { accounts: planned, bufferingFactor } = planRun({ ...request, workers: 2 });
    expect(planned.find(({ name }) => name === 'slabs')!.boundBytes).toBe(2 * bufferingFactor * MiB);
  });
});
