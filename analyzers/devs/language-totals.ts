import type { Facts, ReportContext } from '../../engine/index.ts';
import type { LanguageFacts } from './devs-facts.ts';

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
  /** Lines added and removed of each person, by place in `totals`. */
  readonly contributions: Facts<'place' | 'person' | 'lines'>;
}

/** Turns people and languages around. BOUNDED BY: the number of languages known. */
export function rankLanguages(languages: LanguageFacts, context: ReportContext): RankedLanguages {
  const totals = sumUp(languages, context);
  const placeById = new Map(totals.map(({ id }, place) => [id, place]));
  const contributions = context.scratch({
    name: 'devs_contributions',
    keys: ['place', 'person'],
    columns: { lines: 'sum' },
  });
  for (const { person, language, added, removed } of languages) {
    contributions.add(placeById.get(language)!, person, 0, added + removed);
  }
  return { totals, contributions };
}

function sumUp(languages: LanguageFacts, context: ReportContext): readonly LanguageTotals[] {
  const byId = new Map<number, LanguageTotals>();
  for (const { language: id, added, removed } of languages) {
    const totals = byId.get(id) ?? { id, name: context.languageName(id), added: 0, removed: 0 };
    totals.added += added;
    totals.removed += removed;
    byId.set(id, totals);
  }
  return Array.from(byId.values()).sort((a, b) => b.added - a.added || compareNames(a, b));
}

/** Names are ASCII, so that code units order them as bytes do. */
function compareNames(a: LanguageTotals, b: LanguageTotals): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
