import type { Cell, Column, FactGroup, ReportContext, Section } from '../../engine/index.ts';
import type { GroupFacts, Groups } from './group-books.ts';
import { FileAuthors } from './authors.ts';
import type { FileHoldings, HoldingFacts } from './holdings.ts';
import { FileLeaving, leaveBySum, type Leaving } from './leaving.ts';
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

/** Folders with fewer files have no truck factor. */
export const folderFilesMin = 20;

type Definition = 'avelino' | 'lines50' | 'lines80' | 'files50' | 'core80';
const definitions: readonly Definition[] = ['avelino', 'lines50', 'lines80', 'files50', 'core80'];
const populations = ['all', 'active'] as const;
type Population = (typeof populations)[number];

export interface TruckSources {
  readonly groups: Groups;
  readonly sums: GroupFacts;
  readonly holdings: HoldingFacts;
  readonly people: People;
  readonly creators: Int32Array;
  readonly context: ReportContext;
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
  const ofFiles = leavingOfFiles(sources, here);
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

type FilesLeaving = Readonly<Record<Population, Readonly<Record<'avelino' | 'files50', Leaving>>>>;

/** Who leaves of the lines and commits of a group, programs and nobody left out. */
function valuesOf(
  group: FactGroup<'group' | 'owner' | 'alive' | 'commits'>,
  people: People,
): (definition: Exclude<Definition, 'avelino' | 'files50'>, isHere: (person: number) => boolean) => Leaving {
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

/**
 * By group: everything, and folders with enough files. Folders of one depth follow each other, so that each depth takes
 * two readings of the files side by side. BOUNDED BY: folders with enough files, and the people of each who leave.
 */
function leavingOfFiles(
  sources: TruckSources,
  here: Readonly<Record<Population, (person: number) => boolean>>,
): ReadonlyMap<number, FilesLeaving> {
  const { groups, holdings, people, creators, context } = sources;
  const { folders } = groups;
  const found = new Map<number, FilesLeaving>();
  const counts = populations.map((population) => ({
    population,
    avelino: new FileLeaving(people.count, here[population]),
    files50: new FileLeaving(people.count, here[population]),
  }));
  const reader = new FileAuthors(people, creators);
  const read = (ranges: readonly Range[]): void => {
    const twice = new TwoReadings(holdings, context.files.count);
    try {
      for (const { group, start, end } of ranges) {
        for (const { avelino, files50 } of counts) for (const leaving of [avelino, files50]) leaving.start();
        twice.first(start, end, (file) => {
          reader.read(file);
          for (const { avelino, files50 } of counts) {
            avelino.count(reader.authors);
            if (reader.owner >= 0) files50.count([reader.owner]);
          }
        });
        for (const { avelino, files50 } of counts) for (const leaving of [avelino, files50]) leaving.takeTurns();
        twice.second(start, end, (file) => {
          reader.read(file);
          for (const { avelino, files50 } of counts) {
            if (reader.isChanged) avelino.note(reader.authors);
            if (reader.owner >= 0) files50.note([reader.owner]);
          }
        });
        const entries = counts.map(({ population, avelino, files50 }) => {
          return [population, { avelino: avelino.result(), files50: files50.result() }] as const;
        });
        found.set(group, Object.fromEntries(entries) as unknown as FilesLeaving);
      }
    } finally {
      twice.close();
    }
  };
  read([{ group: 0, start: 0, end: context.files.count }]);
  for (let depth = 1; depth <= Math.max(...folders.depths); depth += 1) {
    const ranges: Range[] = [];
    for (let folder = 0; folder < folders.count; folder += 1) {
      const [start, end] = [folders.starts[folder]!, folders.ends[folder]!];
      if (folders.depths[folder] === depth && end - start >= folderFilesMin) {
        ranges.push({ group: 1 + folder, start, end });
      }
    }
    if (ranges.length > 0) read(ranges);
  }
  return found;
}

interface Range {
  readonly group: number;
  readonly start: number;
  readonly end: number;
}

/** Reads the files of ranges that ascend twice, one reading behind the other. */
class TwoReadings {
  readonly #readings: readonly Iterator<FileHoldings>[];

  constructor(holdings: HoldingFacts, count: number) {
    this.#readings = [0, 1].map(() => holdings.groups(count)[Symbol.iterator]());
  }

  first(start: number, end: number, visit: (file: FileHoldings) => void): void {
    readRange(this.#readings[0]!, start, end, visit);
  }

  second(start: number, end: number, visit: (file: FileHoldings) => void): void {
    readRange(this.#readings[1]!, start, end, visit);
  }

  close(): void {
    for (const reading of this.#readings) reading.return?.();
  }
}

/** REQUIRES: nothing at or after `start` was read. */
function readRange(
  files: Iterator<FileHoldings>,
  start: number,
  end: number,
  visit: (file: FileHoldings) => void,
): void {
  for (let rank = -1; rank < end - 1;) {
    const step = files.next();
    if (step.done === true) return;
    rank = step.value.key;
    if (rank >= start) visit(step.value);
  }
}
