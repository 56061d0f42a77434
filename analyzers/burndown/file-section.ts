import type { Cell, CellRecord, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import type { LineLabels } from './line-labels.ts';
import { noTextLines } from './no-text-lines.ts';

const columns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path of the file at the end' },
  { name: 'current_lines', type: 'int', unit: 'lines', description: 'Text lines at the end' },
  {
    name: 'ownership',
    type: 'record',
    unit: 'lines',
    nested: { keys: 'int', values: 'int' },
    description: 'Lines that each person wrote, by id',
  },
  {
    name: 'top_owner_id',
    type: 'int',
    isNullable: true,
    description: 'Id of the person with most lines; null where nobody owns any',
  },
  {
    name: 'top_owner_name',
    type: 'string',
    isNullable: true,
    description: 'Name of that person; null where nobody owns any',
  },
  { name: 'top_owner_percentage', type: 'float', unit: 'percent', description: 'Share of that person' },
];

const ownerColumns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path of the file at the end' },
  { name: 'id', type: 'int', isNullable: true, description: 'Id of the person; null for lines that nobody owns' },
  {
    name: 'name',
    type: 'string',
    isNullable: true,
    description: 'Name of the person; null for lines that nobody owns',
  },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Lines of the file that the person wrote' },
  { name: 'percentage', type: 'float', unit: 'percent', description: 'Share of the lines of the file' },
];

/**
 * The sections `file_survival` and `file_owners`: text files alive at the end, in path order. Empty unless they are
 * wanted.
 */
export function* fileSections(isWanted: boolean, labels: LineLabels, context: ReportContext): Generator<Section> {
  const emptyReason = `${noTextLines}, or --burndown-files is off`;
  const owners = isWanted ? ownersByRank(labels, context) : undefined;
  yield {
    name: 'file_survival',
    title: 'Lines and owners of each file',
    shape: 'table',
    columns,
    show: {
      columns: ['path', 'current_lines', 'top_owner_name', 'top_owner_percentage'],
      bar: 'current_lines',
      keep: 'largest',
      emptyBecause: emptyReason,
    },
    rows: owners === undefined ? [] : { [Symbol.iterator]: () => fileRows(owners, context) },
  };
  yield {
    name: 'file_owners',
    title: 'Lines of each person in each file',
    shape: 'table',
    columns: ownerColumns,
    show: {
      columns: ['path', 'name', 'lines', 'percentage'],
      bar: 'lines',
      keep: 'largest',
      rowCountMax: 3,
      emptyBecause: emptyReason,
    },
    rows: owners === undefined ? [] : { [Symbol.iterator]: () => ownerRows(owners, context) },
  };
}

function* fileRows(ownersOfFiles: FileOwners, context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  for (const file of ownersOfFiles.groups(files.count)) {
    if (files.isBinary(file.key)) continue;
    const owners = new Owners();
    for (const { owner, lines } of file) owners.add(owner - 1, lines);
    yield owners.row(files.path(file.key), context);
  }
}

/** By path, then by id, with nobody first. */
function* ownerRows(ownersOfFiles: FileOwners, context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  for (const { rank, owner, lines } of ownersOfFiles) {
    const id = owner - 1;
    const person = id < 0 ? [null, null] : [id, context.personName(id)];
    yield [files.path(rank), ...person, lines, (100 * lines) / files.lines(rank)];
  }
}

type FileOwners = Facts<'rank' | 'owner' | 'lines'>;

/** The owner is a person + 1; 0 is nobody, since keys have no sign. */
function ownersByRank(labels: LineLabels, context: ReportContext): FileOwners {
  const owners = context.scratch({
    name: 'burndown_owners',
    keys: ['rank', 'owner'],
    columns: { lines: 'sum' },
  });
  context.lines.eachAlive((rank, origin, lines) => owners.add(rank, labels.person(origin) + 1, 0, lines));
  return owners;
}

/** Who has how many lines of one file. Most lines own it, ties go to the smaller id. */
class Owners {
  lines = 0;
  readonly #linesById: { [id: string]: number } = {};
  #topId = -1;
  #topLines = 0;

  add(personId: number, lines: number): void {
    this.lines += lines;
    if (personId < 0) return;
    this.#linesById[personId] = lines;
    if (lines <= this.#topLines) return;
    this.#topId = personId;
    this.#topLines = lines;
  }

  row(path: string, context: ReportContext): readonly Cell[] {
    const ownership: CellRecord = this.#linesById;
    if (this.#topId < 0) return [path, this.lines, ownership, null, null, 0];
    const percentage = (100 * this.#topLines) / this.lines;
    const name = context.personName(this.#topId);
    return [path, this.lines, ownership, this.#topId, name, percentage];
  }
}
