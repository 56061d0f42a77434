import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { int, text } from './columns.ts';
import type { EntityAuthors } from './entity-authors.ts';
import type { MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

const columns = [
  text('author', 'Name of an author'),
  text('peer', 'Name of another author, who changed the same entities'),
  int('shared', 'Entities that both have changed', 'files'),
  int('average', 'Mean of the entities that each has changed, rounded up', 'files'),
  int('strength', 'Shared entities by that mean, in per cent, rounded down', 'percent'),
];
const percent = 100;

/** Authors who changed the same entities, each pair both ways. */
export function communicationSection(rows: MaatRows, byAuthor: EntityAuthors, context: ReportContext): Section {
  return maatTable('communication', 'Authors of the same entities', columns, () =>
    communicationRows(rows, byAuthor, context),
  );
}

/** The greatest strength first, then the last author by name, as code-maat has it, then peers by name. */
function* communicationRows(
  rows: MaatRows,
  byAuthor: EntityAuthors,
  context: ReportContext,
): Generator<readonly Cell[]> {
  using order = context.scratch({
    name: 'order of authors',
    keys: ['strength', 'later', 'peer'],
    columns: { shared: 'max', average: 'max' },
    order: 'descending',
  });
  const last = rows.authorCount - 1;
  for (const { one, other, shared, average } of pairsOf(rows, byAuthor, context)) {
    const strength = Math.floor((percent * shared) / average);
    order.add(strength, last - one, other, shared, average);
    order.add(strength, last - other, one, shared, average);
  }
  for (const { strength, later, peer, shared, average } of order) {
    yield [rows.authorText(last - later), rows.authorText(peer), shared, average, strength];
  }
}

interface Pair {
  readonly one: number;
  readonly other: number;
  readonly shared: number;
  readonly average: number;
}

function* pairsOf(rows: MaatRows, byAuthor: EntityAuthors, context: ReportContext): Generator<Pair> {
  using pairs = context.scratch({ name: 'pairs of authors', keys: ['one', 'other'], columns: { shared: 'sum' } });
  // BOUNDED BY: 8 bytes an author.
  const entities = new Uint32Array(rows.authorCount);
  const authors = new Uint32Array(rows.authorCount);
  for (const group of byAuthor.facts.groups()) {
    let count = 0;
    for (const { author } of group) {
      entities[author]! += 1;
      for (let at = 0; at < count; at += 1) pairs.add(authors[at]!, author, 0, 1);
      authors[count] = author;
      count += 1;
    }
  }
  for (const { one, other, shared } of pairs) {
    yield { one, other, shared, average: Math.ceil((entities[one]! + entities[other]!) / 2) };
  }
}
