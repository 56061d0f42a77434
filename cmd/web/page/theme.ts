import { darkLook, lightLook, type Look } from '../charts/look.ts';

/** Dark or light: the system's choice until the reader makes one; light on paper. */
export class Theme {
  readonly #system: MediaQueryList = matchMedia('(prefers-color-scheme: dark)');
  readonly #listeners: ((look: Look) => void)[] = [];
  #chosen: 'dark' | 'light' | undefined;
  #isPrinting = false;

  constructor() {
    this.#system.addEventListener('change', () => this.#tell());
    addEventListener('beforeprint', () => this.#print(true));
    addEventListener('afterprint', () => this.#print(false));
    document.documentElement.dataset['theme'] = this.#name();
  }

  get look(): Look {
    return this.#name() === 'dark' ? darkLook : lightLook;
  }

  get isPrinting(): boolean {
    return this.#isPrinting;
  }

  onChange(listener: (look: Look) => void): void {
    this.#listeners.push(listener);
  }

  toggle(): void {
    this.#chosen = this.#name() === 'dark' ? 'light' : 'dark';
    this.#tell();
  }

  #print(isPrinting: boolean): void {
    this.#isPrinting = isPrinting;
    document.documentElement.toggleAttribute('data-printing', isPrinting);
    this.#tell();
  }

  #name(): 'dark' | 'light' {
    if (this.#isPrinting) return 'light';
    return this.#chosen ?? (this.#system.matches ? 'dark' : 'light');
  }

  #tell(): void {
    document.documentElement.dataset['theme'] = this.#name();
    for (const listener of this.#listeners) listener(this.look);
  }
}
