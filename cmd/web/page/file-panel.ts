import { percent } from '../charts/said-number.ts';
import { cellReader, detailsOf } from './cell-reader.ts';
import { element } from './element.ts';
import { type FileFacts, knownFiles } from './file-facts.ts';
import { type BarRow, barList, count, factList, folderTrail, timelinePart } from './panel-parts.ts';
import { peopleNames } from './people-names.ts';
import { type PageContent, tableOf } from './read-blocks.ts';
import type { PanelContext } from './panel-context.ts';
import { SiteLinks } from './site-links.ts';

const pairCountMax = 12;

/** A file: its size, who wrote its lines, what changes with it. */
export function filePanel(path: string, { content, open }: PanelContext): HTMLElement[] {
  const { churn, authors, survival, ownership, activity } = knownFiles(content);
  const names = peopleNames(content);
  const people = (rows: [string, number][]): BarRow[] =>
    rows.map(([id, amount]) => {
      const name = names.get(id) ?? `person ${id}`;
      return { name, amount, pick: { kind: 'person', name } };
    });
  const lines = survival.cell(path, 'current_lines') ?? ownership.cell(path, 'lines');
  const owners = survival.table === undefined ? [] : detailsOf(survival.table, survival.row(path));
  const writers = authors.table === undefined ? [] : detailsOf(authors.table, authors.row(path));
  const isKnown = [churn, survival, ownership, authors].some((facts) => facts.row(path) !== undefined);
  return [
    folderTrail(path, open),
    siteLink(content, path),
    isKnown ? undefined : element('p', { class: 'note' }, 'This page has no row of this file.'),
    factList([
      ['lines', count(lines)],
      ['commits that changed it', count(churn.cell(path, 'commit_count'))],
      ['people who changed it', count(churn.cell(path, 'contributor_count') ?? ownership.cell(path, 'contributors'))],
      ['lines ever added', count(churn.cell(path, 'total_lines_added'))],
      ['lines ever removed', count(churn.cell(path, 'total_lines_removed'))],
    ]),
    timeline(path, activity),
    barList(
      'Who wrote the lines that are there now',
      people(owners),
      open,
      typeof lines === 'number' ? lines : undefined,
    ),
    barList('Who changed most lines, ever', people(writers), open),
    barList('Changes together with', pairsOf(content, path), open),
  ].filter((one) => one !== undefined);
}

/** Commits by quarter, from the first quarter with a commit to the last. */
function timeline(path: string, activity: FileFacts): HTMLElement | undefined {
  const text = activity.cell(path, 'commits');
  const begin = Date.parse(String(activity.cell(path, 'first_quarter_at'))) / 1000;
  if (typeof text !== 'string' || Number.isNaN(begin)) return undefined;
  const commits = text.split(' ').map(Number);
  if (commits.length < 2) return undefined;
  const date = new Date(begin * 1000);
  const first = date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
  const span = `${quarterName(first)} to ${quarterName(first + commits.length - 1)}`;
  return timelinePart('Over time', commits, `${span}, commits per quarter`);
}

/** Of a quarter counted from year 0. */
function quarterName(quarter: number): string {
  return `${Math.floor(quarter / 4)} Q${(quarter % 4) + 1}`;
}

function siteLink(content: PageContent, path: string): HTMLElement | undefined {
  const address = new SiteLinks(content).file(path);
  if (address === undefined) return undefined;
  const site = new URL(address).hostname;
  return element('p', {}, element('a', { href: address, rel: 'noreferrer noopener' }, `Open on ${site}`));
}

function pairsOf(content: PageContent, path: string): BarRow[] {
  const table = tableOf(content, 'history/couples:file_coupling');
  if (table === undefined) return [];
  const cell = cellReader(table);
  const found = table.allRows().filter((row) => cell(row, 'file1') === path || cell(row, 'file2') === path);
  const pairs = found.map((row) => ({
    other: String(cell(row, 'file1') === path ? cell(row, 'file2') : cell(row, 'file1')),
    commits: Number(cell(row, 'co_changes')),
    strength: Number(cell(row, 'coupling_strength')),
  }));
  const sorted = pairs.sort((one, other) => other.commits - one.commits).slice(0, pairCountMax);
  return sorted.map(({ other, commits, strength }) => ({
    name: other,
    amount: commits,
    value: `${commits} commits, ${percent(strength)}`,
    pick: { kind: 'file', name: other },
  }));
}
