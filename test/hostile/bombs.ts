import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GiB, MiB, parseByteSize } from '../../engine/index.ts';
import { runCodefang } from '../budget/codefang-run.ts';
import { workingRungs } from '../budget/memory-limit.ts';
import { objectBombs } from './object-bombs.ts';

/*
 * Runs the program on objects that are small on disk and of 4 GiB in memory, within a kernel limit of its budget, and
 * prints how each run ends: with 0, 3 or 4, within the budget and a minute.
 *
 *   node dist/test/hostile/bombs.js [--size 4GiB] [--budget 256MiB] [--raw FILE]
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: `${4 * GiB + MiB}` },
    budget: { type: 'string', default: '256MiB' },
    raw: { type: 'string' },
  },
});
const secondsMax = 60;
const rung = workingRungs()[0]!;
const budgetBytes = parseByteSize(values.budget);
for (const { name, make } of objectBombs) {
  using fixture = make(parseByteSize(values.size));
  const limits = { rung, budgetBytes, workers: 0, timeoutSeconds: secondsMax * 5 };
  const run = await runCodefang({ repository: fixture.path, ...limits });
  const seconds = Math.round(run.wallSeconds * 10) / 10;
  const cpuSeconds = Math.round((run.userSeconds + run.systemSeconds) * 10) / 10;
  const peakMiB = Math.round(run.peakBytes / MiB);
  const isGood = [0, 3, 4].includes(run.exitCode ?? -1) && run.peakBytes <= budgetBytes && seconds <= secondsMax;
  const said = run.errorText.split('\n').find((line) => line.startsWith('codefang:')) ?? '';
  const facts = `exit ${run.exitCode}, ${peakMiB} MiB, ${seconds} s (${cpuSeconds} s of CPU)`;
  process.stdout.write(`${isGood ? '  ' : '! '}${name}: ${facts} by ${run.rung}: ${said}\n`);
  if (!isGood) process.exitCode = 1;
  if (values.raw === undefined) continue;
  const date = new Date().toISOString().slice(0, 10);
  const { exitCode } = run;
  const record = { suite: 'bombs', date, name, size: values.size, budget: values.budget, rung: run.rung, exitCode };
  appendFileSync(values.raw, `${JSON.stringify({ ...record, peakMiB, seconds, cpuSeconds })}\n`);
}
