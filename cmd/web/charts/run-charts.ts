/** Charts of a run from its log, for the dashboard. */
import type { EChartsOption } from 'echarts';
import type { RunView } from '../../dashboard/dashboard-view.ts';
import { baseOption, type Chart, legendTop, type TipRow, valueAxis } from './chart.ts';
import type { Look } from './look.ts';
import { brief, grouped, percent } from './said-number.ts';
import { bytesOf, clockOf } from './said-size.ts';

export type RunChart = (run: RunView, look: Look) => Chart;

const warningShare = 0.8;
const criticalShare = 0.9;
const grid = { left: 4, right: 14, top: 34, bottom: 4, outerBoundsMode: 'same' } as const;

interface Line {
  readonly name: string;
  readonly color: string;
  readonly xs: readonly number[];
  readonly ys: readonly (number | null)[];
  readonly say: (value: number) => string;
  readonly isArea?: boolean;
  readonly isDashed?: boolean;
  readonly isStep?: boolean;
}

/** Resident memory, heap and what the ledger knows, under the thresholds of the budget. */
export function memoryChart(run: RunView, look: Look): Chart {
  const { samples, chunks, budgetBytes } = run;
  const lines: Line[] = [
    line('resident', look.kinds[0]!, samples.elapsedMs, samples.rssBytes, bytesOf, { isArea: true }),
    line('heap', look.kinds[2]!, samples.elapsedMs, samples.heapBytes, bytesOf),
    line('accounted for', look.kinds[4]!, chunks.elapsedMs, chunks.modelBytes, bytesOf, { isDashed: true }),
  ];
  const marks = budgetBytes === 0 ? [] : budgetMarks(budgetBytes, look);
  const most = Math.max(budgetBytes, run.rssPeakBytes, ...chunks.modelBytes);
  const option = timeOption(look, lines, bytesOf, marks);
  return timeChart(
    { ...option, yAxis: { ...bytesAxis(look, most), max: most * 1.08 } },
    lines,
    `Resident memory over time, ${bytesOf(run.rssBytes)} now, ${bytesOf(run.rssPeakBytes)} at most` +
      (budgetBytes === 0 ? ', without a budget.' : `, in a budget of ${bytesOf(budgetBytes)}.`),
  );
}

function budgetMarks(budgetBytes: number, look: Look): Mark[] {
  return [
    { at: budgetBytes, name: 'budget', color: look.removed },
    { at: budgetBytes * criticalShare, name: '90 %', color: look.accent },
    { at: budgetBytes * warningShare, name: '80 %', color: look.kinds[6]! },
  ];
}

/** Commits a chunk as planned before it, and as it became. */
export function planChart(run: RunView, look: Look): Chart {
  const { chunks, chunksPerPoint } = run;
  const mean = (sums: readonly number[]): number[] => sums.map((sum) => sum / chunksPerPoint);
  const labels = chunkLabels(run);
  const bars: Bars[] = [
    { name: 'planned', color: look.kinds[8]!, values: mean(chunks.plannedCommits), say: countOf },
    { name: 'actual', color: look.kinds[0]!, values: mean(chunks.commits), say: countOf },
  ];
  return barChart(look, labels, bars, brief, `Commits of ${run.chunksDone} chunks, planned and actual.`);
}

