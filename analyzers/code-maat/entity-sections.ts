import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { centiFloat } from './centi-float.ts';
import { added, author, commits, deleted, entity, int, lines } from './columns.ts';
import { mainDeveloper, ownership, revisions, totalRevs } from './columns.ts';
import type { EntityAuthors, EntityTotal } from './entity-authors.ts';
import type { MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

interface Parts {
  readonly rows: MaatRows;
  readonly byAuthor: EntityAuthors;
  readonly context: ReportContext;
}

/** Tables with a row per entity, or per entity and author. */
export function entitySections({ rows, byAuthor, context }: Parts): readonly Section[] {
  const sorted = (key: Measure, values: Values, cellsOf?: CellsOf) =>
    entitiesBy(key, { rows, byAuthor, context }, values, cellsOf);
  return [
    maatTable('revisions', 'Revisions of entities', [entity, revisions], () =>
      sorted(
        ({ revs }) => revs,
        ({ revs }) => [revs],
      ),
    ),
    maatTable('authors', 'Authors of entities', [entity, int('n-authors', 'Authors of the entity'), revisions], () =>
      sorted(
        ({ authors, revs }) => authors * keyStep + revs,
        ({ authors, revs }) => [authors, revs],
      ),
    ),
    maatTable('entity-churn', 'Churn of entities', [entity, added, deleted, commits], () =>
      sorted(
        (total) => total.added,
        (total) => [total.added, total.removed, total.revs],
      ),
    ),
    maatTable('entity-ownership', 'Churn of entities by author', [entity, author, added, deleted], () =>
      ownershipRows(rows, byAuthor),
    ),
    maatTable('entity-effort', 'Revisions of entities by author', effortColumns, () => effortRows(rows, byAuthor, context)),
    maatTable('main-dev', 'Main developers by lines added', mainColumns('added', 'added'), () =>
      mainRows(rows, byAuthor, (total) => [total.mostAdded.author, total.mostAdded.added, total.added]),
    ),
    maatTable('refactoring-main-dev', 'Main developers by lines removed', mainColumns('removed', 'removed'), () =>
      mainRows(rows, byAuthor, (total) => [total.mostRemoved.author, total.mostRemoved.removed, total.removed]),
    ),
    maatTable('main-dev-by-revs', 'Main developers by revisions', revColumns, () =>
      mainRows(rows, byAuthor, (total) => [total.mostRevs.author, total.mostRevs.revs, total.revs]),
    ),
    maatTable('fragmentation', 'Fragmentation of entities', fragmentationColumns, () =>
      sorted(
        ({ revs, squares }) => Math.round(fractalOf(revs, squares) * fractalStep) * keyStep + revs,
        ({ revs, squares }) => [revs, squares],
        (revs, squares) => [fractalOf(revs, squares), revs],
      ),
    ),
  ];
}

type Measure = (total: EntityTotal) => number;
/** Up to three whole numbers. */
type Values = (total: EntityTotal) => readonly number[];
type CellsOf = (...values: readonly [number, number, number]) => readonly Cell[];

/** Counts below it can be added to a multiple of it without an effect on its order. */
const keyStep = 2 ** 26;
const keyMax = 2 ** 32 - 1;
/** Two significant digits of a share above 1e-8 are whole numbers of it. */
const fractalStep = 1e8;

const effortColumns = [
  entity,
  author,
  int('author-revs', 'Commits of the author that change the entity', 'commits'),
  totalRevs,
];
const revColumns = [
  entity,
  mainDeveloper,
  int('added', 'Commits of the main developer that change the entity; the name is that of code-maat', 'commits'),
  int('total-added', 'Commits that change the entity; the name is that of code-maat', 'commits'),
  ownership,
];
const fragmentationColumns = [
  entity,
  {
    ...ownership,
    name: 'fractal-value',
    description: 'One minus the sum of the squared shares of its authors in its revisions, to two significant digits',
  },
  totalRevs,
];

function mainColumns(name: string, what: string): Section['columns'] {
  const most = lines(name, `Lines ${what} by the main developer`);
  return [entity, mainDeveloper, most, lines(`total-${name}`, `Lines ${what} by all`), ownership];
}

/** By a key, the greatest first, then by name. */
function* entitiesBy(
  key: Measure,
  { rows, byAuthor, context }: Parts,
  valuesOf: Values,
  cellsOf?: CellsOf,
): Generator<readonly Cell[]> {
  using order = context.scratch({
    name: 'order of entities',
    keys: ['key', 'entity'],
    columns: { a: 'max', b: 'max', c: 'max' },
    isWide: true,
    order: 'descending',
  });
  let width = 0;
  for (const total of byAuthor.totals()) {
    const values = valuesOf(total);
    const [a = 0, b = 0, c = 0] = values;
    width = values.length;
    order.add(key(total), total.entity, 0, a, b, c);
  }
  for (const { entity: rank, a, b, c } of order) {
    yield [rows.entityText(rank), ...(cellsOf?.(a, b, c) ?? [a, b, c].slice(0, width))];
  }
}

function* ownershipRows(rows: MaatRows, byAuthor: EntityAuthors): Generator<readonly Cell[]> {
  for (const { entity: rank, author: by, added: plus, removed } of byAuthor.facts) {
    yield [rows.entityText(rank), rows.authorText(by), plus, removed];
  }
}

/** By entity; then the author with the most revisions first. */
function* effortRows(rows: MaatRows, byAuthor: EntityAuthors, context: ReportContext): Generator<readonly Cell[]> {
  using order = context.scratch({
    name: 'order of efforts',
    keys: ['entity', 'fewer', 'author'],
    columns: { revs: 'max', total: 'max' },
  });
  const totals = byAuthor.totals();
  try {
    let total: EntityTotal | undefined;
    for (const { entity: rank, author: by, revs } of byAuthor.facts) {
      while (total?.entity !== rank) total = totals.next().value as EntityTotal;
      order.add(rank, keyMax - revs, by, revs, total.revs);
    }
  } finally {
    totals.return(undefined);
  }
  for (const { entity: rank, author: by, revs, total: all } of order) {
    yield [rows.entityText(rank), rows.authorText(by), revs, all];
  }
}

function* mainRows(
  rows: MaatRows,
  byAuthor: EntityAuthors,
  most: (total: EntityTotal) => readonly [author: number, part: number, whole: number],
): Generator<readonly Cell[]> {
  for (const total of byAuthor.totals()) {
    const [by, part, whole] = most(total);
    const share = centiFloat(part, Math.max(whole, 1));
    yield [rows.entityText(total.entity), rows.authorText(by), part, whole, share];
  }
}

function fractalOf(revs: number, squares: number): number {
  return centiFloat(revs ** 2 - squares, revs ** 2);
}
