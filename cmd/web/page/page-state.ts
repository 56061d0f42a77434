/**
 * What the reader has chosen, in the part of the address behind `#`, so that a link or a bookmark shows the same:
 *
 *   report.html#files?files.find=*.ts+parser&files.sort=lines-descending&open=file:src/a.ts
 *
 * Before the question mark stands the chapter, as in any page.
 */
class PageState {
  readonly #listeners: (() => void)[] = [];
  #values = new URLSearchParams();
  #anchor = '';

  constructor() {
    this.#read();
    addEventListener('hashchange', () => this.#changed());
    addEventListener('popstate', () => this.#changed());
  }

  get anchor(): string {
    return this.#anchor;
  }

  get(name: string): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  /** Empty is the same as not set. A step is one that the back button takes back. */
  set(name: string, value: string, isStep = false): void {
    if ((this.#values.get(name) ?? '') === value) return;
    if (value === '') this.#values.delete(name);
    else this.#values.set(name, value);
    this.#write(isStep);
  }

  /** Goes to a chapter and keeps what is chosen. */
  goTo(anchor: string): void {
    this.#anchor = anchor;
    this.#write(true);
    const target = document.querySelector<HTMLElement>(`#${CSS.escape(anchor)}`);
    if (target === null) return;
    target.scrollIntoView();
    // The keyboard goes on from there, as behind any link.
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  /** Called when the address was changed by hand or by the back button. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #changed(): void {
    const before = this.#anchor;
    this.#read();
    for (const listener of this.#listeners) listener();
    if (this.#anchor !== before && this.#anchor !== '') {
      document.querySelector(`#${CSS.escape(this.#anchor)}`)?.scrollIntoView();
    }
  }

  #read(): void {
    const [anchor = '', ...rest] = location.hash.slice(1).split('?');
    this.#anchor = anchor;
    this.#values = new URLSearchParams(rest.join('?'));
  }

  #write(isStep: boolean): void {
    const values = this.#values.toString();
    const hash = `#${this.#anchor}${values === '' ? '' : `?${values}`}`;
    if (isStep) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
}

export const pageState: PageState = new PageState();
