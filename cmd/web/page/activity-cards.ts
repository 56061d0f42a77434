import type { ActivityBlock } from '../../../analyzers/index.ts';
import { calendarChart, churnChart, commitsChart, peopleOverTimeChart } from '../charts/activity-chart.ts';
import { lightLook } from '../charts/look.ts';
import { type MakeCard, rowsHeight } from './chart-card.ts';
import { element } from './element.ts';
import type { PageContent } from './read-blocks.ts';

/** Commits, people and lines over time. */
export function activityCards({ activity }: PageContent, card: MakeCard): HTMLElement[] {
  if (activity === undefined) return [];
  const commits = card({
    title: `Commits per ${activity.unit}`,
    note: 'Stacked by the people with most commits. Pick a name to hide or show it.',
    height: 'tall',
    draw: (look) => commitsChart(activity, look),
  });
  const people = card({
    title: 'People',
    note: `Active per ${activity.unit}, and how many of them came for the first time.`,
    height: 'medium',
    draw: (look) => peopleOverTimeChart(activity, look),
  });
  const churn = card({
    title: 'Lines added and removed',
    note: 'Large steps are imports, moves or generated files.',
    height: 'medium',
    draw: (look) => churnChart(activity, look),
  });
  const cards = [commits, element('div', { class: 'pair' }, people, churn)];
  if (calendarChart(activity, lightLook) === undefined) return cards;
  const calendar = card({
    title: 'Commits by month',
    note: 'A row a year. Releases, holidays and pauses show.',
    height: rowsHeight(yearsOf(activity), 25),
    draw: (look) => calendarChart(activity, look)!,
  });
  return [...cards, calendar];
}

function yearsOf({ startsAt }: ActivityBlock): number {
  const year = (seconds = 0): number => new Date(seconds * 1000).getUTCFullYear();
  return year(startsAt.at(-1)) - year(startsAt[0]) + 1;
}
