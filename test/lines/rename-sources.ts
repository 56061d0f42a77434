import type { FileTree } from './commit-trees.ts';
import type { ScratchEntry, ScratchObjects } from './scratch-objects.ts';

export interface RenameQuestion {
  readonly parent: FileTree;
  readonly child: FileTree;
  /** A path of the child that the parent has not. */
  readonly path: string;
}

export interface RenameSource {
  readonly path: string;
  /** Percent of likeness, as git shows it. */
  readonly score: number;
}

/**
 * Where a path was in a parent, as `git blame` asks: of the files that the child has no more, which one does git
 * take for the source of this path, if this path were the only new one? Git's own answer, of two trees that have
 * nothing else. The order of the sources and the names of the files, which can tip the balance, stay as they are.
 *
 * @param score such as `50%`; `100%` is same content only
 */
export function renameSources(
  scratch: ScratchObjects,
  questions: readonly RenameQuestion[],
  score: string,
): (RenameSource | undefined)[] {
  const deleted = questions.map(({ parent, child }) => {
    return Array.from(parent.keys()).filter((path) => !child.has(path));
  });
  const sides = questions.flatMap(({ parent, child, path }, at) => [
    deleted[at]!.map((source) => ({ path: source, ...parent.get(source)! })),
    [{ path, ...child.get(path)! }],
  ]);
  const folders = sides.flatMap((files) => files.map(({ path, mode, oid }) => [{ mode, name: nameOf(path), oid }]));
  const made = scratch.makeTrees(folders);
  let taken = 0;
  const tops = sides.map((files, side) =>
    files.map((_, at): ScratchEntry => {
      taken += 1;
      const folder = side % 2 === 0 ? 'old' : 'new';
      return { mode: '40000', name: `${folder}${String(at).padStart(6, '0')}`, oid: made[taken - 1]! };
    }),
  );
  const trees = scratch.makeTrees(tops);
  const pairs = questions.map((_, at) => [trees[at * 2]!, trees[at * 2 + 1]!] as const);
  const texts = scratch.diffTrees(pairs, ['-r', '-z', `-M${score}`, '-l0', '--diff-filter=R']);
  return texts.map((text, at) => {
    const [, percent, place] = /R(\d+)\0old(\d+)\//.exec(text) ?? [];
    if (percent === undefined) return undefined;
    return { path: deleted[at]![Number(place)]!, score: Number(percent) };
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
