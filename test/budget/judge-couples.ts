/**
 * A history of `bench/generate/couples.js` under a limit of exactly its budget; every one of its pairs is
 * checked against the design while the table streams by.
 *
 *   node dist/test/budget/judge-couples.js REPO [--budget 192MiB] [--workers 2] [--raw FILE]
 *       [--columns 225] [--rows 227] [--cell-files 4] [--blocks 75] [-- FLAGS OF RUN…]
 */
import { parseArgs } from 'node:util';
import { largeCouples } from '../../bench/generate/couples-design.ts';
import { parseByteSize } from '../../engine/index.ts';
import { runCodefang } from './codefang-run.ts';
import { CouplesChecker } from './couples-checker.ts';
import { judgeRun } from './judge-run.ts';
import { workingRungs } from './memory-limit.ts';
import { RunRecords } from './run-records.ts';
import { SweepTable } from './sweep-table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budget: { type: 'string', default: '192MiB' },
    workers: { type: 'string', default: '2' },
    raw: { type: 'string' },
    columns: { type: 'string', default: String(largeCouples.columns) },
    rows: { type: 'string', default: String(largeCouples.rows) },
    'cell-files': { type: 'string', default: String(largeCouples.cellFiles) },
    blocks: { type: 'string', default: String(largeCouples.blocks) },
  },
});
const [repository, ...flags] = positionals;
if (repository === undefined) throw new Error('Cannot judge couples: no repository was named');
const rung = workingRungs()[0]!;
const checker = new CouplesChecker({
  columns: Number(values.columns),
  rows: Number(values.rows),
  cellFiles: Number(values['cell-files']),
  blocks: Number(values.blocks),
});
const run = await runCodefang({
  repository,
  rung,
  budgetBytes: parseByteSize(values.budget),
  workers: Number(values.workers),
  analyzers: 'history/couples',
  flags: ['--format', 'csv', '--table', 'history/couples:file_coupling', ...flags],
  onOutput: (bytes) => checker.push(bytes),
});
const faults = [...judgeRun(run, undefined), ...(run.exitCode === 0 ? checker.finish() : [])];
const records = new RunRecords('couples', values.raw);
const { errorText, ...figures } = run;
const error = run.exitCode === 0 ? '' : errorText.slice(-2000);
records.add({ repository: 'couples', analyzers: 'history/couples', flags, ...figures, error, broken: faults });
process.stdout.write(`${SweepTable.line(run, faults.length)}\nlimit by ${rung}, raw runs in ${records.path}\n`);
for (const fault of faults) process.stdout.write(`BROKEN: ${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
