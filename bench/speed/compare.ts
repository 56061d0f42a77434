/**
 * C git and codefang side by side on a repository of yours; nothing is fetched.
 *
 *   node dist/bench/speed/compare.js REPO [--runs 5] [--budget 512MiB] [--workers 2] [--only NAME,…]
 */
import { parseArgs } from 'node:util';
import { printRatio, recordRuns, wallOf } from './record-runs.ts';
import { codefang, gitMainline, gitNoMerges, interleave, type Subject } from './subject.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    budget: { type: 'string', default: '512MiB' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});
const [repository] = positionals;
if (repository === undefined) throw new Error('Cannot compare: name a repository');

const { budget } = values;
const workers = Number(values.workers);
const all: readonly Subject[] = [
  gitNoMerges(repository),
  gitMainline(repository),
  codefang('all analyzers', repository, { budget, workers }),
  codefang('devs', repository, { budget, workers, analyzers: 'devs' }),
  codefang('burndown', repository, { budget, workers, analyzers: 'burndown' }),
  codefang('all, no workers', repository, { budget, workers: 0 }),
  codefang('all, 256MiB', repository, { budget: '256MiB', workers }),
  codefang('all, 2GiB', repository, { budget: '2GiB', workers }),
];
const only = values.only?.split(',');
const subjects = only === undefined ? all : all.filter(({ name }) => only.includes(name));
const figures = await interleave(subjects, Number(values.runs), (line) => {
  process.stderr.write(`${line}\n`);
});
recordRuns('compare', repository, figures);

const noMerges = wallOf(figures, 'git log --no-merges');
const mainline = wallOf(figures, 'git log --first-parent -m');
const inline = wallOf(figures, 'all, no workers');
const together = wallOf(figures, 'all analyzers');
printRatio('all analyzers / both logs', together / (noMerges + mainline), 'at most 0.70');
printRatio('devs / log --no-merges', wallOf(figures, 'devs') / noMerges, 'at most 0.70');
printRatio('burndown / log -m', wallOf(figures, 'burndown') / mainline, 'at most 0.70');
printRatio('no workers / both logs', inline / (noMerges + mainline), 'at most 1.40');
printRatio('no workers / workers', inline / together, 'at least 1.70');
const tight = wallOf(figures, 'all, 256MiB') / wallOf(figures, 'all, 2GiB');
printRatio('256MiB / 2GiB', tight, 'at most 1.50');
