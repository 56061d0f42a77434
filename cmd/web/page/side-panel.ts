import { type Subject, subjectKinds } from '../charts/chart.ts';
import { cohortPanel } from './cohort-panel.ts';
import { element } from './element.ts';
import { filePanel } from './file-panel.ts';
import { folderPanel } from './folder-panel.ts';
import { languagePanel } from './language-panel.ts';
import { pageState } from './page-state.ts';
import type { PanelContext } from './panel-context.ts';
import { periodPanel } from './period-panel.ts';
import { personPanel } from './person-panel.ts';
import type { PageContent } from './read-blocks.ts';

const stateName = 'open';

/**
 * Beside the page: all that the report knows of one file, folder, person, language or time. What is open stands in
 * the address of the page, so it can be passed on, and the back button goes to the one before.
 */
export class SidePanel {
  readonly root: HTMLElement;
  readonly #body = element('div', { class: 'panel-body' });
  readonly #content: PageContent;
  #opener: Element | null = null;

  constructor(content: PageContent) {
    this.#content = content;
    const close = element('button', { type: 'button', class: 'close', 'aria-label': 'Close the panel' }, '✕');
    close.addEventListener('click', () => this.#close());
    this.root = element(
      'div',
      { class: 'panel', role: 'dialog', 'aria-label': 'Details', hidden: '' },
      close,
      this.#body,
    );
    this.root.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#close();
    });
    pageState.onChange(() => this.showState());
  }

  open(pick: Subject): void {
    if (this.root.hidden) this.#opener = document.activeElement;
    pageState.set(stateName, `${pick.kind}:${pick.name}`, true);
    this.showState();
  }

  /** What the address asks for. */
  showState(): void {
    const pick = parsePick(pageState.get(stateName));
    this.root.hidden = pick === undefined;
    if (pick === undefined) return;
    const heading = element('h2', { tabindex: '-1', class: 'panel-title' }, pick.name);
    const context = { content: this.#content, open: (next: Subject) => this.open(next) };
    this.#body.replaceChildren(heading, ...makers[pick.kind](pick.name, context));
    this.root.scrollTop = 0;
    heading.focus({ preventScroll: true });
  }

  #close(): void {
    pageState.set(stateName, '', true);
    this.root.hidden = true;
    if (this.#opener instanceof HTMLElement) this.#opener.focus({ preventScroll: true });
  }
}

const makers: Readonly<Record<Subject['kind'], (name: string, context: PanelContext) => HTMLElement[]>> = {
  file: filePanel,
  folder: folderPanel,
  person: personPanel,
  language: languagePanel,
  period: periodPanel,
  cohort: cohortPanel,
};

function parsePick(text = ''): Subject | undefined {
  const [, word, name] = /^([a-z]+):(.+)$/s.exec(text) ?? [];
  const kind = subjectKinds.find((one) => one === word);
  return kind === undefined || name === undefined ? undefined : { kind, name };
}
