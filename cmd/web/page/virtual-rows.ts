import { element } from './element.ts';

/** Above and below what is seen, so that a slow hand sees no gap. */
const spareCount = 12;
/** On paper there is no scrolling. */
const paperCount = 30;

/**
 * The rows of a table that are in view, out of any number: others are room above and below. All rows have the
 * height that the style sheet gives to the first one. BOUNDED BY the height of the view and 24 rows.
 */
export class VirtualRows {
  readonly #scroller: HTMLElement;
  readonly #body: HTMLElement;
  readonly #make: (at: number) => HTMLElement;
  readonly #above = spacer();
  readonly #below = spacer();
  #count = 0;
  #rowPixels = 33;
  #first = -1;
  #last = -1;
  /** A table may be made while the page is being printed. */
  #isPaper = document.documentElement.hasAttribute('data-printing');

  constructor(scroller: HTMLElement, body: HTMLElement, make: (at: number) => HTMLElement) {
    this.#scroller = scroller;
    this.#body = body;
    this.#make = make;
    scroller.addEventListener('scroll', () => this.#draw(false), { passive: true });
    new ResizeObserver(() => this.#measure()).observe(scroller);
    addEventListener('beforeprint', () => this.#print(true));
    addEventListener('afterprint', () => this.#print(false));
  }

  /** Draws anew; the rows are others or in another order. */
  show(count: number, isFromTop: boolean): void {
    this.#count = count;
    if (isFromTop) this.#scroller.scrollTop = 0;
    this.#draw(true);
  }

  #measure(): void {
    const pixels = this.#body.querySelector<HTMLElement>('tr:not(.spacer)')?.offsetHeight ?? 0;
    if (pixels > 0) this.#rowPixels = pixels;
    this.#draw(true);
    this.#scroller.classList.toggle('wide', this.#scroller.scrollWidth > this.#scroller.clientWidth + 1);
  }

  #print(isPaper: boolean): void {
    this.#isPaper = isPaper;
    this.#draw(true);
  }

  #draw(isForced: boolean): void {
    const { scrollTop, clientHeight } = this.#scroller;
    const seen = Math.ceil((clientHeight || 700) / this.#rowPixels) + spareCount;
    const first = this.#isPaper ? 0 : Math.max(0, Math.floor(scrollTop / this.#rowPixels) - spareCount);
    const last = Math.min(this.#count, this.#isPaper ? paperCount : first + seen + spareCount);
    if (!isForced && first === this.#first && last === this.#last) return;
    // A few pixels of scrolling change nothing.
    if (!isForced && Math.abs(first - this.#first) < spareCount / 2 && last !== this.#count) return;
    const focused = this.#body.contains(document.activeElement)
      ? document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')
      : undefined;
    [this.#first, this.#last] = [first, last];
    this.#above.style.height = `${first * this.#rowPixels}px`;
    this.#below.style.height = `${(this.#count - last) * this.#rowPixels}px`;
    const rows = Array.from({ length: last - first }, (_, at) => this.#make(first + at));
    this.#body.replaceChildren(this.#above, ...rows, this.#below);
    if (focused !== undefined && focused !== null) {
      this.#body.querySelector<HTMLElement>(`tr[aria-rowindex="${focused}"] button`)?.focus({ preventScroll: true });
    }
  }
}

function spacer(): HTMLElement {
  return element('tr', { class: 'spacer', 'aria-hidden': 'true' });
}
