import { dayOf, grouped } from '../charts/said-number.ts';
import { barList, type BarRow, factList } from './panel-parts.ts';
import type { PanelContext } from './panel-context.ts';
import { stepButtons } from './step-buttons.ts';

/** A piece of time of the activity charts: what was done in it, and by whom. */
export function periodPanel(label: string, { content, open }: PanelContext): HTMLElement[] {
  const { activity } = content;
  const at = activity?.labels.indexOf(label) ?? -1;
  if (activity === undefined || at < 0) return [];
  const { labels, startsAt, commits, people, newcomers, added, removed, busiest, unit } = activity;
  const rows = busiest.map((one): BarRow => {
    return { name: one.name, amount: one.commits[at]!, pick: { kind: 'person', name: one.name } };
  });
  const rest = commits[at]! - rows.reduce((sum, { amount }) => sum + amount, 0);
  const shown = [...rows.filter(({ amount }) => amount > 0), { name: 'everyone else', amount: rest }];
  const makers = shown.filter(({ amount }) => amount > 0).toSorted((one, other) => other.amount - one.amount);
  const to = (place: number) => ({ kind: 'period', name: labels[place]! }) as const;
  return [
    factList([
      [`begins (one ${unit})`, dayOf(startsAt[at]!)],
      ['commits', grouped(commits[at]!)],
      ['people', grouped(people[at]!)],
      ['with their first commit', grouped(newcomers[at]!)],
      ['lines added', grouped(added[at]!)],
      ['lines removed', grouped(removed[at]!)],
    ]),
    barList('Who made the commits', makers, open, commits[at]!),
    stepButtons(unit, at > 0 ? to(at - 1) : undefined, at + 1 < labels.length ? to(at + 1) : undefined, open),
  ].filter((one) => one !== undefined);
}
