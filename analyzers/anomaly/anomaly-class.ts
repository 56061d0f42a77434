import type { SeriesName } from './series-kinds.ts';
import type { TickTable } from './tick-table.ts';

export type AnomalyClass =
  | 'quiet'
  | 'bulk_import'
  | 'mass_deletion'
  | 'vendoring'
  | 'generated'
  | 'many_new_people'
  | 'one_person'
  | 'unknown';

export interface ClassEvidence {
  readonly series: SeriesName;
  readonly tick: number;
  readonly isBelow: boolean;
  /** Share of the person who contributed most. */
  readonly topShare: number;
}

/** One commit has this share of the lines … */
const linesShareMin = 0.8;
/** … and this share of its files is new, or deleted. */
const filesShareMin = 0.7;
/** Most lines are in vendored or generated files. */
const classShareMin = 0.5;
const newPeopleMin = 3;

/** What an anomaly most likely is, by fixed rules; the first that holds. */
export function anomalyClass({ series, tick, isBelow, topShare }: ClassEvidence, table: TickTable): AnomalyClass {
  if (isBelow && series !== 'net') return 'quiet';
  const at = (column: Exclude<keyof TickTable, 'agelessLines'>): number => table[column][tick]!;
  const lines = at('added') + at('removed');
  if (at('vendored_lines') > classShareMin * lines) return 'vendoring';
  if (at('generated_lines') > classShareMin * lines) return 'generated';
  const isGrowth = !takesAway.has(series) && !isBelow;
  if (isGrowth && isMost(at('top_added'), at('added'), at('top_added_new'), at('top_added_files'))) {
    return 'bulk_import';
  }
  const shrinks = takesAway.has(series) || isBelow;
  if (shrinks && isMost(at('top_removed'), at('removed'), at('top_removed_deleted'), at('top_removed_files'))) {
    return 'mass_deletion';
  }
  if (at('new_authors') >= newPeopleMin && at('new_authors') * 2 >= at('authors')) return 'many_new_people';
  if (topShare >= linesShareMin) return 'one_person';
  return 'unknown';
}

const takesAway: ReadonlySet<SeriesName> = new Set(['removed', 'deleted_files', 'rework', 'old_deaths']);

function isMost(top: number, all: number, kindred: number, files: number): boolean {
  return all > 0 && top >= linesShareMin * all && files > 0 && kindred >= filesShareMin * files;
}
