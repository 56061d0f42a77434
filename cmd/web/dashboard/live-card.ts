import type { Chart } from '../charts/chart.ts';
import type { Look } from '../charts/look.ts';
import { Drawing } from '../page/drawing.ts';
import { element } from '../page/element.ts';
import type { Theme } from '../page/theme.ts';

export interface LiveCardSpec {
  readonly title: string;
  /** How to read it. */
  readonly note: string;
  readonly heightPixels: number;
  /** Undefined while there is nothing to draw; the card then says `emptyNote`. */
  draw(look: Look): Chart | undefined;
  readonly emptyNote: string;
}

/** A chart that is drawn again when its data changed, as long as it is in view. */
export class LiveCard {
  readonly root: HTMLElement;
  readonly #spec: LiveCardSpec;
  readonly #theme: Theme;
  readonly #host: HTMLElement;
  readonly #empty: HTMLElement;
  readonly #drawing: Drawing;
  #isSeen = false;
  #isStale = true;

  constructor(spec: LiveCardSpec, theme: Theme) {
    this.#spec = spec;
    this.#theme = theme;
    this.#host = element('div', { class: 'chart' });
    this.#host.style.height = `${spec.heightPixels}px`;
    this.#empty = element('p', { class: 'note empty' }, spec.emptyNote);
    const summary = element('span', { class: 'visually-hidden' });
    this.root = element(
      'figure',
      { class: 'card' },
      element('figcaption', {}, element('h3', {}, spec.title), element('p', { class: 'note' }, spec.note), summary),
      this.#empty,
      this.#host,
    );
    this.#drawing = new Drawing(
      this.#host,
      (look) => spec.draw(look) ?? nothing,
      (text) => summary.replaceChildren(text),
    );
    theme.onChange(() => this.update());
    new IntersectionObserver(
      (entries) => {
        this.#isSeen = entries.some((entry) => entry.isIntersecting);
        if (this.#isSeen && this.#isStale) this.update();
      },
      { rootMargin: '200px' },
    ).observe(this.root);
  }

  update(): void {
    this.#isStale = true;
    if (!this.#isSeen && !this.#theme.isPrinting) return;
    this.#isStale = false;
    const isEmpty = this.#spec.draw(this.#theme.look) === undefined;
    this.#empty.hidden = !isEmpty;
    this.#host.hidden = isEmpty;
    if (!isEmpty) this.#drawing.drawLive(this.#theme.look);
  }
}

const nothing: Chart = { option: {}, tipAt: 'item', tip: () => ({ title: '', rows: [] }), summary: '' };
