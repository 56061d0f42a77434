/**
 * Who last touched each line, as stored state has it, against `git blame`: of every text file of a revision, or
 * of some drawn by a seed.
 *
 *   node dist/test/lines/judge-blame.js REPO [--rev REV]… [--renames off|exact|similar:50] [--moves off|file|commit]
 *       [--files N] [--seed S] [--budget 512MiB] [--paths FILE] [--record FILE] [-- FLAGS OF RUN…]
 *
 * `--paths` names a file of paths, one per line; `--record` one that gets a JSON object per revision appended. Below
 * 99.9 % of the lines, 99.5 % where renames are followed or 99 % where moved lines are, or when a file has no answer,
 * it ends with 1. Git follows renames of half a text and more: what `exact` leaves out by that is told, and not held
 * against it.
 */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gitRun } from './git-run.ts';
import { judgeRevision, type RevisionVerdict } from './judge-revision.ts';
import { tellRevision } from './tell-revision.ts';

const shareMinWithout = 0.999;
const shareMinFollowed = 0.995;
/** What is asked of a revision decides which lines git takes for moved; see SPEC.md. */
const shareMinMoved = 0.99;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rev: { type: 'string', multiple: true, default: ['HEAD'] },
    renames: { type: 'string', default: 'off' },
    moves: { type: 'string', default: 'off' },
    files: { type: 'string' },
    seed: { type: 'string', default: '1' },
    budget: { type: 'string', default: '512MiB' },
    paths: { type: 'string' },
    record: { type: 'string' },
  },
});
const [repository, ...flags] = positionals;
if (repository === undefined) throw new Error('Cannot judge blame: no repository was named');
const lines = values.paths === undefined ? undefined : readFileSync(values.paths, 'utf8').split('\n');
const shareMin = values.moves !== 'off' ? shareMinMoved : values.renames === 'off' ? shareMinWithout : shareMinFollowed;
let passed = 0;
let failed = 0;
for (const revision of values.rev) {
  const folder = mkdtempSync(join(tmpdir(), 'codefang-blame-'));
  try {
    const verdict = await judgeRevision({
      program: [fileURLToPath(new URL('../../cmd/main.js', import.meta.url))],
      ...{ repository, revision, folder, flags },
      renames: values.renames,
      moves: values.moves,
      budget: values.budget,
      paths: lines?.filter((line) => line !== ''),
      files: values.files === undefined ? undefined : Number(values.files),
      seed: Number(values.seed),
      onProgress: (done, all) => void process.stderr.write(`${done} of ${all} files\n`),
    });
    say(tellRevision(revision, verdict));
    if (values.record !== undefined) record(values.record, revision, verdict);
    check(`${revision}: at least ${shareMin * 100} % of the lines`, share(verdict) >= shareMin);
    check(`${revision}: every file has an answer, and as many lines as git says`, verdict.failures.length === 0);
  } catch (error) {
    check(`${revision}: ${error instanceof Error ? error.message : String(error)}`, false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
say([`${passed} passed, ${failed} failed`]);
process.exitCode = failed === 0 ? 0 : 1;

/** Of the lines that the two can agree on. */
function share({ lines: all, linesEqual, rules, files }: RevisionVerdict): number {
  if (files === 0) return 0;
  return all === 0 ? 1 : (linesEqual + (rules.get('rename of less than all') ?? 0)) / all;
}

function record(file: string, revision: string, verdict: RevisionVerdict): void {
  const { rules, gaps, ...facts } = verdict;
  const { renames, moves, seed } = values;
  const commit = gitRun(repository!, ['rev-parse', `${revision}^{commit}`])
    .toString()
    .trim();
  const { cappedDiffs, boundedChanges } = gaps;
  const counts = { rules: Object.fromEntries(rules), cappedDiffs, boundedChanges: boundedChanges.length };
  const asked = { repository: basename(repository!), revision, commit, renames, moves, seed, flags };
  appendFileSync(file, `${JSON.stringify({ ...asked, ...facts, ...counts })}\n`);
}

function check(name: string, isKept: boolean): void {
  if (isKept) passed += 1;
  else failed += 1;
  say([`${isKept ? 'ok' : 'BROKEN'}: ${name}`]);
}

function say(words: readonly string[]): void {
  process.stdout.write(`${words.join('\n')}\n`);
}
