import { parseArgs } from 'node:util';
import { formatBytes } from '../../engine/index.ts';
import { attack } from './attacked-dashboard.ts';
import { loads } from './loads.ts';

/*
 * Lays hostile loads on the dashboard of a run, one after the other, and measures its memory and whether a visitor
 * still gets the page.
 *
 *   node dist/test/attack/attack.js [--scale 1] [--seed 1] [--only WORD]
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
for (const load of loads.filter(({ name }) => name.includes(values.only))) {
  const startedAt = performance.now();
  const { peakBytes, visits, refused, slowestMs, isAlive } = await attack(
    load,
    Number(values.scale),
    Number(values.seed),
  );
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const visited = `${visits - refused} of ${visits} visits served, the slowest in ${slowestMs} ms`;
  const words = [load.name, `peak ${formatBytes(peakBytes)}`, visited, `${seconds} s`];
  process.stdout.write(`${words.join(' · ')}${isAlive ? '' : ' · no answer afterwards'}\n`);
}
