/**
 * A long history under a limit of exactly its budget: it ends well, and what is resident at nine tenths of the
 * commits is within 10 % of what was at one tenth.
 *
 *   node dist/test/budget/judge-history.js REPO [--budget 256MiB] [--workers 2] [--raw FILE] [-- FLAGS OF RUN…]
 */
import { parseArgs } from 'node:util';
import { parseByteSize } from '../../engine/index.ts';
import { type CodefangRun, planCodefang, runCodefang } from './codefang-run.ts';
import { judgePlan, judgeRun, mebibytes } from './judge-run.ts';
import { SweepTable } from './sweep-table.ts';
import { Verdict } from './verdict.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budget: { type: 'string', default: '256MiB' },
    workers: { type: 'string', default: '2' },
    raw: { type: 'string' },
  },
});
const growthShareMax = 0.1;
const [repository, ...flags] = positionals;
if (repository === undefined) throw new Error('Cannot judge a history: no repository was named');
const verdict = new Verdict('history', values.raw);
const { rung } = verdict;
const budgetBytes = parseByteSize(values.budget);
const choice = { repository, rung, budgetBytes, workers: Number(values.workers), flags };
const plan = await planCodefang(choice);
const run = await runCodefang(choice);
const faults = [...judgeRun(run, undefined), ...judgePlan(plan, run)];
if (run.exitCode === 0) faults.push(...judgeGrowth(run));
verdict.add(run, faults, { repository: 'history', flags, predictedPeakBytes: plan.predictedPeakBytes });
process.stdout.write(`${SweepTable.line(run, faults.length)}\n`);
verdict.end();

function judgeGrowth({ residentAt, commits }: CodefangRun): string[] {
  const early = residentAt.find(([done]) => done >= commits / 10);
  const late = residentAt.find(([done]) => done >= (commits * 9) / 10);
  if (early === undefined || late === undefined || early === late) {
    return ['it had too few chunks to tell whether memory grew'];
  }
  const tell = ([done, bytes]: readonly [number, number]): string => `${mebibytes(bytes)} MiB at ${done}`;
  process.stdout.write(`resident: ${tell(early)}, ${tell(late)} commits\n`);
  const growth = Math.abs(late[1] - early[1]) / early[1];
  const change = `memory changed by ${(growth * 100).toFixed(0)} %`;
  return growth <= growthShareMax ? [] : [`${change}: ${tell(early)}, ${tell(late)}`];
}
