import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import { familiarity, type FileHoldings, type HoldingFacts } from './holdings.ts';
import { nobody, type People } from './people.ts';

const familiarityColumns: readonly Column[] = [
  { name: 'file', type: 'string', description: 'Path of the file' },
  { name: 'person', type: 'string', description: 'Who knows it' },
  { name: 'score', type: 'float', description: 'Lines changed, by age, and half of the lines alive' },
  { name: 'share', type: 'float', description: 'Part of the scores of all people' },
];

const reviewerColumns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path of the file' },
  { name: 'rank', type: 'int', description: 'From 1, who knows it best' },
  { name: 'person', type: 'string', description: 'Who could review a change: an active person, no program' },
  { name: 'score', type: 'float', description: 'Familiarity with the file' },
  { name: 'share', type: 'float', description: 'Part of the familiarity of all people, active or not' },
];

const reviewerCountMax = 3;

interface Knower {
  readonly person: number;
  readonly score: number;
  readonly share: number;
}

/** People who know a file, best first, then by id; programs and nobody know nothing. */
export function knowersOf(file: FileHoldings, people: People): Knower[] {
  const known: { person: number; score: number }[] = [];
  let sum = 0;
  for (const fact of file) {
    const score = familiarity(fact);
    if (fact.owner === nobody || people.isBot(fact.owner - 1) || score === 0) continue;
    known.push({ person: fact.owner - 1, score });
    sum += score;
  }
  known.sort((a, b) => b.score - a.score || a.person - b.person);
  return known.map(({ person, score }) => ({ person, score, share: score / sum }));
}

/** The sections `familiarity` and `reviewers`, files in path order; empty unless files are wanted. */
export function* familiaritySections(
  holdings: HoldingFacts,
  people: People,
  isWanted: boolean,
  context: ReportContext,
): Generator<Section> {
  const emptyBecause = isWanted ? 'no person changed a file of the tree' : '--no-ownership-files was said';
  const rows = (rowsOf: (path: string, knowers: readonly Knower[]) => Iterable<readonly Cell[]>): Section['rows'] => ({
    *[Symbol.iterator]() {
      if (!isWanted) return;
      for (const file of holdings.groups()) yield* rowsOf(context.files.path(file.key), knowersOf(file, people));
    },
  });
  yield {
    name: 'familiarity',
    title: 'Who knows which file',
    shape: 'table',
    columns: familiarityColumns,
    show: {
      columns: ['file', 'person', 'score', 'share'],
      bar: 'score',
      keep: 'largest',
      rowCountMax: 5,
      emptyBecause,
    },
    rows: rows((path, knowers) => knowers.map(({ person, score, share }) => [path, people.name(person), score, share])),
  };
  yield {
    name: 'reviewers',
    title: 'Who could review a change of a file',
    shape: 'table',
    columns: reviewerColumns,
    show: {
      columns: ['path', 'rank', 'person', 'share'],
      bar: 'score',
      keep: 'largest',
      rowCountMax: 5,
      emptyBecause: isWanted ? 'no active person changed a file of the tree' : emptyBecause,
    },
    rows: rows((path, knowers) => {
      const active = knowers.filter(({ person }) => people.isActive(person)).slice(0, reviewerCountMax);
      return active.map(({ person, score, share }, at) => [path, at + 1, people.name(person), score, share]);
    }),
  };
}
