import type { Column, Section } from '../../engine/index.ts';
import type { PairNetwork } from './pair-network.ts';
import type { RankedPairs } from './ranked-pairs.ts';

const columns: readonly Column[] = [
  { name: 'eligible_commits', type: 'int', unit: 'commits', description: 'Commits that count: 2 to max-files files' },
  { name: 'skipped_commits', type: 'int', unit: 'commits', description: 'Commits with more files than max-files' },
  {
    name: 'tested_pairs',
    type: 'int',
    unit: 'pairs',
    description: 'Pairs with at least min-support common commits: the number of tests that p_adj accounts for',
  },
  { name: 'coupled_pairs', type: 'int', unit: 'pairs', description: 'Those with a p_adj of at most max-p' },
  { name: 'hidden_pairs', type: 'int', unit: 'pairs', description: 'Those of them that nothing explains' },
  { name: 'twin_pairs', type: 'int', unit: 'pairs', description: 'Those explained by their names' },
  { name: 'follower_pairs', type: 'int', unit: 'pairs', description: 'Those of a test, document or the like' },
  { name: 'routine_pairs', type: 'int', unit: 'pairs', description: 'Those with a file that is not worked on' },
  { name: 'communities', type: 'int', description: 'Groups of files that change together' },
  {
    name: 'cut_pairs',
    type: 'int',
    unit: 'pairs',
    description: 'Pairs that centrality and communities leave out: those after the first 250,000',
  },
];

/** The section `aggregate`. */
export function aggregateSection(ranked: RankedPairs, network: PairNetwork, skippedCommits: number): Section {
  const { hidden, twins, followers, routine } = ranked.counts;
  const found = hidden + twins + followers + routine;
  const row = [ranked.eligibleCount, skippedCommits, ranked.testedCount, found, hidden, twins, followers, routine];
  return {
    name: 'aggregate',
    title: 'Tested coupling in numbers',
    shape: 'record',
    columns,
    rows: [[...row, network.communityCount, network.cutCount]],
  };
}
