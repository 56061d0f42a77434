import type { Cell, Column, Section } from '../../engine/index.ts';
import { distanceOf, isTestPair } from './pair-relation.ts';
import { jaccardOf, liftOf, pairWeight } from './pair-weight.ts';
import type { RankedPair, RankedPairs } from './ranked-pairs.ts';

const columns: readonly Column[] = [
  { name: 'file_a', type: 'string', description: 'Path of the file that comes first by bytes' },
  { name: 'file_b', type: 'string', description: 'Path of the other file' },
  {
    name: 'relation',
    type: 'string',
    description:
      'What explains the pair: hidden (nothing does; both are code), twins (their names), followers (a test, ' +
      'document, configuration or data), routine (bookkeeping, generated or vendored)',
  },
  { name: 'together', type: 'int', unit: 'commits', description: 'Commits that change both' },
  { name: 'commits_a', type: 'int', unit: 'commits', description: 'Commits that count and change file_a' },
  { name: 'commits_b', type: 'int', unit: 'commits', description: 'Commits that count and change file_b' },
  { name: 'support', type: 'float', description: 'Part of the commits that count which change both' },
  {
    name: 'confidence_ab',
    type: 'float',
    description: 'Part of commits_a that change both: how often file_b follows file_a',
  },
  {
    name: 'confidence_ba',
    type: 'float',
    description: 'Part of commits_b that change both: how often file_a follows file_b',
  },
  {
    name: 'lift',
    type: 'float',
    description: 'Common commits by what they would be if the files changed independently',
  },
  { name: 'jaccard', type: 'float', description: 'Part of the commits that change either which change both' },
  {
    name: 'p',
    type: 'float',
    description: "One-sided p of Fisher's exact test; 0 where it is smaller than any double",
  },
  { name: 'p_adj', type: 'float', description: 'The p adjusted for the number of tests, by Benjamini and Hochberg' },
  {
    name: 'decayed',
    type: 'float',
    unit: 'commits',
    description: 'Common commits, each worth half as much for every 365 days before the end',
  },
  { name: 'weight', type: 'float', description: 'What the order is by: decayed × jaccard × (1 - 1 / lift)' },
  { name: 'last_together', type: 'time', description: 'Time of the last commit that changes both' },
  { name: 'years', type: 'int', unit: 'years', description: 'Calendar years with a common commit' },
  { name: 'test_pair', type: 'boolean', description: 'Whether they are a file and its test' },
  {
    name: 'kind',
    type: 'string',
    description: 'How far the folders are: same-folder, sibling (one or two steps between the folders), or distant',
  },
  { name: 'class_a', type: 'string', description: 'What file_a is for' },
  { name: 'class_b', type: 'string', description: 'What file_b is for' },
];

/** The section `coupled_pairs`: those that nothing explains first, then by weight, then by the paths. */
export function pairsSection(ranked: RankedPairs): Section {
  return {
    name: 'coupled_pairs',
    title: 'Files that change together more often than chance',
    shape: 'table',
    columns,
    show: {
      columns: ['file_a', 'file_b', 'relation', 'together', 'jaccard', 'lift', 'weight', 'last_together'],
      bar: 'weight',
      emptyBecause: 'no two files change together more often than by chance',
    },
    rows: { [Symbol.iterator]: () => rows(ranked) },
  };
}

function* rows(ranked: RankedPairs): Generator<readonly Cell[]> {
  for (const pair of ranked.pairs()) yield row(pair, ranked);
}

function row(pair: RankedPair, ranked: RankedPairs): readonly Cell[] {
  const { context, eligibleCount: total } = ranked;
  const { together, decayed } = pair;
  const [one, other] = [ranked.fileAt(pair.first), ranked.fileAt(pair.second)];
  const [commits, otherCommits] = [ranked.commits[pair.first]!, ranked.commits[pair.second]!];
  const counts = { total, first: commits, second: otherCommits, together };
  return [
    one.path,
    other.path,
    pair.relation,
    together,
    commits,
    otherCommits,
    together / total,
    together / commits,
    together / otherCommits,
    liftOf(counts),
    jaccardOf(counts),
    pair.p,
    pair.adjusted,
    decayed,
    pairWeight(counts, decayed),
    context.isoUtc(context.commitSeconds(pair.last)),
    pair.years,
    isTestPair(one, other),
    distanceOf(one.path, other.path),
    one.class,
    other.class,
  ];
}
