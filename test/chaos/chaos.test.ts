import { expect, test } from 'vitest';
import type { Shape } from './chaos-repository.ts';
import { runChaos } from './chaos-run.ts';

/** Small ones of the kinds that the long test has. */
const smallShapes: readonly Shape[] = [
  { name: 'long', commits: 200, files: 12, linesPerFile: 20, sideShare: 0, bulkFiles: 0 },
  { name: 'branchy', commits: 120, files: 30, linesPerFile: 30, sideShare: 0.5, bulkFiles: 40 },
];

test('runs that are killed, end with the digest of one that was not, and leave nothing', async () => {
  const sum = await runChaos({ kills: 8, seed: 7, shapes: smallShapes, onLine() {} });
  expect(sum.kills).toBeGreaterThanOrEqual(8);
  expect(sum.resumed + sum.afresh).toBeGreaterThanOrEqual(2);
});
