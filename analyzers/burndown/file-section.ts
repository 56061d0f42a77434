import {
  type Cell,
  type CellRecord,
  CodefangError,
  type Column,
  type FactCursor,
  type Facts,
  filesPerPart,
  type LineRuns,
  type Parts,
  type ReportContext,
  type Section,
} from '../../engine/index.ts';

const columns: readonly Column[] = [
  { name: 'path', type: 'string' },
  { name: 'current_lines', type: 'int', unit: 'lines' },
  { name: 'ownership', type: 'record', unit: 'lines' },
  { name: 'top_owner_id', type: 'int' },
  { name: 'top_owner_name', type: 'string' },
  { name: 'top_owner_percentage', type: 'float', unit: 'percent' },
];

/**
 * The section `file_survival`: text files alive at the end, in path order. Without parts it is
 * empty.
 */
export function fileSurvivalSection(
  parts: Parts<LineRuns> | undefined,
  context: ReportContext,
): Section {
  return {
    name: 'file_survival',
    title: 'Lines and owners of each file',
    shape: 'table',
    columns,
    rows: parts === undefined ? [] : fileRows(parts, context),
  };
}

function* fileRows(parts: Parts<LineRuns>, context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  const cursor = ownersByRank(parts, context).scan();
  try {
    let hasMore = cursor.next();
    for (let rank = 0; rank < files.count; rank += 1) {
      const owners = new Owners();
      for (; hasMore && cursor.a === rank; hasMore = cursor.next()) owners.add(cursor);
      if (owners.lines !== files.lines(rank)) throw differs(context, rank, owners.lines);
      if (!files.isBinary(rank)) yield owners.row(files.path(rank), context);
    }
  } finally {
    cursor.close();
  }
}

/** Facts (rank, person + 1) → lines; key 0 is nobody, since keys have no sign. */
function ownersByRank(parts: Parts<LineRuns>, context: ReportContext): Facts {
  const { files } = context;
  const owners = context.scratch({
    name: 'burndown_owners',
    keyCount: 2,
    columns: [{ name: 'lines', fold: 'sum' }],
  });
  let rank = -1;
  const book = (lines: number, _band: number, personId: number): void =>
    owners.add(rank, personId + 1, 0, lines);
  for (const id of parts.ids()) {
    const part = parts.get(id, 'read');
    for (let slot = 0; slot < filesPerPart; slot += 1) {
      if (!part.has(slot)) continue;
      rank = files.rankOfPath(id * filesPerPart + slot);
      if (rank >= 0) part.each(slot, book);
    }
  }
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

function differs({ files }: ReportContext, rank: number, lines: number): CodefangError {
  return new CodefangError(
    'INVARIANT',
    `Cannot report the burndown: the history of "${files.path(rank)}" ends with ${lines} lines, ` +
      `the tree at the end has ${files.lines(rank)}`,
  );
}
