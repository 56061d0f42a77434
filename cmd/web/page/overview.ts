import type { Figure, Finding, OverviewBlock } from '../../../analyzers/index.ts';
import type { CellRecord } from '../../../engine/index.ts';
import { grouped } from '../charts/said-number.ts';
import { element, svgElement } from './element.ts';
import type { PageContent } from './read-blocks.ts';

/** The first screen: what one should know about this repository. */
export function overview({ overview: block, head }: PageContent): HTMLElement {
  return element(
    'section',
    { id: 'overview', 'aria-labelledby': 'headline' },
    element('h1', { id: 'headline' }, block.headline),
    element('p', { class: 'subline' }, sublineOf(head ?? {})),
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
  const oid = String(recordIn(head, 'repository')['head'] ?? '').slice(0, 12);
  const span =
    typeof first === 'string' && typeof last === 'string' ? `${first.slice(0, 10)} to ${last.slice(0, 10)} · ` : '';
  return (
    `${span}${grouped(Number(mainline ?? 0))} commits on the mainline, ` +
    `${grouped(Number(merges ?? 0))} merges · head ${oid}`
  );
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

/** Decoration: the figure says the number, the chart below the rest. */
function sparkline(values: readonly number[]): SVGElement {
  const [width, height] = [120, 28];
  const most = Math.max(...values, 1e-9);
  const points = values.map((value, at) => {
    const x = (at / (values.length - 1)) * width;
    const y = height - 1 - (Math.max(0, value) / most) * (height - 3);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const svg = svgElement('svg', {
    class: 'spark',
    viewBox: `0 0 ${width} ${height}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  svg.append(svgElement('polygon', { points: `0,${height} ${points.join(' ')} ${width},${height}` }));
  svg.append(svgElement('polyline', { points: points.join(' ') }));
  return svg;
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
