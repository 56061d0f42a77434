import type { Cell, CellRecord, Column, FactCursor, Facts, ReportContext, Section } from '../../engine/index.ts';
import type { LineLabels } from './line-labels.ts';
import { noTextLines } from './no-text-lines.ts';

const columns: readonly Column[] = [
  { name: 'path', type: 'string' },
  { name: 'current_lines', type: 'int', unit: 'lines' },
  { name: 'ownership', type: 'record', unit: 'lines' },
  { name: 'top_owner_id', type: 'int' },
  { name: 'top_owner_name', type: 'string' },
  { name: 'top_owner_percentage', type: 'float', unit: 'percent' },
];

/** The section `file_survival`: text files alive at the end, in path order. Empty unless it is wanted. */
export function fileSurvivalSection(isWanted: boolean, labels: LineLabels, context: ReportContext): Section {
  return {
    name: 'file_survival',
    title: 'Lines and owners of each file',
    shape: 'table',
    columns,
    show: {
      columns: ['path', 'current_lines', 'top_owner_name', 'top_owner_percentage'],
      bar: 'current_lines',
      keep: 'largest',
      emptyBecause: `${noTextLines}, or --burndown-files is off`,
    },
    rows: isWanted ? fileRows(labels, context) : [],
  };
}

function* fileRows(labels: LineLabels, context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  const cursor = ownersByRank(labels, context).scan();
  try {
    let hasMore = cursor.next();
    for (let rank = 0; rank < files.count; rank += 1) {
      const owners = new Owners();
      for (; hasMore && cursor.a === rank; hasMore = cursor.next()) owners.add(cursor);
      if (!files.isBinary(rank)) yield owners.row(files.path(rank), context);
    }
  } finally {
    cursor.close();
  }
}

/** Facts (rank, person + 1) → lines; key 0 is nobody, since keys have no sign. */
function ownersByRank(labels: LineLabels, context: ReportContext): Facts {
  const owners = context.scratch({
    name: 'burndown_owners',
    keyCount: 2,
    columns: [{ name: 'lines', fold: 'sum' }],
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

  add(cursor: FactCursor): void {
    const personId = cursor.b - 1;
    const lines = cursor.value(0);
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
