import { cellReader, detailsOf } from './cell-reader.ts';
import { knownFiles } from './file-facts.ts';
import { barList, type BarRow, count, day, factList, timelinePart } from './panel-parts.ts';
import { type PageContent, tableOf } from './read-blocks.ts';
import type { PanelContext } from './panel-context.ts';
import type { TableCell } from './table-spec.ts';
import { tickClock } from './tick-clock.ts';

const rowCountMax = 12;

/** A person: commits and lines, when, in which languages, and the files where most of the lines are theirs. */
export function personPanel(name: string, { content, open }: PanelContext): HTMLElement[] {
  const developers = tableOf(content, 'history/devs:developers');
  const cell = developers === undefined ? (): null => null : cellReader(developers);
  const row = developers?.allRows().find((one) => cell(one, 'name') === name);
  const read = (column: string): TableCell => (row === undefined ? null : cell(row, column));
  const startOf = tickClock(content);
  const languages = developers === undefined ? [] : detailsOf(developers, row);
  const rows = languages.map(([language, amount]): BarRow => ({ name: language, amount }));
  return [
    factList([
      ['e-mail', read('email') === null || read('email') === '' ? undefined : String(read('email'))],
      ['commits', count(read('commits'))],
      ['lines added', count(read('lines_added'))],
      ['lines removed', count(read('lines_removed'))],
      ['living lines', count(livingLines(content, name))],
      ['first commit', day(startOf(read('first_tick')))],
      ['last commit', day(startOf(read('last_tick')))],
    ]),
    timeline(content, name),
    barList('Languages, by lines changed', rows, open),
    barList('Files where most lines are theirs', filesOf(content, name), open),
  ].filter((one) => one !== undefined);
}

function livingLines(content: PageContent, name: string): TableCell {
  const owners = tableOf(content, 'history/burndown:developer_survival');
  if (owners === undefined) return null;
  const cell = cellReader(owners);
  const row = owners.allRows().find((one) => cell(one, 'name') === name);
  return row === undefined ? null : cell(row, 'current_lines');
}

/** Known of the people with most commits. */
function timeline({ activity }: PageContent, name: string): HTMLElement | undefined {
  const commits = activity?.busiest.find((one) => one.name === name)?.commits;
  if (activity === undefined || commits === undefined || commits.length < 2) return undefined;
  const span = `${activity.labels[0]} to ${activity.labels.at(-1)}, commits per ${activity.unit}`;
  return timelinePart('Over time', commits, span);
}

function filesOf(content: PageContent, name: string): BarRow[] {
  const { survival } = knownFiles(content);
  if (survival.table === undefined) return [];
  const cell = cellReader(survival.table);
  const rows = survival.table.allRows().filter((row) => cell(row, 'top_owner_name') === name);
  const files = rows.map((row): BarRow => {
    const path = String(cell(row, 'path'));
    const amount = Math.round((Number(cell(row, 'current_lines')) * Number(cell(row, 'top_owner_percentage'))) / 100);
    return { name: path, amount, pick: { kind: 'file', name: path } };
  });
  return files.sort((one, other) => other.amount - one.amount).slice(0, rowCountMax);
}
