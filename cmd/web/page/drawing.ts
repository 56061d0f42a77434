import type { EChartsOption, EChartsType } from 'echarts';
import type { Chart, Subject, Tip } from '../charts/chart.ts';
import type { Look } from '../charts/look.ts';
import { ChartKey } from './chart-key.ts';
import { element } from './element.ts';

declare const codefangEcharts: {
  init(host: HTMLElement, theme: null, options: { readonly renderer: 'svg' }): EChartsType;
};

/** Of the printed page, without its margins: A4 and Letter have room for it. */
const paperPixels = 660;

/** A chart in its place in a page, with its key, its tips and its words. */
export class Drawing {
  readonly host: HTMLElement;
  /** Names of the colours; a page puts it above the chart. */
  readonly key: HTMLElement;
  readonly #key: ChartKey;
  readonly #make: (look: Look) => Chart;
  readonly #say: (summary: string) => void;
  readonly #onPick: ((pick: Subject) => void) | undefined;
  #echarts: EChartsType | undefined;
  #chart: Chart | undefined;
  #look: Look | undefined;
  #width = 0;
  /** Of a drawing for paper; undefined on a screen. */
  #paperHeight: number | undefined;

  constructor(
    host: HTMLElement,
    make: (look: Look) => Chart,
    say: (summary: string) => void,
    onPick?: (pick: Subject) => void,
  ) {
    this.host = host;
    this.#make = make;
    this.#say = say;
    this.#onPick = onPick;
    this.#key = new ChartKey((name) => this.#echarts?.dispatchAction({ type: 'legendToggleSelect', name }));
    this.key = this.#key.root;
    host.setAttribute('role', 'img');
  }

  get isDrawn(): boolean {
    return this.#echarts !== undefined;
  }

  draw(look: Look, isLive = false): void {
    this.#look = look;
    const height = this.#paperHeight ?? (this.host.clientHeight || look.height);
    this.#width = this.#paperHeight === undefined ? this.host.clientWidth || look.width : paperPixels;
    const chart = this.#make({ ...look, width: this.#width, height });
    this.#chart = chart;
    this.host.setAttribute('aria-label', chart.summary);
    this.#say(chart.summary);
    this.#key.show(chart);
    this.#echarts ??= this.#open();
    this.#echarts.resize({ width: this.#width, height });
    const isStill = isLive || this.#paperHeight !== undefined || matchMedia('(prefers-reduced-motion: reduce)').matches;
    const still = isStill ? { animation: false } : {};
    const own = { tooltip: this.#tooltip(chart, look), ...hiddenLegend(chart) };
    this.#echarts.setOption({ ...chart.option, ...still, ...own } as EChartsOption, true);
    this.#fitPaper();
  }

  /** Without movement, for a chart that changes under the eyes. */
  drawLive(look: Look): void {
    this.draw(look, true);
  }

  /** Without movement, at the size of paper. */
  drawForPrint(look: Look, heightPixels = 300): void {
    this.#paperHeight = heightPixels;
    this.draw(look);
    this.#paperHeight = undefined;
  }

  /** A drawing grows and shrinks with its place on paper, which is not known before. */
  #fitPaper(): void {
    const svg = this.host.querySelector('svg');
    if (this.#paperHeight !== undefined) svg?.setAttribute('viewBox', `0 0 ${this.#width} ${this.#paperHeight}`);
    else svg?.removeAttribute('viewBox');
  }

  #open(): EChartsType {
    const opened = codefangEcharts.init(this.host, null, { renderer: 'svg' });
    new ResizeObserver(() => this.#resized()).observe(this.host);
    opened.on('click', ({ data, dataIndex, seriesName = '' }) => {
      const pick = this.#chart?.pick?.(data, dataIndex, seriesName);
      if (pick !== undefined) this.#onPick?.(pick);
    });
    opened.getZr().on('click', ({ offsetX, offsetY }) => {
      const point = [offsetX, offsetY];
      if (this.#chart?.pickAt === undefined || !opened.containPixel('grid', point)) return;
      const [index = -1] = opened.convertFromPixel('grid', point);
      const pick = this.#chart.pickAt(Math.round(index));
      if (pick !== undefined) this.#onPick?.(pick);
    });
    return opened;
  }

  /** Labels are laid out for a width, so another one is another drawing. */
  #resized(): void {
    const width = this.host.clientWidth;
    if (this.#look === undefined || width === 0) return;
    this.#echarts?.resize();
    if (Math.abs(width - this.#width) > 1 && !matchMedia('print').matches) this.draw(this.#look, true);
  }

  #tooltip(chart: Chart, look: Look): object {
    return {
      trigger: chart.tipAt,
      confine: true,
      backgroundColor: look.isDark ? '#2a2926' : '#ffffff',
      borderColor: look.grid,
      textStyle: { color: look.ink, fontSize: 12 },
      axisPointer: { type: 'line', label: { show: false }, lineStyle: { color: look.muted } },
      // An element and not a string: names are text in it, whatever they hold.
      formatter: (params: unknown) => tipElement(this.#tipOf(params)),
    };
  }

  #tipOf(params: unknown): Tip {
    const one = (Array.isArray(params) ? params[0] : params) as TipParams | undefined;
    if (one === undefined || this.#chart === undefined) return { title: '', rows: [] };
    return this.#chart.tip(one.dataIndex, one.seriesIndex, one.data);
  }
}

interface TipParams {
  readonly dataIndex: number;
  readonly seriesIndex: number;
  readonly data: unknown;
}

/** Series are shown and hidden through a legend, which the page draws itself. */
function hiddenLegend({ legend }: Chart): object {
  return legend === undefined ? {} : { legend: { show: false, data: legend.map(({ name }) => name) } };
}

function tipElement({ title, rows }: Tip): HTMLElement {
  const lines = rows.map(({ color, name, value }) => {
    const dot = element('i', { class: 'dot' });
    if (color !== undefined) dot.style.background = color;
    return element(
      'div',
      { class: 'tip-row' },
      color === undefined ? undefined : dot,
      element('span', {}, name),
      element('b', {}, value),
    );
  });
  return element('div', { class: 'tip' }, element('div', { class: 'tip-title' }, title), ...lines);
}
