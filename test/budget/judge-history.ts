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
import { workingRungs } from './memory-limit.ts';
import { RunRecords } from './run-records.ts';
import { SweepTable } from './sweep-table.ts';

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
const rung = workingRungs()[0]!;
const budgetBytes = parseByteSize(values.budget);
const choice = { repository, rung, budgetBytes, workers: Number(values.workers), flags };
const plan = await planCodefang(choice);
const run = await runCodefang(choice);
const faults = [...judgeRun(run, undefined), ...judgePlan(plan, run)];
if (run.exitCode === 0) faults.push(...judgeGrowth(run));
const records = new RunRecords('history', values.raw);
const { errorText, ...figures } = run;
const error = run.exitCode === 0 ? '' : errorText.slice(-2000);
records.add({ repository: 'history', flags, ...figures, error, broken: faults });
process.stdout.write(`${SweepTable.line(run, faults.length)}\nlimit by ${rung}, raw runs in ${records.path}\n`);
for (const fault of faults) process.stdout.write(`BROKEN: ${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function judgeGrowth({ residentAt, commits }: CodefangRun): string[] {
  const early = residentAt.find(([done]) => done >= commits / 10);
  const late = residentAt.find(([done]) => done >= (commits * 9) / 10);
  if (early === undefined || late === undefined || early === late) {
    return ['it had too few chunks to tell whether memory grew'];
  }
  const tell = ([done, bytes]: readonly [number, number]): string => `${mebibytes(bytes)} MiB at ${done}`;
  process.stdout.write(`resident: ${tell(early)}, ${tell(late)} commits\n`);
  const growth = Math.abs(late[1] - early[1]) / early[1];
  return growth <= growthShareMax ? [] : [`memory changed by ${(growth * 100).toFixed(0)} %: ${tell(early)}, ${tell(late)}`];
}
