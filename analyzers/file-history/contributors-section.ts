import type {
  Cell,
  CellRecord,
  Column,
  FactCursor,
  Facts,
  ReportContext,
  Section,
} from '../../engine/index.ts';

const columns: readonly Column[] = [
  { name: 'path', type: 'string' },
  { name: 'contributors', type: 'record', unit: 'lines' },
  { name: 'top_contributor_id', type: 'int' },
  { name: 'top_contributor_name', type: 'string' },
  { name: 'top_contributor_lines', type: 'int', unit: 'lines' },
];

/** The section `file_contributors`: files alive at the end, in path order. */
export function contributorsSection(work: Facts, context: ReportContext): Section {
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

function* rows(work: Facts, context: ReportContext): Generator<readonly Cell[]> {
  const { files } = context;
  const cursor = workByRank(work, context).scan();
  try {
    let hasMore = cursor.next();
    for (let rank = 0; rank < files.count; rank += 1) {
      const contributors = new Contributors();
      for (; hasMore && cursor.a === rank; hasMore = cursor.next()) contributors.add(cursor);
      yield contributors.row(files.path(rank), context);
    }
  } finally {
    cursor.close();
  }
}

/** The facts (file, person) as (rank, person) → added, removed, changed. */
function workByRank(work: Facts, context: ReportContext): Facts {
  const byRank = context.scratch({
    name: 'file_history_by_rank',
    keyCount: 2,
    columns: [
      { name: 'added', fold: 'sum' },
      { name: 'removed', fold: 'sum' },
      { name: 'changed', fold: 'sum' },
    ],
  });
  const cursor = work.scan();
  const put = (rank: number): void =>
    byRank.add(rank, cursor.b, 0, cursor.value(1), cursor.value(2), cursor.value(3));
  try {
    while (cursor.next()) context.files.eachRankOfFile(cursor.a, put);
  } finally {
    cursor.close();
  }
  return byRank;
}

/** The people of one file. Most lines added and changed is top, ties go to the smaller id. */
class Contributors {
  readonly #byId: { [id: string]: CellRecord } = {};
  #topId = -1;
  #topLines = -1;

  add(cursor: FactCursor): void {
    const [added, removed, changed] = [cursor.value(0), cursor.value(1), cursor.value(2)];
    this.#byId[cursor.b] = { added, removed, changed };
    if (added + changed <= this.#topLines) return;
    this.#topId = cursor.b;
    this.#topLines = added + changed;
  }

  row(path: string, context: ReportContext): readonly Cell[] {
    if (this.#topId < 0) return [path, this.#byId, null, null, 0];
    return [path, this.#byId, this.#topId, context.personName(this.#topId), this.#topLines];
  }
}
