import type { Cell, ReportContext, Section } from '../../engine/index.ts';
import { entity, int, text } from './columns.ts';
import type { MaatOptions } from './maat-options.ts';
import type { MaatRows } from './maat-rows.ts';
import { maatTable } from './maat-table.ts';

const columns = [
  entity,
  text('coupled', 'The other entity of the pair, which comes later by name'),
  int('degree', 'Revisions that both share by the mean of their revisions, in per cent, rounded down', 'percent'),
  int('average-revs', 'Mean of the revisions of both, rounded up', 'commits'),
];
/** A degree is at most 100, and a mean of revisions below it. */
const degreeStep = 2 ** 25;
const percent = 100;

/** Pairs of entities that change in the same commits. */
export function couplingSection(rows: MaatRows, options: MaatOptions, context: ReportContext): Section {
  return maatTable('coupling', 'Coupling of entities', columns, () => couplingRows(rows, options, context));
}

function* couplingRows(rows: MaatRows, options: MaatOptions, context: ReportContext): Generator<readonly Cell[]> {
  using order = context.scratch({
    name: 'order of pairs',
    keys: ['key', 'one', 'other'],
    columns: { count: 'sum' },
    order: 'descending',
  });
  for (const { one, other, degree, twiceMean } of coupledPairs(rows, options, context)) {
    order.add(degree * degreeStep + Math.ceil(twiceMean / 2), one, other, 1);
  }
  for (const { key, one, other } of order) {
    yield [rows.entityText(one), rows.entityText(other), Math.floor(key / degreeStep), key % degreeStep];
  }
}

interface Pair {
  readonly one: number;
  readonly other: number;
  readonly degree: number;
  readonly twiceMean: number;
}

/** The pairs within the thresholds, all of them compared as fractions, which whole numbers hold. */
function* coupledPairs(rows: MaatRows, options: MaatOptions, context: ReportContext): Generator<Pair> {
  const { minRevs, minSharedRevs, minCoupling, maxCoupling, maxChangesetSize } = options;
  using pairs = context.scratch({ name: 'pairs', keys: ['one', 'other'], columns: { shared: 'sum' } });
  const revs = new Uint32Array(rows.entityCount);
  for (const changeset of changesets(rows, maxChangesetSize)) {
    for (let at = 0; at < changeset.length; at += 1) {
      const one = changeset[at]!;
      revs[one]! += 1;
      for (let behind = at + 1; behind < changeset.length; behind += 1) pairs.add(one, changeset[behind]!, 0, 1);
    }
  }
  for (const { one, other, shared } of pairs) {
    const twiceMean = revs[one]! + revs[other]!;
    if (twiceMean < 2 * minRevs || shared < minSharedRevs) continue;
    if (2 * percent * shared < minCoupling * twiceMean) continue;
    const degree = Math.floor((2 * percent * shared) / twiceMean);
    if (degree <= maxCoupling) yield { one, other, degree, twiceMean };
  }
}

/** The entities of each commit that has at most so many, ascending. Valid until the next. */
function* changesets(rows: MaatRows, sizeMax: number): Generator<readonly number[]> {
  let changeset: number[] = [];
  for (const { entity: rank, isFirst } of rows.rows()) {
    if (isFirst) {
      if (changeset.length <= sizeMax) yield changeset.sort(ascending);
      changeset = [];
    }
    // One more than allowed is enough to know. BOUNDED BY: the greatest size asked for.
    if (changeset.length <= sizeMax) changeset.push(rank);
  }
  if (changeset.length <= sizeMax) yield changeset.sort(ascending);
}

function ascending(a: number, b: number): number {
  return a - b;
}
