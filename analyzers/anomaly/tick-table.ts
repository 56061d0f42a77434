import { changeKind, type ReportContext } from '../../engine/index.ts';
import { kindOf, type MergeFacts, walkedCommits, type WalkedCommit } from './change-walk.ts';
import { LastSeen } from './last-seen.ts';
import { type SeriesName, seriesNames } from './series-kinds.ts';
import type { TickCalendar } from './tick-calendar.ts';

/** What else a class is told by. */
export type Trait =
  | 'top_added'
  | 'top_added_files'
  | 'top_added_new'
  | 'top_removed'
  | 'top_removed_files'
  | 'top_removed_deleted'
  | 'vendored_lines'
  | 'generated_lines';

const traits: readonly Trait[] = [
  'top_added',
  'top_added_files',
  'top_added_new',
  'top_removed',
  'top_removed_files',
  'top_removed_deleted',
  'vendored_lines',
  'generated_lines',
];

export type TickTable = Readonly<Record<SeriesName | Trait, Float64Array>> & {
  /** Lines that died whose age nobody knows, as they are older than the walk. */
  readonly agelessLines: number;
};

const daySeconds = 86_400;
const reworkDays = 21;
const oldDays = 365;

/**
 * All series by tick, zeros included. Times ascend along the walk, so that what is distinct in a tick is counted by the
 * tick that saw it last. BOUNDED BY: 160 bytes a tick of at most 5,000; 4 bytes a person, path and language.
 */
export function tickTable(context: ReportContext, merges: MergeFacts, calendar: TickCalendar): TickTable {
  const column = (): Float64Array => new Float64Array(calendar.count);
  const columns = Object.fromEntries([...seriesNames, ...traits].map((name) => [name, column()] as const));
  const table = { ...columns, agelessLines: 0 } as { -readonly [name in keyof TickTable]: TickTable[name] };
  const counter = new TickCounter(table, context);
  for (const commit of walkedCommits(context, merges)) {
    const tick = calendar.tickOf(context.commitSeconds(commit.place));
    if (tick < calendar.count) counter.count(commit, tick);
  }
  for (const { place } of merges) {
    const tick = calendar.tickOf(context.commitSeconds(place));
    if (tick < calendar.count) table.merges[tick]! += 1;
  }
  for (const { place, origin, lines } of context.lines.events()) {
    if (lines >= 0) continue;
    const tick = calendar.tickOf(context.commitSeconds(place));
    if (tick >= calendar.count) continue;
    const series = deathSeries(context, place, origin);
    if (origin < 0) table.agelessLines -= lines;
    if (series !== undefined) table[series][tick]! -= lines;
  }
  return table;
}

/** Which series counts lines that the mainline lost, by the time since they landed on it. */
export function deathSeries(
  context: ReportContext,
  place: number,
  origin: number,
): 'rework' | 'old_deaths' | undefined {
  if (origin < 0) return undefined;
  const landed = context.commitSeconds(context.lines.landedPlace(origin));
  const days = (context.commitSeconds(place) - landed) / daySeconds;
  return days < reworkDays ? 'rework' : days > oldDays ? 'old_deaths' : undefined;
}

class TickCounter {
  readonly #table: Record<SeriesName | Trait, Float64Array>;
  readonly #context: ReportContext;
  readonly #persons = new LastSeen();
  readonly #paths = new LastSeen();
  readonly #languages = new LastSeen();

  constructor(table: Record<SeriesName | Trait, Float64Array>, context: ReportContext) {
    this.#table = table;
    this.#context = context;
  }

  count({ person, changes }: WalkedCommit, tick: number): void {
    const table = this.#table;
    table.commits[tick]! += 1;
    const seen = this.#persons.see(person, tick);
    if (seen !== tick) table.authors[tick]! += 1;
    if (seen < 0) table.new_authors[tick]! += 1;
    const sums = { files: 0, added: 0, removed: 0, born: 0, deleted: 0 };
    for (const change of changes) {
      const { path, added, removed } = change;
      const kind = kindOf(change);
      sums.files += 1;
      sums.added += added;
      sums.removed += removed;
      if (kind === changeKind.added) sums.born += 1;
      if (kind === changeKind.deleted) sums.deleted += 1;
      this.#countPath(path, added + removed, tick);
    }
    table.added[tick]! += sums.added;
    table.removed[tick]! += sums.removed;
    table.net[tick]! += sums.added - sums.removed;
    table.deleted_files[tick]! += sums.deleted;
    this.#noteLargest(sums, tick);
  }

  #countPath(path: number, lines: number, tick: number): void {
    const table = this.#table;
    const context = this.#context;
    if (this.#paths.see(path, tick) !== tick) table.files[tick]! += 1;
    if (this.#languages.see(context.languageOfPath(path), tick) !== tick) table.languages[tick]! += 1;
    const pathClass = context.classOfPath(path);
    if (pathClass === 'vendored') table.vendored_lines[tick]! += lines;
    if (pathClass === 'generated') table.generated_lines[tick]! += lines;
  }

  #noteLargest(
    sums: { files: number; added: number; removed: number; born: number; deleted: number },
    tick: number,
  ): void {
    const table = this.#table;
    if (sums.added > table.top_added[tick]!) {
      table.top_added[tick] = sums.added;
      table.top_added_files[tick] = sums.files;
      table.top_added_new[tick] = sums.born;
    }
    if (sums.removed > table.top_removed[tick]!) {
      table.top_removed[tick] = sums.removed;
      table.top_removed_files[tick] = sums.files;
      table.top_removed_deleted[tick] = sums.deleted;
    }
  }
}
