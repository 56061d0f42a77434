import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { added, author, commits, deleted, entity, int, text } from './columns.ts';
import { dayText } from './calendar.ts';
import { type DatedRows, dayKeyMin } from './dated-rows.ts';
import type { MaatRow, MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

/** What the log has in it. */
export function summarySection(rows: MaatRows): Section {
  const columns = [text('statistic', 'What is counted'), int('value', 'How many there are')];
  return maatTable('summary', 'What the log has', columns, () => summaryRows(rows));
}

/** Churn by day, and by author. */
export function churnSections(rows: MaatRows, dated: DatedRows, context: ReportContext): readonly Section[] {
  const date = text('date', 'Day of the commits, where their authors were');
  return [
    maatTable('abs-churn', 'Churn by day', [date, added, deleted, commits], () =>
      churnRows(dated, context, ({ dayKey }) => dayKey, (key) => dayText(key + dayKeyMin)),
    ),
    maatTable('author-churn', 'Churn by author', [author, added, deleted, commits], () =>
      churnRows(rows.rows(), context, (row) => row.author, (rank) => rows.authorText(rank)),
    ),
  ];
}

/** The rows themselves, in the order of `git log`. */
export function identitySection(rows: MaatRows, dated: DatedRows, context: ReportContext): Section {
  const columns = [
    author,
    text('rev', 'Object id of the commit'),
    text('date', 'Day of the commit, where its author was'),
    entity,
    text('message', 'A dash: the format of log that code-maat recommends has no messages'),
    text('loc-added', 'Lines added; a dash for a binary file'),
    text('loc-deleted', 'Lines removed; a dash for a binary file'),
  ];
  return maatTable('identity', 'Rows of the log', columns, () => identityRows(rows, dated, context));
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

function* churnRows<Row extends MaatRow>(
  rows: Iterable<Row>,
  context: ReportContext,
  keyOf: (row: Row) => number,
  textOf: (key: number) => string,
): Generator<readonly Cell[]> {
  using sums = context.scratch({
    name: 'churn',
    keys: ['key'],
    columns: { added: 'sum', removed: 'sum', commits: 'sum' },
  });
  for (const row of rows) sums.add(keyOf(row), 0, 0, row.added, row.removed, Number(row.isFirst));
  for (const { key: found, added: plus, removed, commits: count } of sums) yield [textOf(found), plus, removed, count];
}

/** Four columns are the most of a table: the rows of a commit are found again by its place in the log. */
function* identityRows(rows: MaatRows, dated: DatedRows, context: ReportContext): Generator<readonly Cell[]> {
  using sorted = context.scratch({
    name: 'rows of the log',
    keys: ['position', 'rank'],
    columns: { day: 'max', added: 'max', removed: 'max', binary: 'max' },
  });
  const places = context.logOrder();
  const positions = new Int32Array(places.length);
  places.forEach((place, position) => void (positions[place] = position));
  const byBytes = rows.byBytes();
  for (const { place, path, dayKey, added: plus, removed, isBinary } of dated) {
    sorted.add(positions[place]!, byBytes.rankOf(path), 0, dayKey, plus, removed, Number(isBinary));
  }
  for (const { position, rank, day, added: plus, removed, binary } of sorted) {
    const place = places[position]!;
    const counts = binary > 0 ? ['-', '-'] : [String(plus), String(removed)];
    const name = rows.pathText(byBytes.idAt(rank));
    const by = rows.authorText(rows.authorOf(place));
    yield [by, context.commitOid(place), dayText(day + dayKeyMin), name, '-', ...counts];
  }
}
