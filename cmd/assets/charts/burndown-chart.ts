import type { BurndownBlock } from '../../../engine/index.ts';
import {
  baseOption,
  type Chart,
  labelAxis,
  legendTop,
  type TipRow,
  valueAxis,
  zoomSlider,
} from './chart.ts';
import { type Look, strataColor } from './look.ts';
import { dayOf, grouped, percent, plural } from './said-number.ts';

export interface BurndownView {
  /** Layers by when lines were written, or by how old they were. */
  readonly by: 'cohort' | 'age';
  readonly scale: 'lines' | 'share';
}

/** Lines over time as strata: the oldest at the bottom, the newest on top. */
export function burndownChart(block: BurndownBlock, look: Look, view: BurndownView): Chart {
  // Ages come youngest first, cohorts oldest first.
  const oldestFirst = view.by === 'cohort' ? block.cohorts : block.ages.toReversed();
  const layers = oldestFirst.filter(({ lines }, at) =>
    view.by === 'cohort' ? block.written[at]! > 0 : lines.some((count) => count > 0),
  );
  const colors = layers.map((_, at) => strataColor(look, at, layers.length));
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
      title:
        `${dayOf(block.sampledAt[at] ?? 0)}: ` +
        `${plural(block.totals[at] ?? 0, 'line', 'lines')}`,
      rows: layers
        .map((layer, place) => tipRow(layer, colors[place]!, at, block))
        .toReversed()
        .slice(0, 24),
    }),
    summary: summaryOf(block),
  };
}

function shareTop({ scale }: BurndownView): object {
  return scale === 'share' ? { max: 1 } : {};
}

function tipRow(
  layer: BurndownBlock['cohorts'][number],
  color: string,
  at: number,
  block: BurndownBlock,
): TipRow {
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
