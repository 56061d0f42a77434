/**
 * Budgets × workers on one repository: each run under a kernel's limit of exactly its budget. What is judged:
 * the run ends well, or is refused with a budget that works; the peak of the process is no higher than the budget;
 * the digest is that of a run without a budget; the plan foretold the peak.
 *
 *   node dist/test/budget/sweep.js REPO [--budgets 96MiB,128MiB,…] [--workers 0,1,2] [--analyzers LIST]
 *       [--name NAME] [--raw FILE] [--rung RUNG] [--no-refusals] [--no-reference] [-- FLAGS OF RUN…]
 *
 * Exit 1 when a promise is broken. `--no-refusals` makes a refusal one.
 */
import { parseArgs } from 'node:util';
import { parseByteSize } from '../../engine/index.ts';
import { type CodefangPlan, type CodefangRun, planCodefang, runCodefang } from './codefang-run.ts';
import { judgePlan, judgeRun, mebibytes } from './judge-run.ts';
import { workingRungs } from './memory-limit.ts';
import { RunRecords } from './run-records.ts';
import { SweepTable } from './sweep-table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budgets: { type: 'string', default: '96MiB,128MiB,160MiB,192MiB,256MiB,512MiB,1GiB' },
    workers: { type: 'string', default: '0,1,2' },
    analyzers: { type: 'string' },
    name: { type: 'string' },
    raw: { type: 'string' },
    rung: { type: 'string' },
    'no-refusals': { type: 'boolean', default: false },
    'no-reference': { type: 'boolean', default: false },
  },
});
const [repository, ...flags] = positionals;
if (repository === undefined) throw new Error('Cannot sweep: no repository was named');
const rung = workingRungs().find((one) => values.rung === undefined || one === values.rung);
if (rung === undefined) throw new Error(`Cannot limit by ${values.rung}: here work ${workingRungs().join(', ')}`);
const name = values.name ?? 'repository';
const records = new RunRecords('budget', values.raw);
const table = new SweepTable();
const broken: string[] = [];
let digest: string | undefined;

process.stderr.write(`limit by ${rung}${rung === 'none' ? ': the kernel enforces nothing here' : ''}\n`);
const workerCounts = values.workers.split(',').map(Number);
if (!values['no-reference']) await runReference(Math.max(...workerCounts));
for (const budget of values.budgets.split(',')) {
  for (const workers of workerCounts) await judge(parseByteSize(budget), workers);
}
process.stdout.write(`${table.text()}\nlimit by ${rung}, digest ${digest}, raw runs in ${records.path}\n`);
for (const line of broken) process.stdout.write(`BROKEN: ${line}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;

/** Without a budget or a limit: what all others must agree with. */
async function runReference(workers: number): Promise<void> {
  const run = await runCodefang({ ...choice(0, workers), rung: 'none' });
  keep(run, undefined, judgeRun(run, undefined));
  digest = run.digest ?? undefined;
}

async function judge(budgetBytes: number, workers: number): Promise<void> {
  const plan = await planCodefang(choice(budgetBytes, workers));
  const run = await runCodefang(choice(budgetBytes, workers));
  const faults = [...judgeRun(run, digest), ...judgePlan(plan, run)];
  if (run.exitCode === 3 && values['no-refusals']) faults.push('it was refused');
  keep(run, plan, faults);
  digest ??= run.digest ?? undefined;
  if (run.smallestBytes === null || run.smallestBytes <= budgetBytes) return;
  // A named minimum is a promise as well.
  const smallestPlan = await planCodefang(choice(run.smallestBytes, workers));
  const smallest = await runCodefang(choice(run.smallestBytes, workers));
  const named = smallest.exitCode === 3 ? ['the refusal named this budget, and it is refused'] : [];
  keep(smallest, smallestPlan, [...named, ...judgeRun(smallest, digest), ...judgePlan(smallestPlan, smallest)]);
}

function choice(budgetBytes: number, workers: number): Parameters<typeof runCodefang>[0] {
  return { repository: repository!, rung: rung!, budgetBytes, workers, analyzers: values.analyzers, flags };
}

function keep(run: CodefangRun, plan: CodefangPlan | undefined, faults: readonly string[]): void {
  const predictedPeakBytes = plan?.predictedPeakBytes ?? null;
  const { errorText, ...figures } = run;
  const error = run.exitCode === 0 ? '' : errorText.slice(-500);
  const what = { repository: name, analyzers: values.analyzers ?? 'all', flags };
  records.add({ ...what, ...figures, error, predictedPeakBytes, broken: faults });
  table.add(run, predictedPeakBytes, faults.length);
  const budget = run.budgetBytes === 0 ? 'unlimited' : `${mebibytes(run.budgetBytes)} MiB`;
  const what2 = `${name}, ${budget}, ${run.workers} workers`;
  process.stderr.write(`${what2}: exit ${run.exitCode}, peak ${mebibytes(run.peakBytes)} MiB\n`);
  for (const fault of faults) process.stderr.write(`  BROKEN: ${fault}\n`);
  broken.push(...faults.map((fault) => `${what2}: ${fault}`));
}
