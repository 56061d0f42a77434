import type { Column, ReportContext, Section } from '../../engine/index.ts';
import type { GroupFacts, Groups } from './group-books.ts';
import type { HoldingFacts } from './holdings.ts';
import { type Owned, ownedThings, ownerRows, summaryRows } from './owned.ts';

const thing: readonly Column[] = [
  { name: 'scope', type: 'string', description: 'What is owned: all, folder, language or file' },
  { name: 'key', type: 'string', description: 'Name of the folder, the language or the file; * for everything' },
  { name: 'basis', type: 'string', description: 'What counts as owning: lines alive, lines added, or commits' },
];

const ownerColumns: readonly Column[] = [
  ...thing,
  {
    name: 'person',
    type: 'string',
    isNullable: true,
    description: 'Who owns it; null for lines that are older than the walk or of an unnamed commit',
  },
  { name: 'value', type: 'int', description: 'Lines or commits of this person' },
  { name: 'share', type: 'float', description: 'Part of all lines or commits, those of nobody among them' },
  { name: 'rank', type: 'int', isNullable: true, description: 'From 1, most first; null for what is nobody’s' },
];

const summaryColumns: readonly Column[] = [
  ...thing,
  { name: 'total', type: 'int', description: 'Lines or commits in all' },
  { name: 'people', type: 'int', unit: 'people', description: 'People who have at least one of them' },
  {
    name: 'top_person',
    type: 'string',
    isNullable: true,
    description: 'Who has most; null where all is nobody’s, as in the columns after it',
  },
  { name: 'top_share', type: 'float', isNullable: true, description: 'Part of the total that is that person’s' },
  { name: 'hhi', type: 'float', isNullable: true, description: 'Sum of the squared shares of people' },
  { name: 'effective_people', type: 'float', isNullable: true, unit: 'people', description: 'One by that sum' },
  { name: 'gini', type: 'float', isNullable: true, description: 'Gini coefficient of people; 0 for a single one' },
  { name: 'entropy_norm', type: 'float', isNullable: true, description: 'Entropy of shares by that of equal ones' },
  { name: 'fractal', type: 'float', isNullable: true, description: 'One less the sum of the squared shares' },
  { name: 'minor', type: 'int', unit: 'people', description: 'People with less than 5 % of what people have' },
  { name: 'major', type: 'int', unit: 'people', description: 'People with 5 % or more of it' },
  { name: 'unattributed', type: 'int', description: 'Lines of the total that are nobody’s' },
];

const emptyBecause = 'no file has lines or changes';

/** The sections `ownership_summary` and `ownership`. */
export function* ownershipSections(
  groups: Groups,
  sums: GroupFacts,
  holdings: HoldingFacts | undefined,
  context: ReportContext,
): Generator<Section> {
  const things = (): Generator<Owned> => ownedThings(groups, sums, holdings, context);
  yield {
    name: 'ownership_summary',
    title: 'How ownership is shared',
    shape: 'table',
    columns: summaryColumns,
    show: {
      columns: ['scope', 'key', 'basis', 'total', 'people', 'top_person', 'top_share', 'effective_people'],
      emptyBecause,
    },
    rows: {
      *[Symbol.iterator]() {
        for (const owned of things()) yield* summaryRows(owned, context);
      },
    },
  };
  yield {
    name: 'ownership',
    title: 'Who owns what',
    shape: 'table',
    columns: ownerColumns,
    show: { columns: ['scope', 'key', 'basis', 'person', 'value', 'share'], bar: 'share', emptyBecause },
    rows: {
      *[Symbol.iterator]() {
        for (const owned of things()) yield* ownerRows(owned, context);
      },
    },
  };
}
