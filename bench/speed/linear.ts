/**
 * Whether time grows with the commits: the first so many commits of a repository, doubled. Later commits of most
 * repositories are of larger files and folders, so C git's two logs of the same commits stand beside it.
 *
 *   node dist/bench/speed/linear.js REPO [--commits 10000,20000,40000,80000] [--runs 3]
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { printRatio, recordRuns, wallOf } from './record-runs.ts';
import { codefang, gitMainline, gitNoMerges, interleave } from './subject.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '10000,20000,40000,80000' },
    runs: { type: 'string', default: '3' },
    budget: { type: 'string', default: '512MiB' },
    workers: { type: 'string', default: '2' },
  },
});
const [repository] = positionals;
if (repository === undefined) throw new Error('Cannot measure: name a repository');

const mainline = git('rev-list', '--first-parent', '--reverse', 'HEAD').split('\n');
const wanted = values.commits.split(',').map(Number);
const { budget } = values;
const prefixes = wanted.map((commits) => findPrefix(commits));
const subjects = prefixes.flatMap(({ revision, commits }) => [
  codefang(`${commits} commits`, repository, { budget, workers: Number(values.workers), revision }),
  { ...gitNoMerges(repository, revision), name: `${commits}, log --no-merges` },
  { ...gitMainline(repository, revision), name: `${commits}, log -m` },
]);
const figures = await interleave(subjects, Number(values.runs), (line) => {
  process.stderr.write(`${line}\n`);
});
recordRuns('linear', repository, figures);
for (const { commits } of prefixes) {
  const ratio = wallOf(figures, `${commits} commits`) / gitSeconds(commits);
  printRatio(`${commits} commits / both logs`, ratio, 'not to grow');
}
for (let at = 1; at < prefixes.length; at += 1) {
  const [before, after] = [prefixes[at - 1]!, prefixes[at]!];
  const time = wallOf(figures, `${after.commits} commits`) / wallOf(figures, `${before.commits} commits`);
  const doublings = Math.log2(after.commits / before.commits);
  const name = `${before.commits} → ${after.commits}, per doubling`;
  const gitTime = (gitSeconds(after.commits) / gitSeconds(before.commits)) ** (1 / doublings);
  printRatio(name, time ** (1 / doublings), `at most 2.30; C git ${gitTime.toFixed(2)}`);
}

function gitSeconds(commits: number): number {
  return wallOf(figures, `${commits}, log --no-merges`) + wallOf(figures, `${commits}, log -m`);
}

/** The first mainline commit with at least so many ancestors; they only grow along the mainline. */
function findPrefix(commits: number): { revision: string; commits: number } {
  let low = 0;
  let high = mainline.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(git('rev-list', '--count', mainline[middle]!)) < commits) low = middle + 1;
    else high = middle;
  }
  const revision = mainline[low]!;
  return { revision, commits: Number(git('rev-list', '--count', revision)) };
}

function git(...args: string[]): string {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
  return execFileSync('git', ['-C', repository!, ...args], options).trim();
}
