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
import { SweepTable } from './sweep-table.ts';
import { Verdict } from './verdict.ts';

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
const verdict = new Verdict('couples', values.raw);
const checker = new CouplesChecker({
  columns: Number(values.columns),
  rows: Number(values.rows),
  cellFiles: Number(values['cell-files']),
  blocks: Number(values.blocks),
});
const run = await runCodefang({
  repository,
  rung: verdict.rung,
  budgetBytes: parseByteSize(values.budget),
  workers: Number(values.workers),
  analyzers: 'history/couples',
  flags: ['--format', 'csv', '--table', 'history/couples:file_coupling', '--couples-min-shared', '1', ...flags],
  onOutput: (bytes) => checker.push(bytes),
});
const faults = [...judgeRun(run, undefined), ...(run.exitCode === 0 ? checker.finish() : [])];
verdict.add(run, faults, { repository: 'couples', analyzers: 'history/couples', flags });
process.stdout.write(`${SweepTable.line(run, faults.length)}\n`);
verdict.end();
