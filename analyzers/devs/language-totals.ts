import type { Facts, ReportContext } from '../../engine/index.ts';

/** Sums of one language. */
export interface LanguageTotals {
  readonly id: number;
  readonly name: string;
  added: number;
  removed: number;
}

export interface RankedLanguages {
  /** Most lines added first, then by name. */
  readonly totals: readonly LanguageTotals[];
  /** (place in `totals`, person) → added + removed */
  readonly contributions: Facts;
}

/** Turns the facts (person, language) around. BOUNDED BY: the number of languages known. */
export function rankLanguages(languages: Facts, context: ReportContext): RankedLanguages {
  const totals = sumUp(languages, context);
  const placeById = new Map(totals.map(({ id }, place) => [id, place]));
  const contributions = context.scratch({
    name: 'devs_contributions',
    keyCount: 2,
    columns: [{ name: 'lines', fold: 'sum' }],
  });
  const cursor = languages.scan();
  try {
    while (cursor.next()) {
      const place = placeById.get(cursor.b)!;
      contributions.add(place, cursor.a, 0, cursor.value(0) + cursor.value(1));
    }
  } finally {
    cursor.close();
  }
  return { totals, contributions };
}

function sumUp(languages: Facts, context: ReportContext): readonly LanguageTotals[] {
  const byId = new Map<number, LanguageTotals>();
  const cursor = languages.scan();
  try {
    while (cursor.next()) {
      const id = cursor.b;
      const totals = byId.get(id) ?? { id, name: context.languageName(id), added: 0, removed: 0 };
      totals.added += cursor.value(0);
      totals.removed += cursor.value(1);
      byId.set(id, totals);
    }
  } finally {
    cursor.close();
  }
  return Array.from(byId.values()).sort((a, b) => b.added - a.added || compareNames(a, b));
}

/** Names are ASCII, so that code units order them as bytes do. */
function compareNames(a: LanguageTotals, b: LanguageTotals): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