/** What a commit added to the state, and what the planner expected, with the places where it replanned. */
export function growthChart(run: RunView, look: Look): Chart {
  const { chunks } = run;
  const grown = chunks.grownBytes.map((bytes, at) => bytes / Math.max(1, chunks.commits[at]!));
  const labels = chunkLabels(run);
  const colors = [look.kinds[8]!, look.kinds[4]!, look.accent];
  const replans = chunks.replans.map((count, at) => (count > 0 ? chunks.emaBytes[at]! : null));
  return {
    option: {
      ...baseOption(look),
      color: colors,
      grid,
      legend: legendTop(look),
      xAxis: labelledAxis(look, labels),
      yAxis: bytesAxis(look, Math.max(...grown, ...chunks.emaBytes)),
      series: [
        { name: 'growth', type: 'bar', data: grown, barMaxWidth: 26 },
        {
          name: 'expected (moving mean)',
          type: 'line',
          symbol: labels.length < 2 ? 'circle' : 'none',
          data: [...chunks.emaBytes],
        },
        { name: 'replanned', type: 'scatter', symbol: 'diamond', symbolSize: 11, z: 5, data: replans },
      ],
    },
    tipAt: 'axis',
    tip: (at) => ({
      title: labels[at] ?? '',
      rows: [
        { color: colors[0]!, name: 'growth per commit', value: bytesOf(grown[at] ?? 0) },
        { color: colors[1]!, name: 'expected next', value: bytesOf(chunks.emaBytes[at] ?? 0) },
        { color: colors[2]!, name: 'replanned', value: `${grouped(chunks.replans[at] ?? 0)} times` },
      ],
    }),
    summary: `Growth of the state per commit, over ${run.chunksDone} chunks; replanned ${run.replanCount} times.`,
  };
}

/** Steps shorter than this share of the run are joined: the speed of a moment says nothing. */
const paceShareMin = 0.01;

/** Commits per second, step by step. */
export function paceChart(run: RunView, look: Look): Chart {
  const { xs, ys } = paceOf(run);
  const say = (value: number): string => `${brief(value)}/s`;
  const lines = [line('commits per second', look.kinds[2]!, xs, ys, say, { isArea: true })];
  return timeChart(
    timeOption(look, lines, say, []),
    lines,
    `Commits per second over time, ${run.commitsPerSecond === null ? 'not known yet' : say(run.commitsPerSecond)} now.`,
  );
}

function paceOf({ samples, durationMs }: RunView): Pick<Line, 'xs' | 'ys'> {
  const xs: number[] = [];
  const ys: number[] = [];
  let commits = 0;
  let ms = 0;
  for (const [at, elapsedMs] of samples.elapsedMs.entries()) {
    commits += samples.stepCommits[at]!;
    ms += samples.stepMs[at]!;
    if (ms === 0 || ms < durationMs * paceShareMin) continue;
    xs.push(elapsedMs);
    ys.push((commits / ms) * 1000);
    commits = 0;
    ms = 0;
  }
  return { xs, ys };
}

/** The end as it was foretold all along: a level line is a good prophet. */
export function foretoldChart(run: RunView, look: Look): Chart {
  const { samples, status } = run;
  const foretold = samples.leftMs.map((left, at) => (left < 0 ? null : samples.elapsedMs[at]! + left));
  const lines = [line('predicted end of the walk', look.kinds[3]!, samples.elapsedMs, foretold, clockOf)];
  const walk = samples.elapsedMs.at(-1) ?? 0;
  const marks = status === 'done' ? [{ at: walk, name: 'actual end', color: look.muted }] : [];
  const error = run.leftError === null ? 'not known yet' : percent(run.leftError);
  return timeChart(
    timeOption(look, lines, clockOf, marks),
    lines,
    `When the walk was expected to end, at each moment; times were off by ${error} on average.`,
  );
}

/** Where the time went; the longest is the bottleneck. */
export function stagesChart({ stages }: RunView, look: Look): Chart {
  const longest = Math.max(...stages.map(({ totalMs }) => totalMs), 0);
  const total = stages.reduce((sum, { totalMs }) => sum + totalMs, 0) || 1;
  const shown = [...stages].reverse();
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 60, top: 4, bottom: 4, outerBoundsMode: 'same' },
      xAxis: { ...valueAxis(look, clockOf), splitNumber: 3 },
      yAxis: {
        ...labelledAxis(
          look,
          shown.map(({ name }) => name),
        ),
        axisLabel: { color: look.ink },
      },
      series: [
        {
          type: 'bar',
          barMaxWidth: 22,
          itemStyle: { borderRadius: [0, 4, 4, 0] },
          label: {
            show: true,
            position: 'right',
            color: look.muted,
            formatter: ({ dataIndex }) => percent((shown[dataIndex]?.totalMs ?? 0) / total),
          },
          data: shown.map(({ totalMs }) => ({
            value: totalMs,
            itemStyle: { color: totalMs === longest ? look.accent : look.kinds[0]! },
          })),
        },
      ],
    },
    tipAt: 'item',
    tip: (at) => ({
      title: shown[at]?.name ?? '',
      rows: [{ name: shown[at]?.meaning ?? '', value: clockOf(shown[at]?.totalMs ?? 0) }],
    }),
    summary: shown.map(({ name, totalMs }) => `${name} ${clockOf(totalMs)}`).join(', '),
  };
}

