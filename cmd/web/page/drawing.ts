import type { EChartsOption, EChartsType } from 'echarts';
import type { Chart, Tip } from '../charts/chart.ts';
import type { Look } from '../charts/look.ts';
import { element } from './element.ts';

declare const codefangEcharts: {
  init(host: HTMLElement): EChartsType;
};

/** A chart in its place in a page, with its tips and its words. */
export class Drawing {
  readonly host: HTMLElement;
  readonly #make: (look: Look) => Chart;
  readonly #say: (summary: string) => void;
  #echarts: EChartsType | undefined;
  #chart: Chart | undefined;

  constructor(host: HTMLElement, make: (look: Look) => Chart, say: (summary: string) => void) {
    this.host = host;
    this.#make = make;
    this.#say = say;
    host.setAttribute('role', 'img');
  }

  get isDrawn(): boolean {
    return this.#echarts !== undefined;
  }

  draw(look: Look, isLive = false): void {
    const chart = this.#make(look);
    this.#chart = chart;
    this.host.setAttribute('aria-label', chart.summary);
    this.#say(chart.summary);
    if (this.#echarts === undefined) {
      this.#echarts = codefangEcharts.init(this.host);
      new ResizeObserver(() => this.#echarts?.resize()).observe(this.host);
    }
    const isStill = isLive || matchMedia('(prefers-reduced-motion: reduce)').matches;
    const still = isStill ? { animation: false } : {};
    this.#echarts.setOption({ ...chart.option, ...still, tooltip: this.#tooltip(chart, look) } as EChartsOption, true);
  }

  /** Without movement, for a chart that changes under the eyes. */
  drawLive(look: Look): void {
    this.draw(look, true);
  }

  /** Without movement, at the size of paper. */
  drawForPrint(look: Look): void {
    this.draw(look);
    this.#echarts?.setOption({ animation: false });
    this.#echarts?.resize();
  }

  #tooltip(chart: Chart, look: Look): object {
    return {
      trigger: chart.tipAt,
      confine: true,
      backgroundColor: look.isDark ? '#2a2926' : '#ffffff',
      borderColor: look.grid,
      textStyle: { color: look.ink, fontSize: 12 },
      axisPointer: { type: 'line', lineStyle: { color: look.muted } },
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
