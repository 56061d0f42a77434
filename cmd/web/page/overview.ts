import type { Figure, Finding, OverviewBlock } from '../../../analyzers/index.ts';
import type { CellRecord } from '../../../engine/index.ts';
import { grouped } from '../charts/said-number.ts';
import { element } from './element.ts';
import { SiteLinks } from './site-links.ts';
import { sparkline } from './sparkline.ts';
import type { PageContent } from './read-blocks.ts';

/** The first screen: what one should know about this repository. */
export function overview(content: PageContent): HTMLElement {
  const { overview: block, head, face } = content;
  const title = face?.title ?? '';
  return element(
    'section',
    { id: 'overview', 'aria-labelledby': 'headline' },
    element('h1', { id: 'headline' }, title === '' ? block.headline : title),
    title === '' ? undefined : element('p', { class: 'headline' }, block.headline),
    element('p', { class: 'subline' }, sublineOf(head ?? {}), headLink(content)),
    warningOf(head ?? {}),
    element('div', { class: 'figures' }, ...block.figures.map(figureCard)),
    findingsOf(block),
  );
}

function recordIn(record: CellRecord, key: string): CellRecord {
  const cell = record[key];
  return typeof cell === 'object' && cell !== null && !Array.isArray(cell) ? (cell as CellRecord) : {};
}

function sublineOf(head: CellRecord): string {
  const {
    first_commit_at: first,
    last_commit_at: last,
    mainline_commits: mainline,
    merges,
  } = recordIn(head, 'history');
  const span =
    typeof first === 'string' && typeof last === 'string' ? `${first.slice(0, 10)} to ${last.slice(0, 10)} · ` : '';
  return (
    `${span}${grouped(Number(mainline ?? 0))} commits on the mainline, ` +
    `${grouped(Number(merges ?? 0))} merges · head `
  );
}

/** The commit that the report is about, on the hosting site where that is known. */
function headLink(content: PageContent): HTMLElement {
  const oid = String(recordIn(content.head ?? {}, 'repository')['head'] ?? '').slice(0, 12);
  const address = new SiteLinks(content).head();
  if (address === undefined) return element('span', {}, oid);
  return element('a', { href: address, rel: 'noreferrer noopener' }, oid);
}

/** What is missing stands where it cannot be overlooked. */
function warningOf(head: CellRecord): HTMLElement | undefined {
  const completeness = recordIn(head, 'completeness');
  if (completeness['complete'] !== false) return undefined;
  const gaps = Object.entries(completeness).filter(
    ([key, cell]) => key !== 'complete' && cell !== 0 && cell !== false && typeof cell !== 'object',
  );
  const told = gaps.map(([key, cell]) => `${key.replaceAll('_', ' ')}: ${String(cell)}`).join(', ');
  return element(
    'p',
    { class: 'warning', role: 'alert' },
    `This history is incomplete, and so are its numbers (${told}).`,
  );
}

function figureCard({ label, value, detail, rule, tone, trend, part }: Figure): HTMLElement {
  const card = element(
    'a',
    { class: `figure ${tone}`, href: `#${part}`, title: rule },
    element('span', { class: 'label' }, label),
    element('strong', {}, value),
    element('span', { class: 'detail' }, detail),
  );
  if (trend.length > 1) card.append(sparkline(trend));
  return card;
}

function findingsOf({ findings }: OverviewBlock): HTMLElement {
  const cards = findings.map(findingCard);
  const nothing = element('p', { class: 'note' }, 'Nothing stands out by the rules of this page.');
  return element(
    'div',
    { class: 'findings-block' },
    element('h2', { class: 'eyebrow' }, findings.length === 1 ? 'One thing worth acting on' : 'Worth acting on'),
    cards.length === 0 ? nothing : element('ol', { class: 'findings' }, ...cards),
  );
}

function findingCard({ title, text, advice, rule, part }: Finding): HTMLElement {
  return element(
    'li',
    {},
    element('h3', {}, element('a', { href: `#${part}` }, title)),
    element('p', {}, text),
    element('p', { class: 'advice' }, advice),
    element('details', {}, element('summary', {}, 'How this was found'), element('p', { class: 'note' }, rule)),
  );
}