/** Hits among all reads of bases, chunk by chunk. */
export function cacheChart(run: RunView, look: Look): Chart {
  const { chunks } = run;
  const rates = chunks.cacheHits.map((hits, at) => hits / Math.max(1, hits + chunks.cacheMisses[at]!));
  const say = (value: number): string => percent(value);
  const bars = [{ name: 'hits', color: look.kinds[5]!, values: rates, say }];
  const chart = barChart(look, chunkLabels(run), bars, say, hitText(run));
  return { ...chart, option: { ...chart.option, yAxis: { ...valueAxis(look, say), min: 0, max: 1 } } };
}

function hitText({ cacheHits, cacheMisses }: RunView): string {
  const rate = percent(cacheHits / Math.max(1, cacheHits + cacheMisses));
  return `Delta bases found in the cache by chunk, ${rate} of ${grouped(cacheHits + cacheMisses)} in all.`;
}

/** What left memory for the disk. */
export function diskChart(run: RunView, look: Look): Chart {
  const { chunks } = run;
  const bars: Bars[] = [
    { name: 'hibernated', color: look.kinds[0]!, values: chunks.hibernatedBytes, say: bytesOf, stack: 'disk' },
    { name: 'spilled', color: look.kinds[1]!, values: chunks.spilledBytes, say: bytesOf, stack: 'disk' },
    { name: 'checkpoints', color: look.kinds[2]!, values: chunks.checkpointBytes, say: bytesOf, stack: 'disk' },
  ];
  const summary =
    `Bytes written at the end of chunks: ${bytesOf(run.hibernatedBytes)} hibernated, ${bytesOf(run.spilledBytes)} ` +
    `spilled, ${bytesOf(run.checkpointBytes)} in ${run.checkpointCount} checkpoints.`;
  const most = Math.max(...chunks.index.map((_, at) => bars.reduce((sum, { values }) => sum + values[at]!, 0)));
  const chart = barChart(look, chunkLabels(run), bars, bytesOf, summary);
  return { ...chart, option: { ...chart.option, yAxis: bytesAxis(look, most) } };
}

/** One measure of several runs over their own time. */
export function comparedChart(
  runs: readonly RunView[],
  look: Look,
  of: (run: RunView) => readonly number[],
  say: (value: number) => string,
  nameOf: (run: RunView) => string,
): Chart {
  const lines = runs.map((run, at) =>
    line(nameOf(run), look.kinds[at % look.kinds.length]!, run.samples.elapsedMs, of(run), say),
  );
  const option = timeOption(look, lines, say, []);
  const most = Math.max(1, ...runs.flatMap((run) => of(run)));
  const yAxis = say === bytesOf ? bytesAxis(look, most) : (option.yAxis as object);
  return timeChart({ ...option, yAxis }, lines, `${runs.length} runs side by side.`);
}

/** Steps are whole powers of two, about four of them. */
function bytesAxis(look: Look, most: number): object {
  const interval = 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, most) / 5)));
  const axisLabel = { color: look.muted, formatter: bytesOf, showMaxLabel: most % interval === 0 };
  return { ...valueAxis(look, bytesOf), min: 0, interval, axisLabel };
}

interface Mark {
  readonly at: number;
  readonly name: string;
  readonly color: string;
}

function line(
  name: string,
  color: string,
  xs: readonly number[],
  ys: readonly (number | null)[],
  say: (value: number) => string,
  how: Pick<Line, 'isArea' | 'isDashed' | 'isStep'> = {},
): Line {
  return { name, color, xs, ys, say, ...how };
}

