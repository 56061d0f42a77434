import type { RunGaps } from './blame-program.ts';
import type { FileTree } from './commit-trees.ts';
import { gitRun } from './git-run.ts';
import { parseBlame } from './parse-blame.ts';
import { renameSources } from './rename-sources.ts';
import { ScratchObjects } from './scratch-objects.ts';

/** Why a line may differ from git's, where the rules of both differ. */
export type DifferenceRule =
  | 'binary became text'
  | 'line over 16 MiB blob'
  | 'rename of less than all'
  | 'rename tie'
  | 'capped or coarse diff'
  | 'moved lines that are fewer now'
  | 'no answer'
  | 'unknown';

export interface LineDifference {
  /** As UTF-8, as is every path here. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly ours: string | null;
  readonly oursPath: string;
  readonly git: string;
  readonly gitPath: string;
  /** Its number in the commit that git names, from 1. */
  readonly gitLine: number;
  /** As latin1. */
  readonly text: string;
}

export interface RuleContext {
  readonly repository: string;
  readonly revision: string;
  readonly renames: string;
  readonly moves?: string | undefined;
  readonly gaps: RunGaps;
}

const textBytesMax = 16 * 1024 * 1024;
const sniffedBytes = 8000;
const renamesAsked = 20;

/** The rule by which the two differ, as far as what lies around the commit that we name shows it. */
export function differenceRule(difference: LineDifference, context: RuleContext): DifferenceRule {
  const { file, ours, oursPath } = difference;
  const { repository, gaps, renames } = context;
  if (ours === null) return 'unknown';
  const parents = gitRun(repository, ['rev-list', '--parents', '-n', '1', ours]).toString().trim().split(' ').slice(1);
  const sizes = parents.map((parent) => blobAt(repository, parent, oursPath));
  if (sizes.some((blob) => blob !== undefined && blob.bytes > textBytesMax)) return 'line over 16 MiB blob';
  if (sizes.some((blob) => blob?.hasNul === true)) return 'binary became text';
  const bounded = gaps.boundedChanges.filter(([, path]) => path === file || path === oursPath);
  if (bounded.some(([, , why]) => why === 'oversize')) return 'line over 16 MiB blob';
  if (bounded.length > 0) return 'capped or coarse diff';
  if (context.moves !== undefined && context.moves !== 'off' && isOfFewerLines(difference, context)) {
    return 'moved lines that are fewer now';
  }
  if (renames === 'off') return 'unknown';
  const sources = parents.map((parent) => renameAt(repository, parent, ours, oursPath));
  if (renames === 'exact' && sources.some((source) => source?.kind === 'part')) return 'rename of less than all';
  if (sources.some((source) => source?.hasRival === true)) return 'rename tie';
  return hasTieBefore(difference, context) ? 'rename tie' : 'unknown';
}

/**
 * Git goes by the letters of those moved lines that are there yet, and still follow each other, at the revision that it
 * is asked about. Whether it says otherwise of the commit that it names when it is asked about that, or as we do when
 * it is asked about the commit that we name.
 */
function isOfFewerLines(
  { ours, oursPath, git, gitPath, gitLine, text }: LineDifference,
  context: RuleContext,
): boolean {
  const then = blameOf(context, git, gitPath);
  if (then !== undefined && then.commits[gitLine - 1] !== git) return true;
  const { commits, lines } = blameOf(context, ours!, oursPath) ?? { commits: [], lines: [] };
  return lines.some((line, at) => line === text && commits[at] === ours);
}

const blamesKept = 256;
const blames = new Map<string, BlameThen>();

function blameOf({ repository, renames, moves }: RuleContext, commit: string, path: string): BlameThen | undefined {
  const key = `${repository}\0${renames}\0${moves}\0${commit}\0${path}`;
  const known = blames.get(key);
  if (known !== undefined) return known;
  const flags = [moves === 'file' ? '-M' : '-C', ...(renames === 'off' ? ['--no-follow'] : [])];
  try {
    const told = gitRun(repository, ['blame', '--incremental', '--no-textconv', ...flags, commit, '--', path]);
    const lines = gitRun(repository, ['cat-file', 'blob', `${commit}:${path}`])
      .toString('latin1')
      .split('\n');
    const found = { commits: parseBlame(told.toString('latin1')).commits, lines };
    if (blames.size === blamesKept) blames.clear();
    blames.set(key, found);
    return found;
  } catch {
    // The commit that we name does not have that path, or git takes no such path as an argument.
    return undefined;
  }
}

interface BlameThen {
  readonly commits: readonly string[];
  readonly lines: readonly string[];
}

interface BlobFacts {
  readonly bytes: number;
  readonly hasNul: boolean;
}

function blobAt(repository: string, commit: string, path: string): BlobFacts | undefined {
  const row = gitRun(repository, ['--literal-pathspecs', 'ls-tree', '-l', '--full-tree', commit, '--', path]);
  const [, oid, size] = /^\d+ blob ([0-9a-f]+) +(\d+)\t/.exec(row.toString('latin1')) ?? [];
  if (oid === undefined) return undefined;
  const bytes = Number(size);
  if (bytes > textBytesMax) return { bytes, hasNul: false };
  const content = gitRun(repository, ['cat-file', 'blob', oid]);
  return { bytes, hasNul: content.subarray(0, sniffedBytes).includes(0) };
}

interface RenameFacts {
  readonly kind: 'whole' | 'part';
  /** Whether another source is as good. */
  readonly hasRival: boolean;
}

/** Whether git takes a path for a renamed one; undefined when the parent has it, or nothing is like it. */
function renameAt(repository: string, parent: string, commit: string, path: string): RenameFacts | undefined {
  const [before, after] = [treeOf(repository, parent), treeOf(repository, commit)];
  const name = Buffer.from(path, 'utf8').toString('latin1');
  if (before.has(name) || !after.has(name)) return undefined;
  using scratch = new ScratchObjects(repository);
  const ask = (tree: FileTree): ReturnType<typeof renameSources>[number] => {
    return renameSources(scratch, [{ parent: tree, child: after, path: name }], '50%')[0];
  };
  const best = ask(before);
  if (best === undefined) return undefined;
  const rest = new Map(before);
  rest.delete(best.path);
  const isWhole = before.get(best.path)!.oid === after.get(name)!.oid;
  return { kind: isWhole ? 'whole' : 'part', hasRival: ask(rest)?.score === best.score };
}

function treeOf(repository: string, commit: string): FileTree {
  const rows = gitRun(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]).toString('latin1').split('\0');
  return new Map(
    rows.flatMap((row) => {
      const [, mode, oid, path] = /^(\d+) \w+ ([0-9a-f]+)\t([^]*)$/.exec(row) ?? [];
      return path === undefined ? [] : [[path, { mode: mode!, oid: oid! }] as const];
    }),
  );
}

/** Whether a rename that git follows this file through had another source as good. */
function hasTieBefore({ file }: LineDifference, { repository, revision }: RuleContext): boolean {
  const words = ['log', '--follow', '--diff-filter=R', `-n${renamesAsked}`, '--format=%H %P', '-z', '--name-status'];
  const fields = gitRun(repository, [...words, revision, '--', file])
    .toString('utf8')
    .split('\0');
  const text = fields.join('\n');
  for (const [, commit, parent, path] of text.matchAll(/^([0-9a-f]{40,}) ([0-9a-f]+).*\n+R\d+\n[^\n]+\n([^\n]+)/gm)) {
    if (renameAt(repository, parent!, commit!, path!)?.hasRival === true) return true;
  }
  return false;
}
