import type { Cell, Column, HistorySummary, Section } from '../../engine/index.ts';
import { shareOut } from './contribution-share.ts';
import type { DeveloperTotals } from './developer-totals.ts';
import type { RankedLanguages } from './language-totals.ts';

const columns: readonly Column[] = [
  { name: 'total_commits', type: 'int', unit: 'commits', description: 'Commits that change at least one file' },
  { name: 'total_lines_added', type: 'int', unit: 'lines', description: 'Lines added by all of them' },
  { name: 'total_lines_removed', type: 'int', unit: 'lines', description: 'Lines removed by all of them' },
  { name: 'total_developers', type: 'int', unit: 'people', description: 'People with such a commit' },
  {
    name: 'active_developers',
    type: 'int',
    unit: 'people',
    description: 'People with such a commit in the last 90 days of the history',
  },
  { name: 'analysis_period_ticks', type: 'int', unit: 'ticks', description: 'The last tick' },
  {
    name: 'project_bus_factor',
    type: 'int',
    unit: 'people',
    description: 'Fewest people who made at least half of all lines added and removed',
  },
  { name: 'total_languages', type: 'int', unit: 'languages', description: 'Languages with a line added or removed' },
];

/** Who committed this long before the end of history still counts as active. */
const activeSeconds = 90 * 86_400;

/** The section `aggregate`. */
export function aggregateSection(
  totals: DeveloperTotals,
  languages: RankedLanguages,
  history: HistorySummary,
): Section {
  const row = [...sums(totals, history), history.lastTick, busFactor(totals), languages.totals.length];
  return {
    name: 'aggregate',
    title: 'Developers in numbers',
    shape: 'record',
    columns,
    rows: [row],
  };
}

function sums(totals: DeveloperTotals, history: HistorySummary): readonly Cell[] {
  const activeTicks = Math.trunc(activeSeconds / history.tickSeconds);
  const activeSince = Math.max(0, history.lastTick - activeTicks);
  let commits = 0;
  let added = 0;
  let removed = 0;
  let activeCount = 0;
  for (const id of totals.ranked) {
    commits += totals.commits[id]!;
    added += totals.added[id]!;
    removed += totals.removed[id]!;
    if (totals.lastTick[id]! >= activeSince) activeCount += 1;
  }
  return [commits, added, removed, totals.ranked.length, activeCount];
}

/** Of the lines of all languages, binary files aside. */
function busFactor({ ranked, added, removed }: DeveloperTotals): number {
  const ids = Array.from(ranked).sort((a, b) => a - b);
  return shareOut({ ids, lines: ids.map((id) => added[id]! + removed[id]!) }).busFactor;
}
