import type { Facts, FinalFiles, ReportContext } from '../../engine/index.ts';
import type { CouplingFacts } from './coupling-facts.ts';

const daySeconds = 86_400;
/** After this time a common commit counts for half as much. */
const halfLifeSeconds = 365 * daySeconds;

/** Facts are integers: decayed commits are kept to 2^-32. */
const steps = 2 ** 32;

/** Decayed commits of what `TestedPairs` has of them. */
export function decayedOf(fact: number): number {
  return fact / steps;
}

/** Pairs of alive files by rank, the first file being that which comes first in path order; see `decayedOf`. */
export type TestedPairs = Facts<'first' | 'second' | 'together' | 'decayed' | 'last' | 'years'>;

/** The pairs of files alive at the end with enough common commits to be tested. */
export function testedPairs(pairs: CouplingFacts['pairs'], context: ReportContext, togetherMin: number): TestedPairs {
  const tested = context.scratch({
    name: 'coupling_tested',
    keys: ['first', 'second'],
    columns: { together: 'max', decayed: 'max', last: 'max', years: 'max' },
  });
  const common = new CommonHistory(context);
  for (const file of pairs.groups()) {
    const rank = firstRank(file.key, context.files);
    if (rank < 0) continue;
    let other = -1;
    let otherRank = -1;
    const put = (): void => {
      if (otherRank < 0 || common.together < togetherMin) return;
      const [first, second] = [Math.min(rank, otherRank), Math.max(rank, otherRank)];
      tested.add(first, second, 0, common.together, Math.round(common.decayed * steps), common.last, common.years);
    };
    for (const fact of file) {
      if (fact.other !== other) {
        put();
        other = fact.other;
        otherRank = firstRank(other, context.files);
        common.clear();
      }
      if (otherRank >= 0) common.add(fact.place);
    }
    put();
  }
  return tested;
}

/** A file alive under several paths is told by the first of them; -1 for one that is gone. */
function firstRank(fileId: number, files: FinalFiles): number {
  let first = -1;
  files.eachRankOfFile(fileId, (rank) => {
    if (first < 0) first = rank;
  });
  return first;
}

/** The common commits of two files, which come in the order of the walk, so that sums are always the same. */
class CommonHistory {
  together = 0;
  decayed = 0;
  last = -1;
  years = 0;
  readonly #context: ReportContext;
  #year = -1;

  constructor(context: ReportContext) {
    this.#context = context;
  }

  clear(): void {
    this.together = 0;
    this.decayed = 0;
    this.years = 0;
    this.#year = -1;
  }

  add(place: number): void {
    const seconds = this.#context.commitSeconds(place);
    const year = new Date(seconds * 1000).getUTCFullYear();
    this.together += 1;
    this.decayed += 2 ** ((seconds - this.#context.history.lastCommitSeconds) / halfLifeSeconds);
    this.last = place;
    if (year !== this.#year) this.years += 1;
    this.#year = year;
  }
}
