import { dayOf, grouped, percent } from '../charts/said-number.ts';
import { factList, timelinePart } from './panel-parts.ts';
import type { PanelContext } from './panel-context.ts';
import { stepButtons } from './step-buttons.ts';

/** The code that was written in a period: how much of it there was, and what is left. */
export function cohortPanel(name: string, { content, open }: PanelContext): HTMLElement[] {
  const { burndown } = content;
  if (burndown === undefined) return [];
  const { cohorts, written, left, sampledAt } = burndown;
  const places = [...cohorts.keys()].filter((at) => isIn(cohorts[at]!.name, name));
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return [];
  const sumOf = (counts: readonly number[]): number => places.reduce((sum, at) => sum + counts[at]!, 0);
  const lines = sampledAt.map((_, sample) => places.reduce((sum, at) => sum + cohorts[at]!.lines[sample]!, 0));
  const [most, end] = [sumOf(written), sumOf(left)];
  const span = `${dayOf(sampledAt[0] ?? 0)} to ${dayOf(sampledAt.at(-1) ?? 0)}, lines of code of that time`;
  const to = (at: number) => ({ kind: 'cohort', name: cohorts[at]!.name }) as const;
  const hasLines = (at: number): boolean => written[at]! > 0;
  const before = [...cohorts.keys()].findLast((at) => at < first && hasLines(at));
  const after = [...cohorts.keys()].find((at) => at > last && hasLines(at));
  return [
    factList([
      ['lines, at most', grouped(most)],
      ['alive at the end', most === 0 ? grouped(end) : `${grouped(end)} (${percent(Math.min(1, end / most))})`],
      ['gone', grouped(Math.max(0, most - end))],
    ]),
    lines.length < 2 ? undefined : timelinePart('What became of it', lines, span),
    stepButtons(
      'period',
      before === undefined ? undefined : to(before),
      after === undefined ? undefined : to(after),
      open,
    ),
  ].filter((one) => one !== undefined);
}

/** A layer of a chart may join periods: a year, or years with a dash between. */
function isIn(period: string, layer: string): boolean {
  if (period === layer) return true;
  const range = /^(\d{4})(?:–(\d{4}))?$/.exec(layer);
  const year = period.slice(0, 4);
  return range !== null && year >= range[1]! && year <= (range[2] ?? range[1]!);
}
