import { parseArgs } from 'node:util';
import { shapes } from './chaos-repository.ts';
import { runChaos } from './chaos-run.ts';

/*
 * Kills the program again and again, and holds it to what it promises. Needs git and some minutes.
 *
 *   node dist/test/chaos/chaos.js [--kills 300] [--seed 1]
 */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const startedAt = performance.now();
const sum = await runChaos({
  kills: Number(values.kills),
  seed: Number(values.seed),
  shapes,
  onLine: (line) => void process.stdout.write(`${line}\n`),
});
const seconds = Math.round((performance.now() - startedAt) / 1000);
const words = `${sum.kills} kills (${sum.killsAtCalls} at named calls) in ${sum.runs} runs, ${seconds} s`;
process.stdout.write(`${words}; ${sum.resumed} ends resumed, ${sum.afresh} began afresh; leftovers 0, digests equal\n`);
