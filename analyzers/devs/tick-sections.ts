import type { Cell, Column, Facts, Section } from '../../engine/index.ts';

const activityColumns: readonly Column[] = [
  { name: 'tick', type: 'int', unit: 'ticks' },
  { name: 'by_developer', type: 'record', unit: 'commits' },
  { name: 'total_commits', type: 'int', unit: 'commits' },
];

const churnColumns: readonly Column[] = [
  { name: 'tick', type: 'int', unit: 'ticks' },
  { name: 'lines_added', type: 'int', unit: 'lines' },
  { name: 'lines_removed', type: 'int', unit: 'lines' },
  { name: 'net_change', type: 'int', unit: 'lines' },
];

/** The section `activity`: ticks with commits, ascending. */
export function activitySection(ticks: Facts): Section {
  return {
    name: 'activity',
    title: 'Commits over time',
    shape: 'table',
    columns: activityColumns,
    show: {
      trend: { value: 'total_commits', along: 'tick' },
      columns: ['tick', 'total_commits'],
      rowCountMax: 0,
      emptyBecause: 'no commit changes a file',
    },
    rows: activityRows(ticks),
  };
}

/** The section `churn`: ticks with commits, ascending. */
export function churnSection(ticks: Facts): Section {
  return {
    name: 'churn',
    title: 'Lines over time',
    shape: 'table',
    columns: churnColumns,
    show: {
      trend: { value: 'lines_added', along: 'tick' },
      columns: ['tick', 'lines_added', 'lines_removed', 'net_change'],
      rowCountMax: 0,
      emptyBecause: 'no commit changes a file',
    },
    rows: churnRows(ticks),
  };
}

function* activityRows(ticks: Facts): Generator<readonly Cell[]> {
  const cursor = ticks.scan();
  try {
    let hasMore = cursor.next();
    while (hasMore) {
      const tick = cursor.a;
      const byDeveloper: { [id: string]: number } = {};
      let total = 0;
      for (; hasMore && cursor.a === tick; hasMore = cursor.next()) {
        byDeveloper[cursor.b] = cursor.value(0);
        total += cursor.value(0);
      }
      yield [tick, byDeveloper, total];
    }
  } finally {
    cursor.close();
  }
}

function* churnRows(ticks: Facts): Generator<readonly Cell[]> {
  const cursor = ticks.scan();
  try {
    let hasMore = cursor.next();
    while (hasMore) {
      const tick = cursor.a;
      let added = 0;
      let removed = 0;
      for (; hasMore && cursor.a === tick; hasMore = cursor.next()) {
        added += cursor.value(1);
        removed += cursor.value(2);
      }
      yield [tick, added, removed, added - removed];
    }
  } finally {
    cursor.close();
  }
}
