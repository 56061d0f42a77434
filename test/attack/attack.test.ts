import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineCosts } from '../../planner/index.ts';
import { attack } from './attacked-dashboard.ts';
import { loads } from './loads.ts';

/** A fiftieth of what `node dist/test/attack/attack.js` lays on it. */
const scale = 0.02;

test.for(loads)('the dashboard keeps its memory and serves visitors: $name', async (load, { skip }) => {
  if (!existsSync('/proc/self/status')) skip('needs /proc');
  const { peakBytes, refused, visits, isAlive } = await attack(load, scale, 5);
  expect(peakBytes).toBeLessThanOrEqual(engineCosts.dashboardBytes);
  expect(visits).toBeGreaterThan(0);
  expect(refused).toBe(0);
  expect(isAlive).toBe(true);
});
