import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCorruption } from './corruption-run.ts';

/*
 * Damages small repositories, state, reports and logs in many ways, and holds each reading to the digest of what was
 * not damaged. Needs git. Prints a line for each kind of file and exits with 1 when there is a finding.
 *
 *   node dist/test/hostile/corrupt.js [--cases 50000] [--seed 1] [--only REGEXP] [--raw FILE]
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '.' },
    raw: { type: 'string' },
  },
});
const startedAt = performance.now();
const seed = Number(values.seed);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const date = new Date().toISOString().slice(0, 10);
const { rows, findings } = await runCorruption({
  cases: Number(values.cases),
  seed,
  names: new RegExp(values.only),
  onLine: print,
  onRow: (row) => {
    const record = { suite: 'corruption', date, seed, ...row };
    if (values.raw !== undefined) appendFileSync(values.raw, `${JSON.stringify(record)}\n`);
  },
});
const seconds = Math.round((performance.now() - startedAt) / 1000);
const cases = rows.reduce((sum, row) => sum + row.cases, 0);
print(`${cases} cases with seed ${seed} in ${seconds} s, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
