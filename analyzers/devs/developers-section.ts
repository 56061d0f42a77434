import type { Cell, CellRecord, Column, Facts, ReportContext, Section } from '../../engine/index.ts';
import type { DeveloperTotals } from './developer-totals.ts';
import type { LanguageFacts } from './devs-facts.ts';
import { tickStart } from './tick-start.ts';

const columns: readonly Column[] = [
  { name: 'id', type: 'int', description: 'Id of the developer in this report' },
  { name: 'name', type: 'string', description: 'Name of the developer, or a pseudonym' },
  {
    name: 'email',
    type: 'string',
    description: 'E-mail address; empty where there is none or the report is anonymous',
  },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits that change at least one file' },
  { name: 'lines_added', type: 'int', unit: 'lines', description: 'Lines added by these commits' },
  { name: 'lines_removed', type: 'int', unit: 'lines', description: 'Lines removed by these commits' },
  {
    name: 'lines_changed',
    type: 'int',
    unit: 'lines',
    description: 'Lines replaced, which are also part of added and removed',
  },
  { name: 'net_lines', type: 'int', unit: 'lines', description: 'Lines added less lines removed' },
  {
    name: 'languages',
    type: 'record',
    unit: 'lines',
    nested: { keys: 'string', values: ['added', 'removed', 'changed'] },
    description: 'Lines added, removed and changed, by language',
  },
  { name: 'first_tick', type: 'int', unit: 'ticks', description: 'Tick of the first commit' },
  { name: 'last_tick', type: 'int', unit: 'ticks', description: 'Tick of the last commit' },
  { name: 'active_ticks', type: 'int', unit: 'ticks', description: 'Ticks with a commit' },
  { name: 'first_tick_at', type: 'time', description: 'When the tick of the first commit begins' },
  { name: 'last_tick_at', type: 'time', description: 'When the tick of the last commit begins' },
];

/** The section `developers`: most commits first, then by id. */
export function developersSection(totals: DeveloperTotals, languages: LanguageFacts, context: ReportContext): Section {
  return {
    name: 'developers',
    title: 'Developers',
    shape: 'table',
    columns,
    show: {
      columns: ['name', 'commits', 'lines_added', 'lines_removed', 'net_lines', 'last_tick_at'],
      bar: 'commits',
      emptyBecause: 'no commit changes a file',
    },
    rows: rows(totals, languages, context),
  };
}

function* rows(totals: DeveloperTotals, languages: LanguageFacts, context: ReportContext): Generator<readonly Cell[]> {
  for (const place of languagesByPlace(totals, languages, context).groups(totals.ranked.length)) {
    const stats: NamedStats[] = [];
    for (const { language, added, removed, changed } of place) {
      stats.push([context.languageName(language), { added, removed, changed }]);
    }
    yield row(totals, totals.ranked[place.key]!, context, recordByName(stats));
  }
}

function row(totals: DeveloperTotals, id: number, context: ReportContext, languages: CellRecord): readonly Cell[] {
  const added = totals.added[id]!;
  const removed = totals.removed[id]!;
  return [
    id,
    context.personName(id),
    context.personEmail(id),
    totals.commits[id]!,
    added,
    removed,
    totals.changed[id]!,
    added - removed,
    languages,
    totals.firstTick[id]!,
    totals.lastTick[id]!,
    totals.activeTicks[id]!,
    tickStart(totals.firstTick[id]!, context),
    tickStart(totals.lastTick[id]!, context),
  ];
}

/** The facts of languages under the person's place in the section. */
function languagesByPlace(
  totals: DeveloperTotals,
  languages: LanguageFacts,
  context: ReportContext,
): Facts<'place' | 'language' | 'added' | 'removed' | 'changed'> {
  const placeOf = new Uint32Array(context.personCount);
  totals.ranked.forEach((id, place) => (placeOf[id] = place));
  const byPlace = context.scratch({
    name: 'devs_languages_by_place',
    keys: ['place', 'language'],
    columns: { added: 'sum', removed: 'sum', changed: 'sum' },
  });
  for (const { person, language, added, removed, changed } of languages) {
    byPlace.add(placeOf[person]!, language, 0, added, removed, changed);
  }
  return byPlace;
}

type NamedStats = readonly [name: string, stats: CellRecord];

/** A record by name; names are ASCII, so that code units order them as bytes do. */
function recordByName(stats: NamedStats[]): CellRecord {
  stats.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(stats);
}
