import type { Cell, Column, Section } from '../../engine/index.ts';
import type { HotRanking } from './hot-ranking.ts';

const columns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file at the end' },
  { name: 'rank', type: 'int', description: 'Place by score at the end, from 1' },
  {
    name: 'rank_before',
    type: 'int',
    isNullable: true,
    description: 'Place 180 days before the end, among the files that were there and still are; null for a new file',
  },
  {
    name: 'rank_of_older',
    type: 'int',
    isNullable: true,
    description: 'Place at the end among the same files as rank_before; null for a new file',
  },
  { name: 'score', type: 'float', description: 'Score at the end' },
  {
    name: 'score_before',
    type: 'float',
    isNullable: true,
    description: 'Score 180 days before the end, with the lines of the end; null for a new file',
  },
  {
    name: 'trend',
    type: 'string',
    description:
      'One of: rising, where rank_of_older is at most two thirds of rank_before and 3 places better; falling, the ' +
      'other way round; new; steady',
  },
];

/** The section `hotspot_velocity`: by rank at the end. */
export function velocitySection(ranking: HotRanking): Section {
  return {
    name: 'hotspot_velocity',
    title: 'Hotspots that rise and fall',
    shape: 'table',
    columns,
    show: {
      columns: ['file', 'rank', 'rank_before', 'score', 'score_before', 'trend'],
      bar: 'score',
      emptyBecause: 'no text file of the chosen classes is alive at the end',
    },
    rows: { [Symbol.iterator]: () => rows(ranking) },
  };
}

function* rows(ranking: HotRanking): Generator<readonly Cell[]> {
  const { files, now, before, ranksOfOlder } = ranking;
  for (const at of now.order) {
    const rankBefore = before.ranks[at]!;
    const isNew = rankBefore === 0;
    yield [
      files.path(at),
      now.ranks[at]!,
      isNew ? null : rankBefore,
      isNew ? null : ranksOfOlder[at]!,
      now.scores[at]!,
      isNew ? null : before.scores[at]!,
      ranking.trendOf(at),
    ];
  }
}
