import { type Cell, CodefangError, type Column, type Section } from '../../engine/index.ts';
import { familiarity, type FileHoldings } from './holdings.ts';
import { leavingOfFiles } from './leaving-of-files.ts';
import { nobody, type People } from './people.ts';
import { type LeavingValues, type TruckSources, valuesOf } from './truck-factors.ts';

const columns: readonly Column[] = [
  { name: 'scope', type: 'string', description: 'What is meant: all or folder' },
  { name: 'key', type: 'string', description: 'Name of the folder; * for everything' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Text lines at the end' },
  { name: 'orphaned_lines', type: 'int', unit: 'lines', description: 'Lines alive that those who leave wrote' },
  { name: 'files', type: 'int', unit: 'files', description: 'Files that some person knows' },
  {
    name: 'orphaned_files',
    type: 'int',
    unit: 'files',
    description: 'Files of which those who stay have less than 10 % of the familiarity',
  },
  {
    name: 'successors',
    type: 'list',
    nested: { values: 'string' },
    description: 'The three active people who stay and know it best',
  },
];

const factorColumns: readonly Column[] = [
  { name: 'definition', type: 'string', description: 'How a truck factor is counted' },
  { name: 'population', type: 'string', description: 'Who is there to leave: all or active people' },
  { name: 'before', type: 'int', isNullable: true, unit: 'people', description: 'Truck factor today' },
  { name: 'after', type: 'int', isNullable: true, unit: 'people', description: 'Truck factor when they have left' },
];

const knownShareMin = 0.1;
const successorCountMax = 3;

/** The sections `what_if` and `what_if_factors`; empty where nobody leaves. */
export function* whatIfSections(leavers: ReadonlySet<number>, sources: TruckSources): Generator<Section> {
  const emptyBecause = 'nobody leaves: name people by --ownership-leaves';
  yield {
    name: 'what_if',
    title: 'What is lost when they leave',
    shape: 'table',
    columns,
    show: {
      columns: ['scope', 'key', 'lines', 'orphaned_lines', 'files', 'orphaned_files'],
      bar: 'orphaned_lines',
      emptyBecause,
    },
    rows: { [Symbol.iterator]: () => lossRows(leavers, sources) },
  };
  yield {
    name: 'what_if_factors',
    title: 'Truck factors before and after',
    shape: 'table',
    columns: factorColumns,
    show: { columns: factorColumns.map(({ name }) => name), emptyBecause },
    rows: { [Symbol.iterator]: () => factorRows(leavers, sources) },
  };
}

/** Ids of the people whom texts name. @throws {CodefangError} USAGE for one who is nobody in this history */
export function leaversOf(texts: readonly string[], { context }: TruckSources): ReadonlySet<number> {
  if (context.history.commits === 0) return new Set();
  const found = context.findPeople(texts);
  texts.forEach((text, at) => {
    if (found[at]!.length > 0) return;
    const allowed = 'expected an e-mail, a name or @login of its commits';
    throw new CodefangError('USAGE', `Cannot let "${text}" leave: nobody of this history is called so, ${allowed}`);
  });
  return new Set(found.flat());
}

/** Everything, then folders in path order that lose something. */
function* lossRows(leavers: ReadonlySet<number>, sources: TruckSources): Generator<readonly Cell[]> {
  if (leavers.size === 0) return;
  const { groups, sums, people } = sources;
  const losses = fileLosses(leavers, sources);
  for (const group of sums.groups()) {
    if (group.key > 0 && groups.folderOf(group.key) < 0) return;
    let lines = 0;
    let orphaned = 0;
    const staying: { person: number; score: number }[] = [];
    for (const fact of group) {
      const person = fact.owner - 1;
      lines += fact.alive;
      if (leavers.has(person)) orphaned += fact.alive;
      else if (fact.owner !== nobody && !people.isBot(person) && people.isActive(person)) {
        staying.push({ person, score: familiarity(fact) });
      }
    }
    staying.sort((a, b) => b.score - a.score || a.person - b.person);
    const successors = staying.slice(0, successorCountMax).filter(({ score }) => score > 0);
    const [files, orphans] = [losses.files[group.key]!, losses.orphans[group.key]!];
    if (group.key > 0 && orphaned === 0 && orphans === 0) continue;
    const { scope, key } = groups.nameOf(group.key);
    yield [scope, key, lines, orphaned, files, orphans, successors.map(({ person }) => people.name(person))];
  }
}

/** Files that are known, and files that are lost, of each group. BOUNDED BY: 8 bytes a folder and a language. */
function fileLosses(
  leavers: ReadonlySet<number>,
  { groups, holdings, people }: TruckSources,
): { readonly files: Uint32Array; readonly orphans: Uint32Array } {
  const files = new Uint32Array(groups.count);
  const orphans = new Uint32Array(groups.count);
  for (const file of holdings.groups()) {
    const staying = stayingShare(file, leavers, people);
    if (staying === undefined) continue;
    const isLost = staying < knownShareMin ? 1 : 0;
    files[0]! += 1;
    orphans[0]! += isLost;
    groups.eachGroup(file.key, (group) => {
      files[group]! += 1;
      orphans[group]! += isLost;
    });
  }
  return { files, orphans };
}

/** Part of the familiarity with a file that stays; undefined when no person knows it. */
function stayingShare(file: FileHoldings, leavers: ReadonlySet<number>, people: People): number | undefined {
  let all = 0;
  let staying = 0;
  for (const fact of file) {
    const person = fact.owner - 1;
    if (fact.owner === nobody || people.isBot(person)) continue;
    const score = familiarity(fact);
    all += score;
    if (!leavers.has(person)) staying += score;
  }
  return all === 0 ? undefined : staying / all;
}

function* factorRows(leavers: ReadonlySet<number>, sources: TruckSources): Generator<readonly Cell[]> {
  if (leavers.size === 0) return;
  const { people, sums } = sources;
  const stays = (person: number): boolean => !leavers.has(person);
  const before = { all: () => true, active: (person: number) => people.isActive(person) };
  const after = { all: stays, active: (person: number) => stays(person) && people.isActive(person) };
  const filesBefore = leavingOfFiles(sources, before, false).get(0)!;
  const filesAfter = leavingOfFiles(sources, after, false).get(0)!;
  const values = everything(sums, people);
  for (const definition of ['avelino', 'lines50', 'lines80', 'files50', 'core80'] as const) {
    for (const population of ['all', 'active'] as const) {
      const isFiles = definition === 'avelino' || definition === 'files50';
      const one = isFiles ? filesBefore[population][definition] : values(definition, before[population]);
      const two = isFiles ? filesAfter[population][definition] : values(definition, after[population]);
      yield [definition, population, one.people?.length ?? null, two.people?.length ?? null];
    }
  }
}

function everything(sums: TruckSources['sums'], people: People): LeavingValues {
  for (const group of sums.groups()) return valuesOf(group, people);
  return valuesOf([], people);
}
