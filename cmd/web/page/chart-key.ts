import type { Chart, ColorScale, LegendEntry } from '../charts/chart.ts';
import { element } from './element.ts';

/** What the colours of a chart mean: buttons that show and hide a series, or a scale from least to most. */
export class ChartKey {
  readonly root: HTMLElement = element('div', { class: 'key' });
  readonly #toggle: (name: string) => void;
  #shown = '';

  constructor(toggle: (name: string) => void) {
    this.#toggle = toggle;
  }

  /** Drawing starts with all series shown. */
  show({ legend = [], scale, option }: Chart): void {
    const wanted = JSON.stringify([legend, scale]);
    const isFresh = wanted !== this.#shown;
    this.#shown = wanted;
    if (!isFresh) {
      for (const button of this.root.querySelectorAll('button')) button.setAttribute('aria-pressed', 'true');
      return;
    }
    const names = seriesNames(option);
    const entries = legend.map((entry) => (names.has(entry.name) ? this.#button(entry) : label(entry)));
    this.root.replaceChildren(...entries, ...(scale === undefined ? [] : [scaleElement(scale)]));
  }

  #button(entry: LegendEntry): HTMLElement {
    const button = element('button', { type: 'button', 'aria-pressed': 'true' }, ...partsOf(entry));
    button.addEventListener('click', () => {
      this.#toggle(entry.name);
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    });
    return button;
  }
}

function seriesNames(option: Chart['option']): ReadonlySet<string> {
  const series = option.series as readonly { readonly name?: string }[];
  return new Set(series.map(({ name = '' }) => name));
}

function label(entry: LegendEntry): HTMLElement {
  return element('span', {}, ...partsOf(entry));
}

function partsOf({ name, color, detail }: LegendEntry): (HTMLElement | undefined)[] {
  const dot = element('i', { class: 'dot', 'aria-hidden': 'true' });
  dot.style.background = color;
  const value = detail === undefined ? undefined : element('small', {}, detail);
  return [dot, element('span', { class: 'name', title: name }, name), value];
}

function scaleElement({ colors, low, high }: ColorScale): HTMLElement {
  const bar = element('i', { class: 'scale', 'aria-hidden': 'true' });
  bar.style.background = `linear-gradient(to right, ${colors.join(', ')})`;
  return element('span', {}, low, bar, high);
}
