import type { ActivityBlock } from '../../../analyzers/index.ts';
import { baseOption, type Chart, labelAxis, type LegendEntry, type Subject, valueAxis, zoomSlider } from './chart.ts';
import { heatmap } from './heatmap.ts';
import { heatColors, type Look } from './look.ts';
import { pieceAxis } from './piece-axis.ts';
import { grouped, percent, plural } from './said-number.ts';

/** Commits over time, stacked by those who made most of them. */
export function commitsChart(block: ActivityBlock, look: Look): Chart {
  const { labels, commits, people, busiest, unit } = block;
  const rest = commits.map((all, at) => all - busiest.reduce((sum, one) => sum + one.commits[at]!, 0));
  const series = [...busiest, { name: everyoneElse, commits: rest }].filter((one) =>
    one.commits.some((count) => count > 0),
  );
  const colorOf = (name: string, at: number): string =>
    name === everyoneElse ? look.kinds.at(-1)! : look.kinds[at % (look.kinds.length - 1)]!;
  const colors = series.map(({ name }, at) => colorOf(name, at));
  return {
    option: {
      ...baseOption(look),
      color: colors,
      grid: { left: 4, right: 22, top: 10, bottom: 34, outerBoundsMode: 'same' },
      xAxis: pieceAxis(look, labels),
      yAxis: valueAxis(look),
      dataZoom: zoomSlider(look),
      series: series.map(({ name, commits: data }) => ({
        name,
        type: 'bar' as const,
        stack: 'commits',
        barCategoryGap: labels.length > 80 ? '0%' : '15%',
        emphasis: { focus: 'series' as const },
        data: [...data],
      })),
    },
    legend: legendBySize(series, colors, commits),
    tipAt: 'axis',
    tip: (at) => ({
      title:
        `${labels[at] ?? ''}: ${plural(commits[at] ?? 0, 'commit', 'commits')}, ` +
        `${plural(people[at] ?? 0, 'person', 'people')}`,
      rows: series
        .map(({ name, commits: counts }, place) => ({
          color: colors[place]!,
          name,
          value: grouped(counts[at]!),
        }))
        .filter(({ value }) => value !== '0'),
    }),
    pickAt: (at) => periodAt(labels, at),
    summary:
      `Commits per ${unit} from ${labels[0]} to ${labels.at(-1)}, at most ` +
      `${grouped(Math.max(...commits))} in one.`,
  };
}

function periodAt(labels: readonly string[], at: number): Subject | undefined {
  const name = labels[at];
  return name === undefined ? undefined : { kind: 'period', name };
}

function monthOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 7);
}

const everyoneElse = 'everyone else';

function legendBySize(
  series: readonly { readonly name: string; readonly commits: readonly number[] }[],
  colors: readonly string[],
  commits: readonly number[],
): LegendEntry[] {
  const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const total = sumOf(commits);
  return series
    .map((one, at) => ({ name: one.name, color: colors[at]!, share: sumOf(one.commits) / Math.max(1, total) }))
    .sort((one, other) => other.share - one.share)
    .map(({ name, color, share }) => ({ name, color, detail: percent(share) }));
}

/** Who was there, and who came for the first time. */
export function peopleOverTimeChart(block: ActivityBlock, look: Look): Chart {
  const { labels, people, newcomers, unit } = block;
  const colors = [look.kinds[0]!, look.kinds[1]!];
  return {
    option: {
      ...baseOption(look),
      color: colors,
      grid: { left: 4, right: 22, top: 10, bottom: 4, outerBoundsMode: 'same' },
      xAxis: pieceAxis(look, labels),
      yAxis: { ...valueAxis(look), minInterval: 1 },
      series: [
        {
          name: 'active',
          type: 'line',
          symbol: 'none',
          lineStyle: { width: 2 },
          areaStyle: { opacity: 0.12 },
          data: [...people],
        },
        { name: 'first commit', type: 'bar', barCategoryGap: '0%', data: [...newcomers] },
      ],
    },
    legend: [
      { name: 'active', color: colors[0]! },
      { name: 'first commit', color: colors[1]! },
    ],
    tipAt: 'axis',
    tip: (at) => ({
      title: labels[at] ?? '',
      rows: [
        { color: colors[0]!, name: 'active people', value: grouped(people[at] ?? 0) },
        { color: colors[1]!, name: 'with their first commit', value: grouped(newcomers[at] ?? 0) },
      ],
    }),
    pickAt: (at) => periodAt(labels, at),
    summary:
      `People active per ${unit}, at most ${grouped(Math.max(...people))}; ` +
      `${grouped(people.at(-1) ?? 0)} in the last ${unit}.`,
  };
}

