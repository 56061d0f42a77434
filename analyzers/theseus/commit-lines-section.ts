import type { Cell, Column, ReportContext, Section } from '../../engine/index.ts';

const columns: readonly Column[] = [
  { name: 'commit', type: 'oid', description: 'Commit that wrote the lines' },
  { name: 'at', type: 'time', description: 'Time at which the mainline got or lost some of them, or the end' },
  { name: 'lines', type: 'int', unit: 'lines', description: 'Lines of the commit that the mainline has from then on' },
];

/** How many lines of each commit are left, whenever that changes, and at the end. */
export function commitLinesSection(context: ReportContext): Section {
  return {
    name: 'survival',
    title: 'Lines of each commit over time',
    shape: 'table',
    columns,
    show: { rowCountMax: 3, emptyBecause: 'the mainline never had a line that is younger than the walk' },
    rows: { [Symbol.iterator]: () => commitRows(context) },
  };
}

/** By the commit's place in the walk, then by time. */
function* commitRows(context: ReportContext): Generator<readonly Cell[]> {
  const changes = context.scratch({ name: 'commits', keys: ['origin', 'place'], columns: { lines: 'sum' } });
  for (const { origin, place, lines } of context.lines.events()) {
    if (origin >= 0) changes.add(origin, place, 0, lines);
  }
  const end = context.history.lastCommitSeconds;
  for (const commit of changes.groups()) {
    const oid = context.commitOid(commit.key);
    let left = 0;
    let seconds = 0;
    for (const { place, lines } of commit) {
      if (lines === 0) continue;
      left += lines;
      seconds = context.commitSeconds(place);
      yield [oid, context.isoUtc(seconds), left];
    }
    if (left > 0 && seconds < end) yield [oid, context.isoUtc(end), left];
  }
}
