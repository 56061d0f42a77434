import type { BurndownBlock, LineLayer } from '../../../analyzers/index.ts';
import { baseOption, type Chart, labelAxis, legendTop, type TipRow, valueAxis, zoomSlider } from './chart.ts';
import { type Look, strataColor } from './look.ts';
import { dayOf, grouped, percent, plural } from './said-number.ts';

export interface BurndownView {
  /** Layers by when lines were written, by how old they were, or by whose they are. */
  readonly by: 'cohort' | 'age' | 'person';
  readonly scale: 'lines' | 'share';
}

/** Lines over time as strata: the oldest at the bottom, the newest on top. */
export function burndownChart(block: BurndownBlock, look: Look, view: BurndownView): Chart {
  const layers = layersOf(block, view);
  const colors = layers.map((_, at) =>
    view.by === 'person' ? personColor(look, at, layers.length) : strataColor(look, at, layers.length),
  );
  const shown = (count: number, at: number): number =>
    view.scale === 'lines' ? count : block.totals[at]! === 0 ? 0 : count / block.totals[at]!;
  return {
    option: {
      ...baseOption(look),
      color: colors,
      grid: { left: 4, right: 12, top: 34, bottom: 34, outerBoundsMode: 'same' },
      legend: { ...legendTop(look), data: layers.map(({ name }) => name) },
      xAxis: labelAxis(look, block.sampledAt.map(dayOf), false),
      yAxis: {
        ...valueAxis(look, view.scale === 'share' ? percent : undefined),
        ...shareTop(view),
      },
      dataZoom: zoomSlider(look),
      series: layers.map(({ name, lines }) => ({
        name,
        type: 'line' as const,
        stack: 'lines',
        symbol: 'none',
        lineStyle: { width: 0.6, color: look.surface },
        areaStyle: { opacity: 1 },
        emphasis: { focus: 'series' as const },
        data: lines.map(shown),
      })),
    },
    tipAt: 'axis',
    tip: (at) => ({
      title: `${dayOf(block.sampledAt[at] ?? 0)}: ` + `${plural(block.totals[at] ?? 0, 'line', 'lines')}`,
      rows: layers
        .map((layer, place) => tipRow(layer, colors[place]!, at, block))
        .toReversed()
        .slice(0, 24),
    }),
    summary: view.by === 'person' ? peopleSummaryOf(block) : summaryOf(block),
  };
}

/** Bottom first. */
function layersOf(block: BurndownBlock, { by }: BurndownView): readonly LineLayer[] {
  // Ages come youngest first, cohorts oldest first.
  if (by === 'cohort') return block.cohorts.filter((_, at) => block.written[at]! > 0);
  const layers = by === 'age' ? block.ages.toReversed() : block.people;
  return layers.filter(({ lines }) => lines.some((count) => count > 0));
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

function tipRow(layer: BurndownBlock['cohorts'][number], color: string, at: number, block: BurndownBlock): TipRow {
  const lines = layer.lines[at] ?? 0;
  const total = block.totals[at] ?? 0;
  const share = total === 0 ? '' : ` (${percent(lines / total)})`;
  return { color, name: layer.name, value: `${grouped(lines)}${share}` };
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
