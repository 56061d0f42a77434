import type { Cell, CellRecord, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import type { FileWork } from './file-work.ts';

const columns: readonly Column[] = [
  { name: 'path', type: 'string', description: 'Path of the file at the end' },
  {
    name: 'contributors',
    type: 'record',
    unit: 'lines',
    nested: { keys: 'int', values: ['added', 'removed', 'changed'] },
    description: 'Lines added, removed and changed by each person, by id',
  },
  {
    name: 'top_contributor_id',
    type: 'int',
    isNullable: true,
    description: 'Id of the person with most lines added and changed; null where nobody changed the file',
  },
  {
    name: 'top_contributor_name',
    type: 'string',
    isNullable: true,
    description: 'Name of that person; null where nobody changed the file',
  },
  { name: 'top_contributor_lines', type: 'int', unit: 'lines', description: 'Lines added and changed by that person' },
];

/** The section `file_contributors`: files alive at the end, in path order. */
export function contributorsSection(work: FileWork, context: ReportContext): Section {
  return {
    name: 'file_contributors',
    title: 'Contributors of each file',
    shape: 'table',
    columns,
    show: {
      columns: ['path', 'top_contributor_lines'],
      bar: 'top_contributor_lines',
      keep: 'largest',
      emptyBecause: 'no file is alive at the end',
    },
    rows: rows(work, context),
  };
}

function* rows(work: FileWork, context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  for (const file of workByRank(work, context).groups(files.count)) {
    const contributors = new Contributors();
    for (const { person, added, removed, changed } of file) contributors.add(person, { added, removed, changed });
    yield contributors.row(files.path(file.key), context);
  }
}

/** The lines of each person by the ranks of files. */
function workByRank(
  work: FileWork,
  context: ReportContext,
): Facts<'rank' | 'person' | 'added' | 'removed' | 'changed'> {
  const byRank = context.scratch({
    name: 'file_history_by_rank',
    keys: ['rank', 'person'],
    columns: { added: 'sum', removed: 'sum', changed: 'sum' },
  });
  for (const { file, person, added, removed, changed } of work) {
    context.files.eachRankOfFile(file, (rank) => byRank.add(rank, person, 0, added, removed, changed));
  }
  return byRank;
}

/** The people of one file. Most lines added and changed is top, ties go to the smaller id. */
class Contributors {
  readonly #byId: { [id: string]: CellRecord } = {};
  #topId = -1;
  #topLines = -1;

  add(id: number, lines: { readonly added: number; readonly removed: number; readonly changed: number }): void {
    this.#byId[id] = lines;
    if (lines.added + lines.changed <= this.#topLines) return;
    this.#topId = id;
    this.#topLines = lines.added + lines.changed;
  }

  row(path: string, context: ReportContext): readonly Cell[] {
    if (this.#topId < 0) return [path, this.#byId, null, null, 0];
    return [path, this.#byId, this.#topId, context.personName(this.#topId), this.#topLines];
  }
}
