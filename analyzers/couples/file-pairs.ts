import type { Facts, FinalFiles, ReportContext } from '../../engine/index.ts';
import type { CouplesFacts } from './couples-facts.ts';

/** The pairs of alive files, sorted outside of memory, and what their sums are. */
export interface RankedPairs {
  /** Most common commits first, then by the ranks of the files, of which the smaller is first. */
  readonly ranked: Facts<'first' | 'second' | 'co_changes'>;
  /** Commits of each alive file, by rank. */
  readonly revisions: Float64Array;
  readonly sums: PairSums;
}

/** Sums over all pairs of alive files, those below `min-shared` included. */
export interface PairSums {
  pairCount: number;
  omittedCount: number;
  coChanges: number;
  strength: number;
  highlyCoupledCount: number;
}

/** Pairs with this many common commits count as highly coupled. */
const highlyCoupledMin = 10;

/**
 * Sorts the pairs of files that are alive by common commits, most first, then by path. A file
 * that is alive under several paths gives a row for each of them.
 * BOUNDED BY: 8 bytes an alive file; the pairs stream through a scratch table.
 */
export function rankFilePairs(facts: CouplesFacts, context: ReportContext, sharedMin: number): RankedPairs {
  const { files } = context;
  const revisions = revisionsByRank(facts.revisions, files);
  const ranked = context.scratch({
    name: 'couples_ranked_pairs',
    keys: ['most', 'first', 'second'],
    columns: { co_changes: 'sum' },
    order: 'descending',
  });
  const sums: PairSums = { pairCount: 0, omittedCount: 0, coChanges: 0, strength: 0, highlyCoupledCount: 0 };
  eachAlivePair(facts.pairs, files, (first, second, coChanges) => {
    sums.pairCount += 1;
    sums.coChanges += coChanges;
    sums.strength += strengthOf(coChanges, revisions[first]!, revisions[second]!);
    if (coChanges >= highlyCoupledMin) sums.highlyCoupledCount += 1;
    if (coChanges >= sharedMin) ranked.add(coChanges, first, second, coChanges);
    else sums.omittedCount += 1;
  });
  return { ranked, revisions, sums };
}

/** Common changes by the mean of the changes of both, at most 1. */
export function strengthOf(common: number, first: number, second: number): number {
  const both = first + second;
  return both === 0 ? 0 : Math.min(1, (2 * common) / both);
}

function revisionsByRank(revisions: CouplesFacts['revisions'], files: FinalFiles): Float64Array {
  const byRank = new Float64Array(files.count);
  let commits = 0;
  const put = (rank: number): void => void (byRank[rank] = commits);
  for (const fact of revisions) {
    commits = fact.commits;
    files.eachRankOfFile(fact.file, put);
  }
  return byRank;
}

/** Visits the ranks of each pair of alive paths, the smaller first. */
function eachAlivePair(
  pairs: CouplesFacts['pairs'],
  files: FinalFiles,
  visit: (first: number, second: number, coChanges: number) => void,
): void {
  let rank = 0;
  let other = 0;
  let coChanges = 0;
  const withOther = (otherRank: number): void => visit(Math.min(rank, otherRank), Math.max(rank, otherRank), coChanges);
  const withFile = (fileRank: number): void => {
    rank = fileRank;
    files.eachRankOfFile(other, withOther);
  };
  for (const fact of pairs) {
    other = fact.other;
    coChanges = fact.commits;
    files.eachRankOfFile(fact.file, withFile);
  }
}