function timeOption(
  look: Look,
  lines: readonly Line[],
  say: (value: number) => string,
  marks: readonly Mark[],
): EChartsOption {
  return {
    ...baseOption(look),
    color: lines.map(({ color }) => color),
    grid,
    ...(lines.length > 1 ? { legend: legendTop(look) } : { grid: { ...grid, top: 14 } }),
    xAxis: {
      type: 'value',
      min: 0,
      max: 'dataMax',
      axisLabel: { color: look.muted, formatter: clockOf, hideOverlap: true, showMaxLabel: false },
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: look.grid } },
    },
    yAxis: { ...valueAxis(look, say), min: 0 },
    series: lines.map((one, at) => ({
      name: one.name,
      type: 'line' as const,
      symbol: one.xs.length < 2 ? 'circle' : 'none',
      connectNulls: true,
      step: one.isStep === true ? ('end' as const) : false,
      lineStyle: { width: 2, type: one.isDashed === true ? ('dashed' as const) : ('solid' as const) },
      ...(one.isArea === true ? { areaStyle: { opacity: 0.12 } } : {}),
      data: one.xs.map((x, place) => [x, one.ys[place] ?? null]),
      ...(at === 0 && marks.length > 0 ? { markLine: markLineOf(marks, look) } : {}),
    })) as EChartsOption['series'] & object,
  };
}

function markLineOf(marks: readonly Mark[], look: Look): object {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: marks.map(({ at, name, color }) => ({
      yAxis: at,
      name,
      lineStyle: { color, type: 'solid', width: 1, opacity: 0.8 },
      label: { formatter: name, color: look.muted, position: 'insideEndTop', fontSize: 11, distance: [4, 1] },
    })),
  };
}

/** The tooltip shows the latest value of each line at that time. */
function timeChart(option: EChartsOption, lines: readonly Line[], summary: string): Chart {
  return {
    option,
    tipAt: 'axis',
    tip: (index, series) => {
      const x = lines[series]?.xs[index] ?? 0;
      return { title: clockOf(x), rows: lines.flatMap((one) => rowAt(one, x)) };
    },
    summary,
  };
}

function rowAt({ name, color, xs, ys, say }: Line, x: number): TipRow[] {
  const at = xs.findLastIndex((place) => place <= x);
  const value = at < 0 ? null : (ys[at] ?? null);
  return value === null ? [] : [{ color, name, value: say(value) }];
}

interface Bars {
  readonly name: string;
  readonly color: string;
  readonly values: readonly number[];
  readonly say: (value: number) => string;
  readonly stack?: string;
}

function barChart(
  look: Look,
  labels: readonly string[],
  bars: readonly Bars[],
  say: (value: number) => string,
  summary: string,
): Chart {
  return {
    option: {
      ...baseOption(look),
      color: bars.map(({ color }) => color),
      grid: bars.length > 1 ? grid : { ...grid, top: 14 },
      ...(bars.length > 1 ? { legend: legendTop(look) } : {}),
      xAxis: labelledAxis(look, labels),
      yAxis: valueAxis(look, say),
      series: bars.map(({ name, values, stack }) => ({
        name,
        type: 'bar' as const,
        barMaxWidth: 26,
        ...(stack === undefined ? {} : { stack }),
        data: [...values],
      })),
    },
    tipAt: 'axis',
    tip: (at) => ({
      title: labels[at] ?? '',
      rows: bars.map((one) => ({ color: one.color, name: one.name, value: one.say(one.values[at] ?? 0) })),
    }),
    summary,
  };
}

function labelledAxis(look: Look, labels: readonly string[]): object {
  return {
    type: 'category',
    data: [...labels],
    axisLine: { lineStyle: { color: look.grid } },
    axisTick: { show: false },
    axisLabel: { color: look.muted, hideOverlap: true },
  };
}

/** A point may stand for several chunks: `chunk 5` or `chunks 5 to 8`. */
function chunkLabels({ chunks, chunksPerPoint }: RunView): string[] {
  return chunks.index.map((last, at) => {
    const first = at === 0 ? Math.max(0, last - chunksPerPoint + 1) : chunks.index[at - 1]! + 1;
    return first >= last ? `chunk ${last + 1}` : `${first + 1} – ${last + 1}`;
  });
}

function countOf(value: number): string {
  return grouped(Math.round(value));
}
