import type { BurndownBlock } from '../../../analyzers/index.ts';
import { baseOption, type Chart, valueAxis } from './chart.ts';
import { type Look, strataColor } from './look.ts';
import { pieceAxis } from './piece-axis.ts';
import { brief, durationOf, grouped, percent } from './said-number.ts';

const yearSeconds = 365.25 * 86_400;

/** The share of lines that still live at an age. */
export function survivalChart({ survival }: BurndownBlock, look: Look): Chart {
  const { ageSeconds, rates, halfLifeSeconds } = survival;
  const points = ageSeconds.map((age, at) => [age / yearSeconds, rates[at]!]);
  const oldest = (ageSeconds.at(-1) ?? 0) / yearSeconds;
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 18, top: 20, bottom: 24, outerBoundsMode: 'same' },
      xAxis: {
        ...valueAxis(look, (years) => (years === oldest ? '' : `${Number(years.toFixed(2))} y`)),
        max: Math.max(oldest, 0.1),
        axisLine: { lineStyle: { color: look.grid } },
        axisTick: { show: false },
        splitLine: { show: false },
      },
      yAxis: { ...valueAxis(look, percent), min: 0, max: 1 },
      series: [
        {
          type: 'line',
          symbol: 'none',
          color: look.accent,
          lineStyle: { width: 2.5 },
          areaStyle: { opacity: 0.14 },
          data: points,
          markLine: {
            symbol: 'none',
            silent: true,
            lineStyle: { color: look.muted, type: 'dashed' },
            label: {
              color: look.muted,
              position: 'insideEndTop',
              formatter: halfLabel(halfLifeSeconds),
            },
            data: [{ yAxis: 0.5 }],
          },
        },
      ],
    },
    tipAt: 'axis',
    tip: (at) => ({
      title: `after ${durationOf(ageSeconds[at] ?? 0)}`,
      rows: [{ color: look.accent, name: 'still alive', value: percent(rates[at] ?? 0) }],
    }),
    summary:
      `Share of lines still alive by their age. ${halfLabel(halfLifeSeconds)}; ` +
      `${percent(rates.at(-1) ?? 1)} live longer than ` +
      `${durationOf(ageSeconds.at(-1) ?? 0)}.`,
  };
}

function halfLabel(halfLifeSeconds: number | null): string {
  return halfLifeSeconds === null
    ? 'half of the lines outlive this history'
    : `half are gone after ${durationOf(halfLifeSeconds)}`;
}

/** What each cohort wrote and what is left of it. */
export function remainsChart(block: BurndownBlock, look: Look): Chart {
  // Colours are those of the layers, so periods without lines are left out here too.
  const kept = [...block.written.keys()].filter((at) => block.written[at]! > 0);
  const names = kept.map((at) => block.cohorts[at]!.name);
  const written = kept.map((at) => block.written[at]!);
  const left = kept.map((at) => block.left[at]!);
  const gone = written.map((count, at) => Math.max(0, count - (left[at] ?? 0)));
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 12, top: 10, bottom: 4, outerBoundsMode: 'same' },
      xAxis: pieceAxis(look, names),
      yAxis: valueAxis(look, brief),
      series: [
        {
          name: 'still alive',
          type: 'bar',
          stack: 'lines',
          color: strataColor(look, 5, 7),
          data: left.map((value, at) => ({
            value,
            itemStyle: { color: strataColor(look, at, left.length) },
          })),
        },
        { name: 'gone', type: 'bar', stack: 'lines', color: look.grid, data: gone },
      ],
    },
    legend: [
      { name: 'still alive', color: strataColor(look, 5, 7) },
      { name: 'gone', color: look.grid },
    ],
    tipAt: 'axis',
    tip: (at) => ({
      title: `written in ${names[at] ?? ''}`,
      rows: [
        {
          color: strataColor(look, at, left.length),
          name: 'still alive',
          value: aliveOf(left[at] ?? 0, written[at] ?? 0),
        },
        { color: look.grid, name: 'gone', value: grouped(gone[at] ?? 0) },
      ],
    }),
    pickAt: (at) => (names[at] === undefined ? undefined : { kind: 'cohort', name: names[at] }),
    summary: `Lines written in each period, and how many of them are alive at the end.`,
  };
}

function aliveOf(left: number, written: number): string {
  return written === 0 ? grouped(left) : `${grouped(left)} (${percent(Math.min(1, left / written))})`;
}
