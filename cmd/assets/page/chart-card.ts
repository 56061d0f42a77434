import type { EChartsOption, EChartsType } from 'echarts';
import type { Chart, Tip } from '../charts/chart.ts';
import type { Look } from '../charts/look.ts';
import { element } from './element.ts';
import type { Theme } from './theme.ts';

/** A choice between views of one chart, as buttons. */
export interface Choice {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface ChartCardSpec {
  readonly title: string;
  /** How to read it. */
  readonly note: string;
  /** What is left out of the drawing, said in the page; empty for nothing. */
  readonly thinning?: string;
  /** Of the drawing: by name, or in pixels where it grows with what is drawn. */
  readonly height: 'medium' | 'tall' | number;
  readonly choices?: readonly Choice[];
  /** `chosen` has a value for each choice. */
  draw(look: Look, chosen: readonly string[]): Chart;
}

export type MakeCard = (spec: ChartCardSpec) => HTMLElement;

/** Pixels for rows of a chart and its axis. */
export function rowsHeight(rowCount: number, rowPixels: number): number {
  return Math.max(90, rowCount * rowPixels + 34);
}

declare const codefangEcharts: {
  init(host: HTMLElement): EChartsType;
};

/** Drawn a little before it is scrolled into view. */
const drawAhead = '300px';

/**
 * A figure with a chart that is drawn when it comes into view, and again when the theme changes.
 */
export function chartCard(spec: ChartCardSpec, theme: Theme): HTMLElement {
  const host = element('div', { class: `chart ${spec.height}` });
  if (typeof spec.height === 'number') host.style.height = `${spec.height}px`;
  const summary = element('span', { class: 'visually-hidden' });
  const controls = element('div', { class: 'choices' });
  const card = element(
    'figure',
    { class: 'card' },
    element(
      'figcaption',
      {},
      element('h3', {}, spec.title),
      element('p', { class: 'note' }, spec.note),
      summary,
    ),
    controls,
    host,
    spec.thinning === undefined || spec.thinning === ''
      ? undefined
      : element('p', { class: 'thinned' }, spec.thinning),
  );
  const chosen = (spec.choices ?? []).map(({ options }) => options[0]!.value);
  const drawing = new Drawing(
    host,
    (look) => spec.draw(look, chosen),
    (text) => summary.replaceChildren(text),
  );
  for (const [at, choice] of (spec.choices ?? []).entries()) {
    controls.append(
      choiceButtons(choice, (value) => {
        chosen[at] = value;
        drawing.draw(theme.look);
      }),
    );
  }
  drawWhenSeen(drawing, theme);
  return card;
}

class Drawing {
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

  draw(look: Look): void {
    const chart = this.#make(look);
    this.#chart = chart;
    this.host.setAttribute('aria-label', chart.summary);
    this.#say(chart.summary);
    if (this.#echarts === undefined) {
      this.#echarts = codefangEcharts.init(this.host);
      new ResizeObserver(() => this.#echarts?.resize()).observe(this.host);
    }
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
      ? { animation: false }
      : {};
    this.#echarts.setOption(
      { ...chart.option, ...still, tooltip: this.#tooltip(chart, look) } as EChartsOption,
      true,
    );
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

function choiceButtons({ label, options }: Choice, choose: (value: string) => void): HTMLElement {
  const buttons = options.map(({ value, label: text }, at) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(at === 0) }, text);
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      choose(value);
    });
    return button;
  });
  return element('div', { class: 'choice', role: 'group', 'aria-label': label }, ...buttons);
}

function drawWhenSeen(drawing: Drawing, theme: Theme): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      if (!drawing.isDrawn) drawing.draw(theme.look);
    },
    { rootMargin: drawAhead },
  );
  observer.observe(drawing.host);
  theme.onChange((look) => {
    if (theme.isPrinting) drawing.drawForPrint(look);
    else if (drawing.isDrawn) drawing.draw(look);
  });
}
