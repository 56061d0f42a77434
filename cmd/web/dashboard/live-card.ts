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

/** A chart out of view is drawn this seldom: for pictures of the whole page, and for whoever scrolls. */
const unseenMs = 5000;

/** A chart that is drawn again when its data changed: at once if it is in view, else after a while. */
export class LiveCard {
  readonly root: HTMLElement;
  readonly #spec: LiveCardSpec;
  readonly #theme: Theme;
  readonly #host: HTMLElement;
  readonly #empty: HTMLElement;
  readonly #drawing: Drawing;
  #isSeen = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

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
    theme.onChange(() => this.#draw());
    new IntersectionObserver(
      (entries) => {
        this.#isSeen = entries.some((entry) => entry.isIntersecting);
        if (this.#isSeen && this.#timer !== undefined) this.#draw();
      },
      { rootMargin: '200px' },
    ).observe(this.root);
  }

  update(): void {
    if (this.#isSeen || !this.#drawing.isDrawn) this.#draw();
    else this.#timer ??= setTimeout(() => this.#draw(), unseenMs);
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { look, isPrinting } = this.#theme;
    const isEmpty = this.#spec.draw(look) === undefined;
    this.#empty.hidden = !isEmpty;
    this.#host.hidden = isEmpty;
    if (isEmpty) return;
    // Within a closed fold there is no room to draw in: it is drawn when it is seen.
    if (this.#host.clientWidth === 0) this.#timer = setTimeout(() => this.#draw(), unseenMs);
    else if (isPrinting) this.#drawing.drawForPrint(look);
    else this.#drawing.drawLive(look);
  }
}

const nothing: Chart = { option: {}, tipAt: 'item', tip: () => ({ title: '', rows: [] }), summary: '' };
