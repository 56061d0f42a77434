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
import { judgePlan, judgeRun } from './judge-run.ts';
import { SweepTable } from './sweep-table.ts';
import { Verdict } from './verdict.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budgets: { type: 'string', default: '96MiB,128MiB,160MiB,192MiB,256MiB,512MiB,1GiB' },
    workers: { type: 'string', default: '0,1,2' },
    analyzers: { type: 'string' },
    name: { type: 'string', default: 'repository' },
    raw: { type: 'string' },
    rung: { type: 'string' },
    'no-refusals': { type: 'boolean', default: false },
    'no-reference': { type: 'boolean', default: false },
  },
});
const [repository, ...flags] = positionals;
if (repository === undefined) throw new Error('Cannot sweep: no repository was named');
const verdict = new Verdict('budget', values.raw, values.rung);
const table = new SweepTable();
let digest: string | undefined;

const workerCounts = values.workers.split(',').map(Number);
if (!values['no-reference']) await runReference(Math.max(...workerCounts));
for (const budget of values.budgets.split(',')) {
  for (const workers of workerCounts) await judge(parseByteSize(budget), workers);
}
process.stdout.write(`${table.text()}\ndigest ${digest}\n`);
verdict.end();

/** Without a budget or a limit: what all others must agree with. */
async function runReference(workers: number): Promise<void> {
  const run = await runCodefang({ ...choice(0, workers), rung: 'none' as const });
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
  const { rung } = verdict;
  return { repository: repository!, rung, budgetBytes, workers, analyzers: values.analyzers, flags };
}

function keep(run: CodefangRun, plan: CodefangPlan | undefined, faults: readonly string[]): void {
  const predictedPeakBytes = plan?.predictedPeakBytes ?? null;
  const what = { repository: values.name, analyzers: values.analyzers ?? 'all', flags, predictedPeakBytes };
  verdict.add(run, faults, what);
  table.add(run, predictedPeakBytes, faults.length);
  process.stderr.write(`${SweepTable.line(run, faults.length)}\n`);
}
