import type { EChartsOption } from 'echarts';
import { fontFamily, type Look } from './look.ts';
import { brief } from './said-number.ts';

/** What the pointer rests on, as lines of text. A page shows it; markup in it stays text. */
export interface Tip {
  readonly title: string;
  readonly rows: readonly TipRow[];
}

export interface TipRow {
  readonly color?: string;
  readonly name: string;
  readonly value: string;
}

export interface LegendEntry {
  /** Of a series, when it can be shown and hidden. */
  readonly name: string;
  readonly color: string;
  /** A share or number beside the name. */
  readonly detail?: string;
}

export interface ColorScale {
  readonly colors: readonly string[];
  readonly low: string;
  readonly high: string;
}

/** Kinds of things that a reader may want to know more of. */
export const subjectKinds = ['file', 'folder', 'person', 'language', 'period', 'cohort'] as const;

export interface Subject {
  readonly kind: (typeof subjectKinds)[number];
  /** Path, name, or label of a piece of time. */
  readonly name: string;
}

/** A chart that is not drawn yet. */
export interface Chart {
  /** Without tooltips, which are the page's. */
  readonly option: EChartsOption;
  /** Shares an x axis: the tip is about all series at a place; else about one thing. */
  readonly tipAt: 'axis' | 'item';
  /** `series` and `index` as echarts passes them for the data under the pointer. */
  tip(index: number, series: number, data: unknown): Tip;
  /** Names and colours of the series, in the order to be read. Drawn by the page, and above a picture. */
  readonly legend?: readonly LegendEntry[];
  /** What the colours of areas mean, from least to most. */
  readonly scale?: ColorScale;
  /** Something was picked by pointer: what the page may show of it. `index` and `series` as for `tip`. */
  pick?(data: unknown, index: number, series: string): Subject | undefined;
  /** The same for a place of the x axis, wherever above it the pointer was. */
  pickAt?(index: number): Subject | undefined;
  /** The chart in one or two sentences, for those who do not see it. */
  readonly summary: string;
}

/** Parts that all charts share. */
export function baseOption(look: Look): EChartsOption {
  return {
    backgroundColor: 'transparent',
    textStyle: { fontFamily, color: look.ink, fontSize: 12 },
    animationDuration: 500,
    animationDurationUpdate: 300,
  };
}

/** An axis of times that were labelled before. */
export function labelAxis(look: Look, labels: readonly string[], isGapped: boolean): object {
  return {
    type: 'category',
    data: [...labels],
    boundaryGap: isGapped,
    axisLine: { lineStyle: { color: look.grid } },
    axisTick: { show: false },
    axisLabel: { color: look.muted, hideOverlap: true },
  };
}

export function valueAxis(look: Look, formatter: (value: number) => string = brief): object {
  return {
    type: 'value',
    axisLabel: { color: look.muted, formatter },
    splitLine: { lineStyle: { color: look.grid } },
  };
}

export function zoomSlider(look: Look): object[] {
  return [
    {
      type: 'slider',
      height: 18,
      bottom: 4,
      borderColor: 'transparent',
      backgroundColor: look.isDark ? '#262523' : '#f1eee8',
      fillerColor: look.isDark ? '#ffffff1c' : '#0000001a',
      dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } },
      selectedDataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } },
      handleStyle: { color: look.muted, borderColor: look.muted },
      moveHandleSize: 0,
      showDetail: false,
      brushSelect: false,
    },
  ];
}

export function legendTop(look: Look): object {
  return {
    type: 'scroll',
    top: 0,
    left: 0,
    right: 0,
    icon: 'roundRect',
    itemWidth: 11,
    itemHeight: 11,
    itemGap: 14,
    textStyle: { color: look.ink },
    inactiveColor: look.muted,
    pageTextStyle: { color: look.muted },
    pageIconColor: look.ink,
    pageIconInactiveColor: look.grid,
  };
}
