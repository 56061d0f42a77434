import { blameEach } from './blame-files.ts';
import { commitTrees, type GraphCommit } from './commit-trees.ts';

export interface MovesModelOptions {
  readonly moves: 'file' | 'commit';
  /** As `git blame` does by default. */
  readonly follows: boolean;
}

/** The commits of the lines of each file. */
type Attribution = ReadonlyMap<string, readonly string[]>;

/**
 * Which commit each line came from, at every commit that a revision reaches, when each commit is asked about by itself:
 * `git blame -M` or `-C` of each file that it changed, up to its parents, says which lines are its own and which are
 * those of a parent, and where they stood there. For small repositories of texts; it starts a process for each change.
 */
export async function movesModel(
  repository: string,
  revision: string,
  options: MovesModelOptions,
): Promise<ReadonlyMap<string, Attribution>> {
  const known = new Map<string, Attribution>();
  const files = new Map<string, GraphCommit['files']>();
  for (const { id, parents, files: own } of commitTrees(repository, revision)) {
    files.set(id, own);
    const paths = Array.from(own.keys()).filter((path) => own.get(path)!.mode !== '160000');
    const [first] = parents;
    const kept = paths.filter((path) => first !== undefined && isSame(files.get(first)!, own, path));
    const asked = paths.filter((path) => !kept.includes(path));
    const revisions = [id, ...parents.map((parent) => `^${parent}`)];
    const answers = await blameEach({
      ...{ repository, ...options },
      questions: asked.map((path) => ({ revisions, path })),
    });
    const lines = new Map(kept.map((path) => [path, known.get(first!)!.get(path)!]));
    for (const [at, { commits, paths: from, numbers }] of answers.entries()) {
      const origins = commits.map((commit, line) => {
        return commit === id ? id : known.get(commit)!.get(from[line]!)![numbers[line]! - 1]!;
      });
      lines.set(asked[at]!, origins);
    }
    known.set(id, lines);
  }
  return known;
}

function isSame(before: GraphCommit['files'], after: GraphCommit['files'], path: string): boolean {
  const [one, other] = [before.get(path), after.get(path)];
  return one !== undefined && one.oid === other!.oid && one.mode.slice(0, 3) === other!.mode.slice(0, 3);
}
