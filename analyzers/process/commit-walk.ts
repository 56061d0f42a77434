import { changeKind, type Fact, type Facts, type ReportContext } from '../../engine/index.ts';
import type { ProcessFacts } from './process-facts.ts';

export const changesId = 'history/changes';

type Change = Facts<'place' | 'at' | 'path' | 'how' | 'added' | 'removed' | 'changed'>;

/** A file of a commit. Valid until the next. */
export interface WalkedChange {
  file: number;
  path: number;
  isNew: boolean;
  added: number;
  removed: number;
  /** Text lines before the commit. */
  before: number;
  /** Place of the file's last change before, -1 for none. */
  last: number;
}

/** A commit that changes files. Valid until the next. */
export interface WalkedCommit {
  readonly place: number;
  readonly person: number;
  readonly ndev: number;
  /** In path order; read once. */
  readonly changes: Iterable<WalkedChange>;
}

const kindCount = Object.keys(changeKind).length;

/** The commits that change files, in walk order: two tables of facts read side by side. */
export function* walkedCommits({ touched, people }: ProcessFacts, context: ReportContext): Generator<WalkedCommit> {
  const changes: Change = context.factsOf(changesId, 'changes');
  const beside = touched[Symbol.iterator]();
  const peopleOf = people[Symbol.iterator]();
  try {
    for (const group of changes.groups()) {
      const ndev = Number(peopleOf.next().value?.ndev ?? 0);
      const person = context.personOf(group.key);
      const joined = joinedChanges(group, beside);
      yield { place: group.key, person, ndev, changes: joined };
      // What was not read would shift the table beside it.
      while (joined.next().done !== true);
    }
  } finally {
    beside.return?.();
    peopleOf.return?.();
  }
}

function* joinedChanges(
  group: Iterable<Fact<'path' | 'how' | 'added' | 'removed'>>,
  beside: Iterator<Fact<'file' | 'before' | 'last'>>,
): Generator<WalkedChange> {
  const change: WalkedChange = { file: 0, path: 0, isNew: false, added: 0, removed: 0, before: 0, last: 0 };
  for (const { path, how, added, removed } of group) {
    const { file, before, last } = beside.next().value as Fact<'file' | 'before' | 'last'>;
    Object.assign(change, { file, path, added, removed, before });
    change.last = last - 1;
    change.isNew = how % kindCount === changeKind.added;
    yield change;
  }
}
