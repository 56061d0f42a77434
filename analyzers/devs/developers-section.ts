import type {
  Cell,
  CellRecord,
  Column,
  FactCursor,
  Facts,
  ReportContext,
  Section,
} from '../../engine/index.ts';
import type { DeveloperTotals } from './developer-totals.ts';

const columns: readonly Column[] = [
  { name: 'id', type: 'int' },
  { name: 'name', type: 'string' },
  { name: 'email', type: 'string' },
  { name: 'commits', type: 'int', unit: 'commits' },
  { name: 'lines_added', type: 'int', unit: 'lines' },
  { name: 'lines_removed', type: 'int', unit: 'lines' },
  { name: 'lines_changed', type: 'int', unit: 'lines' },
  { name: 'net_lines', type: 'int', unit: 'lines' },
  { name: 'languages', type: 'record', unit: 'lines' },
  { name: 'first_tick', type: 'int', unit: 'ticks' },
  { name: 'last_tick', type: 'int', unit: 'ticks' },
  { name: 'active_ticks', type: 'int', unit: 'ticks' },
];

/** The section `developers`: most commits first, then by id. */
export function developersSection(
  totals: DeveloperTotals,
  languages: Facts,
  context: ReportContext,
): Section {
  return {
    name: 'developers',
    title: 'Developers',
    shape: 'table',
    columns,
    show: {
      columns: ['name', 'commits', 'lines_added', 'lines_removed', 'net_lines', 'active_ticks'],
      bar: 'commits',
      emptyBecause: 'no commit changes a file',
    },
    rows: rows(totals, languages, context),
  };
}

function* rows(
  totals: DeveloperTotals,
  languages: Facts,
  context: ReportContext,
): Generator<readonly Cell[]> {
  const cursor = languagesByPlace(totals, languages, context).scan();
  try {
    let hasMore = cursor.next();
    for (let place = 0; place < totals.ranked.length; place += 1) {
      const stats: NamedStats[] = [];
      for (; hasMore && cursor.a === place; hasMore = cursor.next()) {
        stats.push([context.languageName(cursor.b), statsOf(cursor)]);
      }
      yield row(totals, totals.ranked[place]!, context, recordByName(stats));
    }
  } finally {
    cursor.close();
  }
}

function row(
  totals: DeveloperTotals,
  id: number,
  context: ReportContext,
  languages: CellRecord,
): readonly Cell[] {
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
  ];
}

/** The facts (person, language) under the person's place in the section. */
function languagesByPlace(
  totals: DeveloperTotals,
  languages: Facts,
  context: ReportContext,
): Facts {
  const placeOf = new Uint32Array(context.personCount);
  totals.ranked.forEach((id, place) => (placeOf[id] = place));
  const byPlace = context.scratch({
    name: 'devs_languages_by_place',
    keyCount: 2,
    columns: [
      { name: 'added', fold: 'sum' },
      { name: 'removed', fold: 'sum' },
      { name: 'changed', fold: 'sum' },
    ],
  });
  const cursor = languages.scan();
  try {
    while (cursor.next()) {
      const place = placeOf[cursor.a]!;
      byPlace.add(place, cursor.b, 0, cursor.value(0), cursor.value(1), cursor.value(2));
    }
  } finally {
    cursor.close();
  }
  return byPlace;
}

type NamedStats = readonly [name: string, stats: CellRecord];

function statsOf(cursor: FactCursor): CellRecord {
  return { added: cursor.value(0), removed: cursor.value(1), changed: cursor.value(2) };
}

/** A record by name; names are ASCII, so that code units order them as bytes do. */
function recordByName(stats: NamedStats[]): CellRecord {
  stats.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(stats);
}
