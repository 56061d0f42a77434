import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCorruption } from './corruption-run.ts';

/*
 * Damages small repositories, state, reports and logs in many ways, and holds each reading to the digest of what was
 * not damaged. Needs git. Prints a line for each kind of file and exits with 1 when there is a finding.
 *
 *   node dist/test/hostile/corrupt.js [--cases 50000] [--seed 1] [--raw FILE]
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    raw: { type: 'string' },
  },
});
const startedAt = performance.now();
const seed = Number(values.seed);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const { rows, findings } = await runCorruption({ cases: Number(values.cases), seed, onLine: print });
const seconds = Math.round((performance.now() - startedAt) / 1000);
const cases = rows.reduce((sum, row) => sum + row.cases, 0);
print(`${cases} cases with seed ${seed} in ${seconds} s, ${findings.length} findings`);
if (values.raw !== undefined) {
  const date = new Date().toISOString().slice(0, 10);
  const records = rows.map((row) => ({ suite: 'corruption', date, seed, ...row }));
  appendFileSync(values.raw, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
process.exitCode = findings.length === 0 ? 0 : 1;
