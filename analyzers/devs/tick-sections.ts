import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';
import type { TickFacts } from './devs-facts.ts';
import { tickStart } from './tick-start.ts';

const activityColumns: readonly Column[] = [
  { name: 'tick', type: 'int', unit: 'ticks', description: 'Tick, counted from the first commit of the walk' },
  {
    name: 'by_developer',
    type: 'record',
    unit: 'commits',
    nested: { keys: 'int', values: 'int' },
    description: 'Commits of each developer, by id',
  },
  {
    name: 'total_commits',
    type: 'int',
    unit: 'commits',
    description: 'Commits of the tick that change at least one file',
  },
  { name: 'tick_at', type: 'time', description: 'When the tick begins' },
];

const churnColumns: readonly Column[] = [
  { name: 'tick', type: 'int', unit: 'ticks', description: 'Tick, counted from the first commit of the walk' },
  { name: 'lines_added', type: 'int', unit: 'lines', description: 'Lines added in the tick' },
  { name: 'lines_removed', type: 'int', unit: 'lines', description: 'Lines removed in the tick' },
  { name: 'net_change', type: 'int', unit: 'lines', description: 'Lines added less lines removed' },
  { name: 'tick_at', type: 'time', description: 'When the tick begins' },
];

/** The section `activity`: ticks with commits, ascending. */
export function activitySection(ticks: TickFacts, context: ReportContext): Section {
  return {
    name: 'activity',
    title: 'Commits over time',
    shape: 'table',
    columns: activityColumns,
    show: {
      trend: { value: 'total_commits', along: 'tick_at' },
      columns: ['tick_at', 'total_commits'],
      rowCountMax: 0,
      emptyBecause: 'no commit changes a file',
    },
    rows: activityRows(ticks, context),
  };
}

/** The section `churn`: ticks with commits, ascending. */
export function churnSection(ticks: TickFacts, context: ReportContext): Section {
  return {
    name: 'churn',
    title: 'Lines over time',
    shape: 'table',
    columns: churnColumns,
    show: {
      trend: { value: 'lines_added', along: 'tick_at' },
      columns: ['tick_at', 'lines_added', 'lines_removed', 'net_change'],
      rowCountMax: 0,
      emptyBecause: 'no commit changes a file',
    },
    rows: churnRows(ticks, context),
  };
}

function* activityRows(ticks: TickFacts, context: ReportContext): Generator<readonly Cell[]> {
  for (const tick of ticks.groups()) {
    const byDeveloper: { [id: string]: number } = {};
    let total = 0;
    for (const { person, commits } of tick) {
      byDeveloper[person] = commits;
      total += commits;
    }
    yield [tick.key, byDeveloper, total, tickStart(tick.key, context)];
  }
}

function* churnRows(ticks: TickFacts, context: ReportContext): Generator<readonly Cell[]> {
  for (const tick of ticks.groups()) {
    let added = 0;
    let removed = 0;
    for (const fact of tick) {
      added += fact.added;
      removed += fact.removed;
    }
    yield [tick.key, added, removed, added - removed, tickStart(tick.key, context)];
  }
}
