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

/** Merges, and whether they change nothing of their own: along first parents they bring what was merged. */
export type MergeFacts = Facts<'place' | 'unchanged'>;

/** All commits in walk order, whose times ascend. Merges that change nothing of their own are passed over. */
export function* walkedCommits(context: ReportContext, merges: MergeFacts): Generator<WalkedCommit> {
  const facts: ChangeFacts = context.factsOf(changesId, 'changes');
  const isIdle = idleMarks(merges, context.history.commits);
  for (const group of facts.groups(context.history.commits)) {
    const person = context.personOf(group.key);
    if (person >= 0 && isIdle[group.key] === 0) yield { place: group.key, person, changes: group };
  }
}

/** BOUNDED BY: 1 byte a commit. */
function idleMarks(merges: MergeFacts, commits: number): Uint8Array {
  const marks = new Uint8Array(commits);
  for (const { place, unchanged } of merges) marks[place] = unchanged;
  return marks;
}

const kindCount = Object.keys(changeKind).length;

/** One of `changeKind`. */
export function kindOf({ how }: ChangeFact): number {
  return how % kindCount;
}
