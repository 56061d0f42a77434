import type { Facts, FactGroup, ReportContext } from '../../engine/index.ts';
import { type ChangePeriods, filesOfCommits } from './change-periods.ts';
import { walkedCommits } from './commit-walk.ts';
import { addHistoryComplexity } from './history-complexity.ts';
import type { ProcessFacts } from './process-facts.ts';

export interface FileMetricsOrder {
  readonly facts: ProcessFacts;
  readonly context: ReportContext;
  readonly periods: ChangePeriods;
  /** 0 is the whole history. */
  readonly windowDays: number;
}

/** One file of the tree at the end with a commit in the window. */
export interface FileMetrics {
  readonly rank: number;
  readonly commits: number;
  readonly contributors: number;
  /** Contributors of less than a twentieth of the lines. */
  readonly minor: number;
  readonly topLines: number;
  /** Lines added and removed. */
  readonly total: number;
  readonly added: number;
  readonly removed: number;
  readonly changeSetSum: number;
  readonly addedMax: number;
  readonly removedMax: number;
  readonly churnMax: number;
  readonly changeSetMax: number;
  readonly complexity: number;
  readonly complexityDecayed: number;
}

type People = Facts<'rank' | 'person' | 'commits' | 'added' | 'removed' | 'changeSet'>;
type Largest = Facts<'rank' | 'added' | 'removed' | 'churn' | 'changeSet'>;

const daySeconds = 86_400;
const minorShare = 0.05;

/**
 * Metrics of the window by file and person, sorted outside of memory by the rank of the file.
 * BOUNDED BY: 4 bytes a commit and 24 bytes an alive file.
 */
export function* fileMetrics(order: FileMetricsOrder): Generator<FileMetrics> {
  const { context } = order;
  const people: People = context.scratch({
    name: 'process_file_people',
    keys: ['rank', 'person'],
    columns: { commits: 'sum', added: 'sum', removed: 'sum', changeSet: 'sum' },
  });
  const largest: Largest = context.scratch({
    name: 'process_file_largest',
    keys: ['rank'],
    columns: { added: 'max', removed: 'max', churn: 'max', changeSet: 'max' },
  });
  addWindow(order, people, largest);
  const complexity = new Float64Array(context.files.count);
  const decayed = new Float64Array(context.files.count);
  addHistoryComplexity(order.periods, context, complexity, decayed);
  const most = largest[Symbol.iterator]();
  try {
    for (const group of people.groups()) {
      const { added, removed, churn, changeSet } = most.next().value!;
      const maxima = { addedMax: added, removedMax: removed, churnMax: churn, changeSetMax: changeSet };
      const history = { complexity: complexity[group.key]!, complexityDecayed: decayed[group.key]! };
      yield { rank: group.key, ...sumsOf(group), ...maxima, ...history };
    }
  } finally {
    most.return?.();
  }
}

function addWindow({ facts, context, windowDays }: FileMetricsOrder, people: People, largest: Largest): void {
  const since = windowDays === 0 ? -Infinity : context.history.lastCommitSeconds - windowDays * daySeconds;
  const filesOf = filesOfCommits(facts, context);
  const once = new CommitOfRank(context);
  for (const { place, person, changes } of walkedCommits(facts, context)) {
    if (context.commitSeconds(place) <= since) continue;
    const changeSet = filesOf[place]!;
    for (const { file, added, removed } of changes) {
      context.files.eachRankOfFile(file, (rank) => {
        const isFirst = once.mark(rank, place);
        people.add(rank, person, 0, isFirst ? 1 : 0, added, removed, isFirst ? changeSet : 0);
        largest.add(rank, 0, 0, added, removed, added - removed, changeSet);
      });
    }
  }
}

/** Whether a commit meets a file for the first time: parallel renames let two of its paths be one file. */
class CommitOfRank {
  readonly #places: Int32Array;

  constructor({ files }: ReportContext) {
    this.#places = new Int32Array(files.count).fill(-1);
  }

  mark(rank: number, place: number): boolean {
    if (this.#places[rank] === place) return false;
    this.#places[rank] = place;
    return true;
  }
}

/** BOUNDED BY: 8 bytes for each person of one file. */
function sumsOf(group: FactGroup<'person' | 'commits' | 'added' | 'removed' | 'changeSet'>) {
  const sums = { commits: 0, contributors: 0, added: 0, removed: 0, changeSetSum: 0, topLines: 0, total: 0, minor: 0 };
  const lines: number[] = [];
  for (const { commits, added, removed, changeSet } of group) {
    lines.push(added + removed);
    sums.commits += commits;
    sums.contributors += 1;
    sums.added += added;
    sums.removed += removed;
    sums.changeSetSum += changeSet;
    sums.topLines = Math.max(sums.topLines, added + removed);
  }
  sums.total = sums.added + sums.removed;
  sums.minor = lines.filter((own) => own < minorShare * sums.total).length;
  return sums;
}
