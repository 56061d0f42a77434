import type { PeopleBlock } from '../../../analyzers/index.ts';
import type { Subject } from '../charts/chart.ts';
import { lightLook } from '../charts/look.ts';
import {
  languageCountMax,
  languagesChart,
  ownerCountMax,
  ownersChart,
  replacedChart,
  replacedNames,
} from '../charts/people-chart.ts';
import { grouped } from '../charts/said-number.ts';
import { type MakeCard, rowsHeight } from './chart-card.ts';
import { element } from './element.ts';
import { peopleTable } from './people-table.ts';
import { type PageContent, tableOf } from './read-blocks.ts';

/** Owners, languages, who replaces whose lines, and the table of people. */
export function peopleCards(content: PageContent, card: MakeCard, onPick: (pick: Subject) => void): HTMLElement[] {
  const { people } = content;
  const charts = [ownersCard(content, people, card), languagesCard(content, card)];
  const shown = charts.filter((chart) => chart !== undefined);
  const table = peopleTable(content, onPick);
  return [
    shown.length === 2 ? element('div', { class: 'pair' }, ...shown) : shown[0],
    people === undefined ? undefined : replacedCard(people, card),
    table && element('div', { class: 'card' }, element('h3', {}, 'People'), table),
  ].filter((one) => one !== undefined);
}

function ownersCard(content: PageContent, people: PeopleBlock | undefined, card: MakeCard): HTMLElement | undefined {
  if (people === undefined || people.owners.length === 0) return undefined;
  const { ownersOfHalf, ownerCount, owners } = people;
  return card({
    title: 'Who owns the living lines',
    note: `${ownedBy(content)} ${grouped(ownersOfHalf)} of ${grouped(ownerCount)} people own half of them. Pale: no
      commit in the last year.`,
    thinning:
      ownerCount > ownerCountMax
        ? `The ${ownerCountMax} with most lines of ${grouped(ownerCount)}; the table has more.`
        : '',
    height: rowsHeight(Math.min(ownerCountMax, owners.length), 24),
    draw: (look) => ownersChart(people, look, endOf(content)),
  });
}

/** One rule for all of the page: the owner of a line is its author, unless the run was told otherwise. */
function ownedBy({ head }: PageContent): string {
  const options = (head?.['options'] ?? {}) as { readonly first_parent?: boolean };
  return options.first_parent === true
    ? 'A merged line counts for whoever merged it (--first-parent).'
    : 'A line belongs to who wrote it, as in git blame.';
}

function endOf({ head }: PageContent): number {
  const history = (head?.['history'] ?? {}) as { readonly last_commit_at?: string | null };
  return Date.parse(history.last_commit_at ?? '') / 1000 || 0;
}

function languagesCard(content: PageContent, card: MakeCard): HTMLElement | undefined {
  const languages = tableOf(content, 'history/devs:languages');
  const busFactors = tableOf(content, 'history/devs:busfactor');
  if (languages === undefined || busFactors === undefined) return undefined;
  if (languagesChart(languages, busFactors, lightLook) === undefined) return undefined;
  return card({
    title: 'Who made each language',
    note: `Shares of all lines added and removed. The number is the bus factor: the fewest people who
      made half.`,
    thinning:
      languages.rowCount > languageCountMax
        ? `The ${languageCountMax} largest of ${grouped(languages.rowCount)} languages.`
        : '',
    height: rowsHeight(Math.min(languageCountMax, languages.rowCount), 24),
    draw: (look) => languagesChart(languages, busFactors, look)!,
  });
}

function replacedCard(people: PeopleBlock, card: MakeCard): HTMLElement | undefined {
  const names = replacedNames(people);
  if (names.length < 2) return undefined;
  return card({
    title: 'Who replaces whose lines',
    note: `A row loses lines, a column, by the number of its person, replaces them. The diagonal is people
      rewriting their own. The
      ${names.length} people with most of them.`,
    height: rowsHeight(names.length, 26),
    draw: (look) => replacedChart(people, look)!,
  });
}
