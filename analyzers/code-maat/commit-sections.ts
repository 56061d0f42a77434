import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { added, author, commits, deleted, entity, int, text } from './columns.ts';
import { dayText } from './calendar.ts';
import { type Days, dayKeyMin } from './days.ts';
import type { MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

/** What the log has in it. */
export function summarySection(rows: MaatRows): Section {
  const columns = [text('statistic', 'What is counted'), int('value', 'How many there are')];
  return maatTable('summary', 'What the log has', columns, () => summaryRows(rows));
}

/** Churn by day, and by author. */
export function churnSections(rows: MaatRows, days: Days, context: ReportContext): readonly Section[] {
  const date = text('date', 'Day of the commits, where their authors were');
  return [
    maatTable('abs-churn', 'Churn by day', [date, added, deleted, commits], () =>
      churnRows(rows, context, ({ place }) => days.of(place) - dayKeyMin, (key) => dayText(key + dayKeyMin)),
    ),
    maatTable('author-churn', 'Churn by author', [author, added, deleted, commits], () =>
      churnRows(rows, context, (row) => row.author, (rank) => rows.authorText(rank)),
    ),
  ];
}

/** The rows themselves, in the order of `git log`. */
export function identitySection(rows: MaatRows, days: Days, context: ReportContext): Section {
  const columns = [
    author,
    text('rev', 'Object id of the commit'),
    text('date', 'Day of the commit, where its author was'),
    entity,
    text('message', 'A dash: the format of log that code-maat recommends has no messages'),
    text('loc-added', 'Lines added; a dash for a binary file'),
    text('loc-deleted', 'Lines removed; a dash for a binary file'),
  ];
  return maatTable('identity', 'Rows of the log', columns, () => identityRows(rows, days, context));
}

function* summaryRows(rows: MaatRows): Generator<readonly Cell[]> {
  let [changed, commitCount] = [0, 0];
  for (const { isFirst } of rows.rows()) {
    changed += 1;
    if (isFirst) commitCount += 1;
  }
  if (changed === 0) return;
  yield ['number-of-commits', commitCount];
  yield ['number-of-entities', rows.entityCount];
  yield ['number-of-entities-changed', changed];
  yield ['number-of-authors', rows.authorCount];
}

type Row = ReturnType<MaatRows['rows']> extends Generator<infer One> ? One : never;

function* churnRows(
  rows: MaatRows,
  context: ReportContext,
  keyOf: (row: Row) => number,
  textOf: (key: number) => string,
): Generator<readonly Cell[]> {
  using sums = context.scratch({
    name: 'churn',
    keys: ['key'],
    columns: { added: 'sum', removed: 'sum', commits: 'sum' },
  });
  let key = 0;
  for (const row of rows.rows()) {
    if (row.isFirst) key = keyOf(row);
    sums.add(key, 0, 0, row.added, row.removed, Number(row.isFirst));
  }
  for (const { key: found, added: plus, removed, commits: count } of sums) yield [textOf(found), plus, removed, count];
}

function* identityRows(rows: MaatRows, days: Days, context: ReportContext): Generator<readonly Cell[]> {
  using sorted = context.scratch({
    name: 'rows of the log',
    keys: ['position', 'rank'],
    columns: { entity: 'max', added: 'max', removed: 'max', binary: 'max' },
  });
  const places = context.logOrder();
  const positions = new Int32Array(places.length);
  places.forEach((place, position) => void (positions[place] = position));
  const byBytes = rows.byBytes();
  for (const { place, path, entity: rank, added: plus, removed, isBinary } of rows.rows()) {
    // Four columns are the most, and a submodule that replaces a binary file has lines of its own.
    sorted.add(positions[place]!, byBytes.rankOf(path), 0, rank, plus, removed, Number(isBinary));
  }
  for (const { position, entity: rank, added: plus, removed, binary } of sorted) {
    const place = places[position]!;
    const counts = binary > 0 ? ['-', '-'] : [String(plus), String(removed)];
    const by = rows.authorText(rows.authorOf(place));
    yield [by, context.commitOid(place), dayText(days.of(place)), rows.entityText(rank), '-', ...counts];
  }
}
