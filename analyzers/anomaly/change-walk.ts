import { changeKind, type Fact, type Facts, type ReportContext } from '../../engine/index.ts';

/** The table of `history/changes`. */
type ChangeFacts = Facts<ChangeName>;
type ChangeName = 'place' | 'at' | 'path' | 'how' | 'added' | 'removed' | 'changed';
type ChangeFact = Fact<ChangeName>;

/** A commit with the files that it changes, which are read once. Valid until the next. */
export interface WalkedCommit {
  readonly place: number;
  readonly person: number;
  readonly changes: Iterable<ChangeFact>;
}

export const changesId = 'history/changes';

export type MergeFacts = Facts<'place' | 'merges'>;

/** All commits in walk order, whose times ascend. Merges have no changes of their own and are passed over. */
export function* walkedCommits(context: ReportContext, merges: MergeFacts): Generator<WalkedCommit> {
  const facts: ChangeFacts = context.factsOf(changesId, 'changes');
  const isMerge = mergeMarks(merges, context.history.commits);
  for (const group of facts.groups(context.history.commits)) {
    const person = context.personOf(group.key);
    if (person >= 0 && isMerge[group.key] === 0) yield { place: group.key, person, changes: group };
  }
}

/** BOUNDED BY: 1 byte a commit. */
function mergeMarks(merges: MergeFacts, commits: number): Uint8Array {
  const marks = new Uint8Array(commits);
  for (const { place } of merges) marks[place] = 1;
  return marks;
}

const kindCount = Object.keys(changeKind).length;

/** One of `changeKind`. */
export function kindOf({ how }: ChangeFact): number {
  return how % kindCount;
}
