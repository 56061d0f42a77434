import type { Blame } from '../../engine/index.ts';
import type { GitProgram } from './git-program.ts';
import type { OpinionCount } from './opinion-count.ts';

export interface BlameQuestion {
  readonly path: string;
  readonly revision: string;
  /** Lists of commits to ignore. */
  readonly ignoreRevsFiles: readonly string[];
}

/** Holds the commits of all lines of a file against `git blame`. */
export async function compareBlame(
  git: GitProgram,
  blame: Blame,
  { path, revision, ignoreRevsFiles }: BlameQuestion,
  count: OpinionCount,
): Promise<void> {
  const ignored = ignoreRevsFiles.flatMap((file) => ['--ignore-revs-file', file]);
  const words = ['blame', '--incremental', '--no-textconv', '--no-follow', ...ignored, revision, '--', path];
  const theirs = linesOfBlame((await git.run(words)).toString('latin1'));
  const text = blame.text(path);
  const ours: string[] = [];
  for (const { lineCount, commit } of blame.runs(path, text)) {
    for (let at = 0; at < lineCount; at += 1) ours.push(commit?.oid ?? '');
  }
  const differing = ours.findIndex((oid, at) => oid !== theirs[at]);
  if (differing < 0 && ours.length === theirs.length) {
    count.agree(ours.length);
    return;
  }
  const at = differing < 0 ? ours.length : differing;
  const [mine, other] = [ours[at] ?? 'no line', theirs[at] ?? 'no line'];
  const difference = `${path}, line ${at + 1}: ${mine || 'older than the walk'} here, ${other} in git`;
  const differingCommits = new Set(ours.filter((oid, line) => oid !== theirs[line]));
  if (await wasBinaryBefore(git, differingCommits, path)) count.explain(`${difference}, where the file was binary`);
  else count.differ(difference);
}

/** Git compares binary files line by line to blame them; here their lines begin when they become text. */
async function wasBinaryBefore(git: GitProgram, commits: ReadonlySet<string>, path: string): Promise<boolean> {
  for (const commit of commits) {
    if (commit === '') return false;
    const words = ['diff-tree', '-m', '--root', '-r', '-z', '--numstat', '--no-renames', '--no-commit-id', commit];
    const rows = (await git.run([...words, '--', path])).toString('utf8').split('\0');
    if (!rows.some((row) => row.startsWith('-\t-\t'))) return false;
  }
  return true;
}

/** `<oid> <line there> <first line here> <count>`, and what git says of the commit. */
export function linesOfBlame(output: string): string[] {
  const lines: string[] = [];
  for (const [, oid, first, length] of output.matchAll(/^([0-9a-f]{40,64}) \d+ (\d+) (\d+)$/gm)) {
    for (let at = 0; at < Number(length); at += 1) lines[Number(first) - 1 + at] = oid!;
  }
  return lines;
}
