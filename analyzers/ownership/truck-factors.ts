import type { Cell, Column, Fact, Section } from '../../engine/index.ts';
import type { GroupFacts } from './group-books.ts';
import { type FileSources, leavingOfFiles, populations } from './leaving-of-files.ts';
import { leaveBySum, type Leaving } from './leaving.ts';
import { nobody, type People } from './people.ts';

const columns: readonly Column[] = [
  { name: 'scope', type: 'string', description: 'What is meant: all or folder' },
  { name: 'key', type: 'string', description: 'Name of the folder; * for everything' },
  { name: 'definition', type: 'string', description: 'How it is counted: see the README of the analyzer' },
  {
    name: 'population',
    type: 'string',
    description: 'Who is there to leave: all, or active people; others have left before',
  },
  {
    name: 'k',
    type: 'int',
    isNullable: true,
    unit: 'people',
    description: 'People who leave until it is lost; 0 where it is already, null where there is nothing to lose',
  },
  {
    name: 'people',
    type: 'list',
    nested: { values: 'string' },
    description: 'Their names, in the order in which they leave',
  },
  { name: 'coverage', type: 'float', isNullable: true, description: 'Part that somebody who stays still knows' },
];

type Definition = 'avelino' | 'lines50' | 'lines80' | 'files50' | 'core80';
const definitions: readonly Definition[] = ['avelino', 'lines50', 'lines80', 'files50', 'core80'];

export interface TruckSources extends FileSources {
  readonly sums: GroupFacts;
}

/** The section `truck_factors`: everything, then folders in path order; definitions side by side. */
export function truckFactorsSection(sources: TruckSources): Section {
  return {
    name: 'truck_factors',
    title: 'How many people may leave',
    shape: 'table',
    columns,
    show: {
      columns: ['scope', 'key', 'definition', 'population', 'k', 'coverage'],
      emptyBecause: 'no person changed a file of the tree',
    },
    rows: { [Symbol.iterator]: () => rows(sources) },
  };
}

function* rows(sources: TruckSources): Generator<readonly Cell[]> {
  const { groups, sums, people, context } = sources;
  if (context.files.count === 0) return;
  const here = { all: () => true, active: (person: number) => people.isActive(person) };
  const ofFiles = leavingOfFiles(sources, here, true);
  for (const group of sums.groups()) {
    const files = ofFiles.get(group.key);
    if (files === undefined) continue;
    const values = valuesOf(group, people);
    const { scope, key } = groups.nameOf(group.key);
    for (const definition of definitions) {
      for (const population of populations) {
        const isFiles = definition === 'avelino' || definition === 'files50';
        const leaving = isFiles ? files[population][definition] : values(definition, here[population]);
        const names = leaving.people?.map((person) => people.name(person)) ?? [];
        yield [scope, key, definition, population, leaving.people?.length ?? null, names, leaving.coverage];
      }
    }
  }
}

export type LeavingValues = (
  definition: Exclude<Definition, 'avelino' | 'files50'>,
  isHere: (person: number) => boolean,
) => Leaving;

/** Who leaves of the lines and commits of a group, programs and nobody left out. */
export function valuesOf(group: Iterable<Fact<'owner' | 'alive' | 'commits'>>, people: People): LeavingValues {
  const lines: { person: number; value: number }[] = [];
  const work: { person: number; value: number }[] = [];
  for (const { owner, alive, commits } of group) {
    const person = owner - 1;
    if (owner === nobody || people.isBot(person)) continue;
    lines.push({ person, value: alive });
    work.push({ person, value: commits });
  }
  return (definition, isHere) => {
    if (definition === 'lines50') return leaveBySum(lines, 0.5, false, isHere);
    return leaveBySum(definition === 'lines80' ? lines : work, 0.8, true, isHere);
  };
}
