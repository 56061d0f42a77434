import { type Cell, type Column, type ReportContext, type Section } from '../../engine/index.ts';
import { layerCountOf, layerOf, layerTexts } from './layers.ts';
import { monthOf, monthStart } from './month.ts';

const columns: readonly Column[] = [
  { name: 'month', type: 'time', description: 'First second of the month in UTC' },
  { name: 'layer', type: 'string', description: 'One of `agent`, `bot`, `unmarked`, or `older` than the walk' },
  { name: 'agent', type: 'string', isNullable: true, description: 'Agent; null in other layers' },
  { name: 'evidence', type: 'string', isNullable: true, description: 'By what the commits are marked' },
  { name: 'commits', type: 'int', unit: 'commits', description: 'Commits of the month' },
  { name: 'lines_born', type: 'int', unit: 'lines', description: 'Lines that came to the mainline in the month' },
  { name: 'lines_alive', type: 'int', unit: 'lines', description: 'Lines of the mainline at the end of the month' },
];

/** Layers by month, in the order of time; a month in which nothing happened to a layer has no row of it. */
export function timeSection(context: ReportContext): Section {
  return {
    name: 'agents_time',
    title: 'Layers by month',
    shape: 'table',
    columns,
    show: {
      columns: ['month', 'layer', 'agent', 'evidence', 'commits', 'lines_born', 'lines_alive'],
      keep: 'last',
      emptyBecause: 'the history has no commits',
    },
    rows: { [Symbol.iterator]: () => rowsOf(context) },
  };
}

function* rowsOf(context: ReportContext): Generator<readonly Cell[]> {
  const { notes, history, lines } = context;
  const months = context.scratch({
    name: 'layer months',
    keys: ['month', 'layer'],
    columns: { commits: 'sum', born: 'sum', change: 'sum' },
  });
  for (let place = 0; place < history.commits; place += 1) {
    months.add(monthOf(context.commitSeconds(place)), layerOf(place, notes), 0, 1, 0, 0);
  }
  for (const { place, origin, lines: change } of lines.events()) {
    const month = monthOf(context.commitSeconds(place));
    months.add(month, layerOf(origin, notes), 0, 0, Math.max(0, change), change);
  }
  const alive = Array.from({ length: layerCountOf(notes) }, () => 0);
  for (const { month, layer, commits, born, change } of months) {
    alive[layer]! += change;
    const texts = layerTexts(layer, notes);
    const time = context.isoUtc(monthStart(month));
    yield [time, texts.layer, texts.agent, texts.evidence, commits, born, alive[layer]!];
  }
}
