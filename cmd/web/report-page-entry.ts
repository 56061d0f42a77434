/// <reference lib="dom" />
/** The script of a report page: reads the data blocks, builds the page, draws what is looked at. */
import { element } from './page/element.ts';
import { overview } from './page/overview.ts';
import { pageState } from './page/page-state.ts';
import { type Part, partsOf } from './page/parts.ts';
import { type PageContent, readBlocks } from './page/read-blocks.ts';
import { SidePanel } from './page/side-panel.ts';
import { Theme } from './page/theme.ts';

const theme = new Theme();
const content = readBlocks(document);
const panel: SidePanel = new SidePanel(content);
const parts = partsOf(content, theme, (subject) => panel.open(subject));
const { title = '' } = content.face ?? {};
document.title = `${title === '' ? content.overview.headline : title} · codefang`;
document
  .querySelector('#page')
  ?.append(
    element('a', { class: 'skip', href: '#overview' }, 'Skip to the report'),
    topBar(parts),
    element('main', {}, overview(content), ...parts.map(partElement)),
    footer(content),
    panel.root,
  );
panel.showState();
if (pageState.anchor !== '') document.querySelector(`#${CSS.escape(pageState.anchor)}`)?.scrollIntoView();

function topBar(chapters: readonly Part[]): HTMLElement {
  const toggle = element(
    'button',
    { type: 'button', class: 'theme', 'aria-label': 'Switch between dark and light' },
    '◐',
  );
  toggle.addEventListener('click', () => theme.toggle());
  const links = chapters.map(({ id, title: name }) => chapterLink(id, name));
  markCurrent(links);
  return element(
    'header',
    { class: 'topbar' },
    element('a', { class: 'brand', href: '#overview' }, 'codefang'),
    element('nav', { 'aria-label': 'Chapters' }, ...links),
    toggle,
  );
}

/** Goes to a chapter and keeps what the reader has chosen, which a plain link would drop from the address. */
function chapterLink(id: string, name: string): HTMLAnchorElement {
  const link = element('a', { href: `#${id}` }, name);
  link.addEventListener('click', (event) => {
    // A new tab or window is the browser's to open.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    pageState.goTo(id);
  });
  return link;
}

/** The chapter in view is marked in the bar. */
function markCurrent(links: readonly HTMLAnchorElement[]): void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const link = links.find(({ hash }) => hash === `#${target.id}`);
        if (isIntersecting) link?.setAttribute('aria-current', 'true');
        else link?.removeAttribute('aria-current');
      }
    },
    { rootMargin: '-30% 0px -65% 0px' },
  );
  queueMicrotask(() => {
    for (const section of document.querySelectorAll('main > section')) observer.observe(section);
  });
}

function partElement({ id, title, question, content: cards }: Part): HTMLElement {
  return element(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    element('h2', { id: `${id}-title` }, title),
    element('p', { class: 'question' }, question),
    ...cards,
  );
}

function footer({ head, digest }: PageContent): HTMLElement {
  const { name = '', version = '' } = (head?.['tool'] ?? {}) as {
    readonly name?: string;
    readonly version?: string;
  };
  const told = `${name} ${version}`;
  const options = element('details', {}, element('summary', {}, 'Options and completeness'));
  const shown = {
    options: head?.['options'],
    history: head?.['history'],
    completeness: head?.['completeness'],
  };
  options.append(element('pre', {}, JSON.stringify(shown, undefined, 2)));
  return element('footer', {}, element('p', {}, told), element('p', { class: 'digest' }, digest ?? ''), options);
}
