/**
 * Extraction one, two and three batches ahead of the fold: processor time, time by the clock, and whether the digests
 * are equal. Rounds are interleaved, so that other work on the machine meets all factors alike.
 *
 *   node dist/bench/costs/buffering.js [REPO] [ROUNDS]
 */
import { runEngine } from '../../test/support/engine-run.ts';
import { repositoryArgument } from './cost-row.ts';

const factors = [1, 2, 3];
const rounds = Number(process.argv[3] ?? 3);
const repository = repositoryArgument();
const cpuSeconds = factors.map((): number[] => []);
const wallSeconds = factors.map((): number[] => []);
const digests = new Set<string>();

for (let round = 0; round < rounds; round += 1) {
  for (const [at, bufferingFactor] of factors.entries()) {
    const before = process.cpuUsage();
    const startedAt = performance.now();
    const { digest } = await runEngine({ repository, workerCount: 2, batchCommits: 512, bufferingFactor });
    const { user, system } = process.cpuUsage(before);
    cpuSeconds[at]!.push((user + system) / 1e6);
    wallSeconds[at]!.push((performance.now() - startedAt) / 1000);
    digests.add(digest);
  }
}
for (const [at, factor] of factors.entries()) {
  const cpu = cpuSeconds[at]!.map((seconds) => seconds.toFixed(1)).join(' ');
  const wall = wallSeconds[at]!.map((seconds) => seconds.toFixed(1)).join(' ');
  process.stdout.write(`factor ${factor}: processor ${cpu} s, clock ${wall} s\n`);
}
process.stdout.write(`digests ${digests.size === 1 ? 'equal' : 'DIFFER'}\n`);
