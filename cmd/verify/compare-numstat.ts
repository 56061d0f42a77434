import type { OpinionCount } from './opinion-count.ts';
import type { GitProgram } from './git-program.ts';

/** Lines added and removed by path. */
export type Numstat = ReadonlyMap<string, readonly [added: number, removed: number]>;

/** Commits that are given to git at a time. */
export const commitsAtOnce = 200;

/**
 * Holds the files and lines of some commits against `git diff-tree --numstat`.
 *
 * @param ours by commit id
 * @param isBounded whether our rules bound the comparison of a file, so that it may differ
 */
export async function compareNumstat(
  git: GitProgram,
  ours: ReadonlyMap<string, Numstat>,
  count: OpinionCount,
  isBounded: (commit: string, path: string) => boolean,
): Promise<void> {
  const words = ['diff-tree', '--stdin', '--root', '-r', '-z', '--raw', '--numstat', '--no-renames', '--no-ext-diff'];
  const plain = ['--no-textconv', '--ignore-submodules=all', '--diff-algorithm=default'];
  const commits = [...ours.keys()];
  const output = await git.run([...words, ...plain], `${commits.join('\n')}\n`);
  const theirs = parseNumstat(output, commits[0]?.length ?? 0);
  for (const [commit, own] of ours) {
    const { rows, submodules } = theirs.get(commit) ?? noRows;
    const differing = differences(own, rows).filter(({ path }) => !submodules.has(path));
    const [first] = differing;
    if (first === undefined) count.agree(own.size);
    else if (differing.every(({ path }) => isBounded(commit, path))) count.explain(`${commit} ${first.text}`);
    else
      count.differ(`commit ${commit}, ${first.text}${differing.length > 1 ? ` and ${differing.length - 1} more` : ''}`);
  }
}

interface GitRows {
  readonly rows: Numstat;
  /** Paths that name a submodule before or after; it is no file here. */
  readonly submodules: ReadonlySet<string>;
}

const noRows: GitRows = { rows: new Map(), submodules: new Set() };

/**
 * Reads `<oid>\0` before what belongs to a commit: `:mode mode oid oid kind\0path\0`, then `added\tremoved\tpath\0`,
 * with `-` for binary files.
 */
export function parseNumstat(output: Buffer, oidLength: number): ReadonlyMap<string, GitRows> {
  const commits = new Map<string, GitRows>();
  let rows = new Map<string, readonly [number, number]>();
  let submodules = new Set<string>();
  let isSubmodule: boolean | undefined;
  for (const text of output.toString('utf8').split('\0')) {
    // A line end stands between the id and the rows of some versions of git.
    const field = text.replace(/^\n/, '');
    const row = /^(\d+|-)\t(\d+|-)\t([\s\S]+)$/.exec(field);
    if (isSubmodule !== undefined) {
      if (isSubmodule) submodules.add(field);
      isSubmodule = undefined;
    } else if (/^:\d{6} \d{6} /.test(field)) isSubmodule = field.slice(1, 14).includes('160000');
    else if (row !== null) rows.set(row[3]!, [Number(row[1]) || 0, Number(row[2]) || 0]);
    else if (field.length >= oidLength && /^[0-9a-f]+$/.test(field))
      commits.set(field, { rows: (rows = new Map()), submodules: (submodules = new Set()) });
  }
  return commits;
}

function differences(own: Numstat, other: Numstat): { readonly path: string; readonly text: string }[] {
  const paths = [...new Set([...own.keys(), ...other.keys()])];
  return paths.flatMap((path) => {
    const [mine, theirs] = [shown(own.get(path)), shown(other.get(path))];
    return mine === theirs ? [] : [{ path, text: `${path}: ${mine} here, ${theirs} in git` }];
  });
}

function shown(lines: readonly [number, number] | undefined): string {
  return lines === undefined ? 'not changed' : `+${lines[0]} -${lines[1]}`;
}
