import type { BurndownBlock, LineLayer } from '../../../analyzers/index.ts';
import { baseOption, type Chart, type Subject, type TipRow, valueAxis } from './chart.ts';
import { type Look, strataColor } from './look.ts';
import { mergedCohorts } from './merged-cohorts.ts';
import { dayOf, grouped, percent, plural } from './said-number.ts';
import { timeAxis } from './time-axis.ts';

export interface BurndownView {
  /** Layers by when lines were written, by how old they were, or by whose they are. */
  readonly by: 'cohort' | 'age' | 'person';
  readonly scale: 'lines' | 'share';
}

/** More cannot be told apart. */
const layerCountMax = 10;

/** Lines over time as strata: the oldest at the bottom, the newest on top. */
export function burndownChart(block: BurndownBlock, look: Look, view: BurndownView): Chart {
  const { sampledAt, totals } = block;
  const layers = layersOf(block, view);
  const colors = layers.map((_, at) =>
    view.by === 'person' ? personColor(look, at, layers.length) : strataColor(look, at, layers.length),
  );
  const shown = (count: number, at: number): number =>
    view.scale === 'lines' ? count : totals[at]! === 0 ? 0 : count / totals[at]!;
  return {
    option: {
      ...baseOption(look),
      color: colors,
      grid: { left: 4, right: 16, top: 10, bottom: 4, outerBoundsMode: 'same' },
      xAxis: timeAxis(look, sampledAt[0] ?? 0, sampledAt.at(-1) ?? 0),
      yAxis: {
        ...valueAxis(look, view.scale === 'share' ? percent : undefined),
        ...shareTop(view),
      },
      series: layers.map(({ name, lines }) => ({
        name,
        type: 'line' as const,
        stack: 'lines',
        symbol: 'none',
        // Areas are picked, not their edges alone.
        triggerLineEvent: true,
        lineStyle: { width: 0.6, color: look.surface },
        areaStyle: { opacity: 1 },
        emphasis: { focus: 'series' as const },
        data: lines.map((count, at) => [sampledAt[at]! * 1000, shown(count, at)]),
      })),
    },
    legend: layers
      .map((layer, at) => ({ lines: layer.lines.at(-1) ?? 0, name: layer.name, color: colors[at]! }))
      .sort((one, other) => other.lines - one.lines)
      .map(({ name, color, lines }) => ({ name, color, detail: shareOf(lines, totals.at(-1) ?? 0) })),
    tipAt: 'axis',
    tip: (at) => ({
      title: `${dayOf(sampledAt[at] ?? 0)}: ` + `${plural(totals[at] ?? 0, 'line', 'lines')}`,
      rows: layers.flatMap((layer, place) => tipRow(layer, colors[place]!, at, block)).toReversed(),
    }),
    pick: (_data, _at, series) => subjectOf(series, block, view),
    summary: view.by === 'person' ? peopleSummaryOf(block) : summaryOf(block),
  };
}

/** A layer's person, or the time it was written in; everyone else and an age are nothing that a page tells of. */
function subjectOf(layer: string, { people }: BurndownBlock, { by }: BurndownView): Subject | undefined {
  if (by === 'cohort') return { kind: 'cohort', name: layer };
  const isPerson = by === 'person' && layer !== people.at(-1)?.name;
  return isPerson ? { kind: 'person', name: layer } : undefined;
}

/** Bottom first. */
function layersOf(block: BurndownBlock, { by }: BurndownView): readonly LineLayer[] {
  // Ages come youngest first, cohorts oldest first.
  if (by === 'cohort') return mergedCohorts(block, layerCountMax);
  const layers = by === 'age' ? block.ages.toReversed() : mergedPeople(block.people);
  return layers.filter(({ lines }) => lines.some((count) => count > 0));
}

/** Everyone else, who comes last, takes in those who are too many. */
function mergedPeople(people: readonly LineLayer[]): readonly LineLayer[] {
  if (people.length <= layerCountMax) return people;
  const rest = people.slice(layerCountMax - 1);
  const lines = rest[0]!.lines.map((_, at) => rest.reduce((sum, layer) => sum + layer.lines[at]!, 0));
  return [...people.slice(0, layerCountMax - 1), { name: rest.at(-1)!.name, lines }];
}

/** Neighbours differ; everyone else, on top, is pale. */
function personColor(look: Look, at: number, count: number): string {
  return at === count - 1 ? look.grid : look.kinds[at % look.kinds.length]!;
}

function peopleSummaryOf({ sampledAt, people }: BurndownBlock): string {
  const [first = 0, last = 0] = [sampledAt[0], sampledAt.at(-1)];
  const known = people.slice(0, -1);
  return (
    `Lines of code from ${dayOf(first)} to ${dayOf(last)}, stacked by whose they are: the ${known.length} people ` +
    `who ever had most, first ${known[0]?.name ?? ''}, and everyone else.`
  );
}

function shareTop({ scale }: BurndownView): object {
  return scale === 'share' ? { max: 1 } : {};
}

function shareOf(lines: number, total: number): string {
  return total === 0 ? '' : percent(lines / total);
}

/** None for a layer that has no lines yet, or none left. */
function tipRow(layer: LineLayer, color: string, at: number, { totals }: BurndownBlock): TipRow[] {
  const lines = layer.lines[at] ?? 0;
  const total = totals[at] ?? 0;
  return lines === 0 ? [] : [{ color, name: layer.name, value: `${grouped(lines)} (${shareOf(lines, total)})` }];
}

function summaryOf({ sampledAt, totals, cohorts, left }: BurndownBlock): string {
  const most = left.indexOf(Math.max(...left));
  const [first = 0, last = 0] = [sampledAt[0], sampledAt.at(-1)];
  const end = plural(totals.at(-1) ?? 0, 'line', 'lines');
  const oldest = cohorts[most]?.name ?? '';
  return (
    `Lines of code from ${dayOf(first)} to ${dayOf(last)}, stacked by when they were ` +
    `written. At the end ${end}, the thickest layer from ${oldest}.`
  );
}