/** Lines added above the axis, removed below. */
export function churnChart(block: ActivityBlock, look: Look): Chart {
  const { labels, added, removed, unit } = block;
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 22, top: 10, bottom: 4, outerBoundsMode: 'same' },
      xAxis: pieceAxis(look, labels),
      yAxis: valueAxis(look),
      series: [
        {
          name: 'lines added',
          type: 'bar',
          stack: 'churn',
          color: look.added,
          barCategoryGap: '0%',
          data: [...added],
        },
        {
          name: 'lines removed',
          type: 'bar',
          stack: 'churn',
          color: look.removed,
          data: removed.map((count) => -count),
        },
      ],
    },
    legend: [
      { name: 'lines added', color: look.added },
      { name: 'lines removed', color: look.removed },
    ],
    tipAt: 'axis',
    tip: (at) => ({
      title: labels[at] ?? '',
      rows: [
        { color: look.added, name: 'lines added', value: grouped(added[at] ?? 0) },
        { color: look.removed, name: 'lines removed', value: grouped(removed[at] ?? 0) },
      ],
    }),
    pickAt: (at) => periodAt(labels, at),
    summary: `Lines added and removed per ${unit}.`,
  };
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Commits by month and year; undefined where pieces of time are longer than months. */
export function calendarChart(block: ActivityBlock, look: Look): Chart | undefined {
  if (!['day', 'week', 'month'].includes(block.unit)) return undefined;
  const months = new Map<string, number>();
  for (const [at, start] of block.startsAt.entries()) {
    const month = monthOf(Math.max(start, block.startsAt[0]!));
    months.set(month, (months.get(month) ?? 0) + block.commits[at]!);
  }
  const years = [...new Set([...months.keys()].map((month) => month.slice(0, 4)))];
  if (years.length < 2) return undefined;
  const cells = [...months].map(([month, count]) => [
    Number(month.slice(5)) - 1,
    years.indexOf(month.slice(0, 4)),
    count,
  ]);
  const most = Math.max(1, ...months.values());
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 4, top: 4, bottom: 4, outerBoundsMode: 'same' },
      xAxis: {
        ...labelAxis(look, look.width < 420 ? monthNames.map((name) => name[0]!) : monthNames, true),
        position: 'top',
        axisLine: { show: false },
      },
      yAxis: { ...labelAxis(look, years, true), inverse: true, axisLine: { show: false } },
      visualMap: { show: false, min: 0, max: most, inRange: { color: [...heatColors(look)] } },
      series: [heatmap(look, cells)],
    },
    scale: { colors: heatColors(look), low: '0', high: plural(most, 'commit', 'commits') },
    tipAt: 'item',
    tip: (_at, _series, data) => {
      const [month = 0, year = 0, count = 0] = Array.isArray(data) ? data.map(Number) : [];
      return {
        title: `${monthNames[month]} ${years[year]}`,
        rows: [{ name: 'commits', value: grouped(count) }],
      };
    },
    pick: (data) => {
      const [month = 0, year = 0] = Array.isArray(data) ? data.map(Number) : [];
      const prefix = `${years[year]}-${String(month + 1).padStart(2, '0')}`;
      return periodAt(
        block.labels,
        block.startsAt.findIndex((start) => monthOf(start).startsWith(prefix)),
      );
    },
    summary: `Commits by month; the darkest month has ${grouped(most)}.`,
  };
}
