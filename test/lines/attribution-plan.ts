import type { GraphCommit, TreeFile } from './commit-trees.ts';
import { type RenameQuestion, renameSources } from './rename-sources.ts';
import type { ScratchObjects } from './scratch-objects.ts';

export type RenameRule = 'off' | 'exact' | 'similar';

/** A file of a parent; the place of the parent is its number. */
export interface ParentFile {
  readonly parent: number;
  readonly path: string;
  readonly oid: string;
}

/** Where the lines of one file of one commit come from. */
export interface FilePlan {
  readonly path: string;
  readonly oid: string;
  /** All lines are those of this file, which has the same content. */
  readonly same: ParentFile | undefined;
  /** Otherwise they are asked for here, in this order. */
  readonly asked: readonly ParentFile[];
}

type FileKind = 'file' | 'symlink' | 'gitlink';

/** For each commit its files, each with where its lines come from. Trees alone decide that, no line does. */
export function attributionPlan(
  commits: readonly GraphCommit[],
  scratch: ScratchObjects,
  rule: RenameRule,
): Map<string, FilePlan[]> {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const sources = askedRenames(commits, byId, scratch, rule);
  const plans = new Map<string, FilePlan[]>();
  for (const commit of commits) {
    const files: FilePlan[] = [];
    for (const [path, file] of commit.files) {
      if (kindOf(file) === 'gitlink') continue;
      files.push(planFile(commit, byId, path, file, sources));
    }
    plans.set(commit.id, files);
  }
  return plans;
}

/**
 * The parents by the same path come first, whether their content is the same or not, then those that lack the
 * path, by rename; a file of another kind under the same path is neither.
 */
function planFile(
  commit: GraphCommit,
  byId: ReadonlyMap<string, GraphCommit>,
  path: string,
  file: TreeFile,
  sources: ReadonlyMap<string, string | undefined>,
): FilePlan {
  const { oid } = file;
  const found: ParentFile[] = [];
  for (const pass of ['path', 'rename'] as const) {
    for (const [parent, id] of commit.parents.entries()) {
      const { files } = byId.get(id)!;
      const isThere = files.has(path);
      if (isThere !== (pass === 'path')) continue;
      const from = isThere ? path : sources.get(questionKey(commit.id, id, path));
      const other = from === undefined ? undefined : files.get(from)!;
      if (from === undefined || other === undefined || kindOf(other) !== kindOf(file)) continue;
      const candidate = { parent, path: from, oid: other.oid };
      if (other.oid === oid) return { path, oid, same: candidate, asked: [] };
      found.push(candidate);
    }
  }
  return { path, oid, same: undefined, asked: found.sort((one, other) => one.parent - other.parent) };
}

/** Answers for every path that has no parent with the same content under the same path, and a parent without it. */
function askedRenames(
  commits: readonly GraphCommit[],
  byId: ReadonlyMap<string, GraphCommit>,
  scratch: ScratchObjects,
  rule: RenameRule,
): Map<string, string | undefined> {
  if (rule === 'off') return new Map();
  const questions: RenameQuestion[] = [];
  const keys: string[] = [];
  for (const { id, parents, files } of commits) {
    for (const [path, file] of files) {
      if (kindOf(file) === 'gitlink') continue;
      const trees = parents.map((parent) => byId.get(parent)!.files);
      if (trees.some((tree) => isSame(tree.get(path), file))) continue;
      for (const [at, tree] of trees.entries()) {
        if (tree.has(path)) continue;
        keys.push(questionKey(id, parents[at]!, path));
        questions.push({ parent: tree, child: files, path });
      }
    }
  }
  const answers = renameSources(scratch, questions, rule === 'exact' ? '100%' : '50%');
  return new Map(keys.map((key, at) => [key, answers[at]?.path]));
}

function isSame(one: TreeFile | undefined, other: TreeFile): boolean {
  return one !== undefined && one.oid === other.oid && kindOf(one) === kindOf(other);
}

function questionKey(commit: string, parent: string, path: string): string {
  return `${commit} ${parent} ${path}`;
}

function kindOf({ mode }: TreeFile): FileKind {
  if (mode === '160000') return 'gitlink';
  return mode === '120000' ? 'symlink' : 'file';
}
