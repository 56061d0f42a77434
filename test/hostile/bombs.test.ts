import { expect, test } from 'vitest';
import { MiB } from '../../engine/index.ts';
import { runCodefang } from '../budget/codefang-run.ts';
import { workingRungs } from '../budget/memory-limit.ts';
import { objectBombs } from './object-bombs.ts';

/* `bombs.js` does it with 4 GiB. Those here are below the limit of what is read as well as above it. */
const budgetBytes = 192 * MiB;

test.each(objectBombs)('$name ends with a result, or a refusal by name, within the budget', async ({ make }) => {
  using fixture = make(96 * MiB);
  const limits = { rung: workingRungs()[0]!, budgetBytes, workers: 0 };
  const run = await runCodefang({ repository: fixture.path, ...limits });
  expect([0, 3, 4], run.errorText).toContain(run.exitCode);
  expect(run.errorText).not.toContain('this is a bug');
  expect(run.peakBytes).toBeLessThanOrEqual(budgetBytes);
});
