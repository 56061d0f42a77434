/**
 * Histories made to hurt: each is written by `git fast-import` into a temporary folder and run once.
 *
 *   node dist/bench/speed/worst-cases.js [--only NAME,…] [--budget 512MiB]
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recordRuns } from './record-runs.ts';
import { codefang, interleave } from './subject.ts';
import { worstCases } from './worst-case-stories.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '3' },
    budget: { type: 'string', default: '512MiB' },
    workers: { type: 'string', default: '2' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'codefang-bench-'));
try {
  const only = values.only?.split(',');
  const cases = worstCases.filter(({ name }) => only === undefined || only.includes(name));
  const choice = { budget: values.budget, workers: Number(values.workers) };
  const subjects = cases.map(({ name, depth, write }) => {
    return codefang(name, makeRepository(name, depth, write), choice);
  });
  const figures = await interleave(subjects, Number(values.runs), (line) => {
    process.stderr.write(`${line}\n`);
  });
  recordRuns('worst-cases', undefined, figures);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `depth` is how long a delta chain the import may make. */
function makeRepository(name: string, depth: number, write: (line: (text: string) => void) => void): string {
  const target = join(folder, name);
  const script = join(folder, `${name}.import`);
  runGit(['init', '--quiet', '--bare', '--initial-branch=main', target]);
  const out = openSync(script, 'w');
  write((text) => writeSync(out, text));
  closeSync(out);
  const input = openSync(script, 'r');
  try {
    runGit(['-C', target, 'fast-import', '--quiet', `--depth=${depth}`], input);
  } finally {
    closeSync(input);
    rmSync(script);
  }
  return target;
}

function runGit(args: readonly string[], input: number | 'ignore' = 'ignore'): void {
  const { status, stderr } = spawnSync('git', args, { stdio: [input, 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`Cannot run git ${args.join(' ')}: ${String(stderr)}`);
}
