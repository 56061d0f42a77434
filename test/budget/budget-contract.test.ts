import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyStories } from '../../bench/generate/history-story.ts';
import { makeRepository } from '../../bench/generate/make-repository.ts';
import { monsters } from '../../bench/generate/monster-stories.ts';
import { chosenRung } from './chosen-rung.ts';
import { type CodefangRun, planCodefang, runCodefang } from './codefang-run.ts';
import { judgeMonster } from './judge-monster.ts';
import { judgeRun } from './judge-run.ts';

const MiB = 2 ** 20;
const rung = chosenRung();
let root = '';
let history = '';
let unlimited: CodefangRun;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'codefang-budget-'));
  history = join(root, 'history.git');
  await makeRepository(history, historyStories({ commits: 1500, files: 400, people: 30, seed: 1 }));
  unlimited = await runCodefang({ repository: history, rung: 'none', budgetBytes: 0, workers: 2 });
});

afterAll(() => rmSync(root, { recursive: true }));

function run(mebibytes: number, workers: number, repository = history): Promise<CodefangRun> {
  return runCodefang({ repository, rung, budgetBytes: mebibytes * MiB, workers, timeoutSeconds: 600 });
}

describe('run in a control group of exactly its budget', () => {
  test('without a budget, gives the digest that all must have', () => {
    expect(judgeRun(unlimited, undefined)).toEqual([]);
    expect(unlimited.commits).toBe(1500);
  });

  test.each([
    [192, 0],
    [256, 1],
    [256, 2],
    [1024, 2],
  ])('%i MiB and %i workers, keeps within it and gives the same report', async (mebibytes, workers) => {
    const ended = await run(mebibytes, workers);
    expect(judgeRun(ended, unlimited.digest!)).toEqual([]);
    expect(ended.exitCode).toBe(0);
  });

  test.each([0, 2])('far too small, with %i workers, is refused and a budget named', async (workers) => {
    const refused = await run(60, workers);
    expect(refused).toMatchObject({ exitCode: 3, oomKills: rung.startsWith('cgroup') ? 0 : null });
    expect(refused.smallestBytes).toBeGreaterThan(60 * MiB);
    expect(refused.digest).toBe(null);
  });
});

describe('plan', () => {
  test('refuses what run refuses', async () => {
    const choice = { repository: history, rung, budgetBytes: 60 * MiB, workers: 2 };
    const plan = await planCodefang({ ...choice, rung: 'none' });
    expect(plan.exitCode).toBe(3);
    expect(plan.smallestBytes).toBeGreaterThan(60 * MiB);
  });

  test('foretells a peak that is not below the real one', async () => {
    const plan = await planCodefang({ repository: history, rung, budgetBytes: 256 * MiB, workers: 2 });
    const ended = await run(256, 2);
    expect(plan.predictedPeakBytes).toBeGreaterThanOrEqual(ended.peakBytes);
  });
});

/** Just above the rules of the engine, so that each must be named, or just below and hard all the same. */
const small: readonly (readonly [name: string, scale: number])[] = [
  ['commit-of-50000-files', 0.03],
  ['text-of-200-mb', 0.09],
  ['line-of-50-mb', 0.36],
  ['other-lines-1000000', 0.2],
  ['unrelated-50000-lines', 0.4],
  ['path-of-4-kb', 1],
  ['depth-of-1000', 1],
  ['author-of-1-mb', 1],
  ['message-of-10-mb', 0.3],
];

describe('monsters', () => {
  test.each(small)('%s × %d, ends well in 256 MiB and names what was left out', async (name, scale) => {
    const { story, options, named = [] } = monsters(scale).find((monster) => monster.name === name)!;
    const repository = join(root, `${name}.git`);
    await makeRepository(repository, [story], options);
    const ended = await run(256, 2, repository);
    expect(judgeMonster(ended, named)).toEqual([]);
    expect(ended.exitCode).toBe(0);
  });
});
