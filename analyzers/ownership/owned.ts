import type { Cell, ReportContext } from '../../engine/index.ts';
import { concentrationOf } from './concentration.ts';
import { allCommits, type FileHoldings, type HoldingFacts } from './holdings.ts';
import type { GroupFacts, Groups } from './group-books.ts';
import { nobody } from './people.ts';

/** What is counted as owning. */
export const bases = ['alive', 'added', 'commits'] as const;
type Basis = (typeof bases)[number];

interface Holding {
  readonly owner: number;
  readonly values: Readonly<Record<Basis, number>>;
}

/** Who has what of one group or file. */
export interface Owned {
  readonly scope: string;
  readonly key: string;
  readonly holdings: readonly Holding[];
}

/** Everything, folders and languages, then the files in path order if they are wanted. */
export function* ownedThings(
  groups: Groups,
  sums: GroupFacts,
  holdings: HoldingFacts | undefined,
  context: ReportContext,
): Generator<Owned> {
  for (const group of sums.groups()) {
    const held: Holding[] = [];
    for (const { owner, alive, added, commits } of group) held.push({ owner, values: { alive, added, commits } });
    yield { ...groups.nameOf(group.key), holdings: held };
  }
  if (holdings === undefined) return;
  for (const file of holdings.groups()) {
    yield { scope: 'file', key: context.files.path(file.key), holdings: heldOf(file) };
  }
}

function heldOf(file: FileHoldings): Holding[] {
  const held: Holding[] = [];
  for (const { owner, alive, added, commits } of file) {
    held.push({ owner, values: { alive, added, commits: allCommits(commits) } });
  }
  return held;
}

/** Those who have more than nothing, most first, then by id; nobody's at the end. */
function ranked({ holdings }: Owned, basis: Basis): Holding[] {
  const valueOf = ({ values }: Holding): number => values[basis];
  const some = holdings.filter((holding) => valueOf(holding) > 0);
  return some.sort((a, b) => {
    if ((a.owner === nobody) !== (b.owner === nobody)) return a.owner === nobody ? 1 : -1;
    return valueOf(b) - valueOf(a) || a.owner - b.owner;
  });
}

/** Rows of `ownership`. */
export function* ownerRows(owned: Owned, context: ReportContext): Generator<readonly Cell[]> {
  const { scope, key } = owned;
  for (const basis of bases) {
    const holdings = ranked(owned, basis);
    const total = totalOf(holdings, basis);
    for (const [at, { owner, values }] of holdings.entries()) {
      const value = values[basis];
      const [person, rank] = owner === nobody ? [null, null] : [context.personName(owner - 1), at + 1];
      yield [scope, key, basis, person, value, value / total, rank];
    }
  }
}

/** Rows of `ownership_summary`: of each basis of which there is something. */
export function* summaryRows(owned: Owned, context: ReportContext): Generator<readonly Cell[]> {
  for (const basis of bases) {
    const holdings = ranked(owned, basis);
    if (holdings.length === 0) continue;
    const total = totalOf(holdings, basis);
    const values = holdings.filter(({ owner }) => owner !== nobody).map((holding) => holding.values[basis]);
    const shared = concentrationOf(values);
    const [top] = values;
    yield [
      owned.scope,
      owned.key,
      basis,
      total,
      shared.people,
      top === undefined ? null : context.personName(holdings[0]!.owner - 1),
      top === undefined ? null : top / total,
      shared.hhi,
      shared.hhi === null ? null : 1 / shared.hhi,
      shared.gini,
      shared.entropyNorm,
      shared.hhi === null ? null : 1 - shared.hhi,
      shared.minor,
      shared.major,
      total - shared.total,
    ];
  }
}

function totalOf(holdings: readonly Holding[], basis: Basis): number {
  return holdings.reduce((sum, { values }) => sum + values[basis], 0);
}
