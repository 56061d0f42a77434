import { circlePairs, couplingGraph, couplingMatrix } from '../charts/coupling-chart.ts';
import { grouped } from '../charts/said-number.ts';
import type { MakeCard } from './chart-card.ts';
import { element } from './element.ts';
import { type PageContent, tableOf } from './read-blocks.ts';
import { tableOfSection } from './section-table-card.ts';

/** Files that change together: as a circle, as a table of colours, as rows. */
export function couplingCards(content: PageContent, card: MakeCard): HTMLElement[] {
  const { coupling } = content;
  if (coupling === undefined) return [];
  const { pairs, pairCount } = coupling;
  const rows = tableOf(content, 'history/couples:file_coupling');
  const circle = card({
    title: 'Files that move together',
    note: `A line joins files that change in the same commits, the thicker the more often. Colours are
      folders; grey lines cross them.`,
    thinning: `The ${grouped(circlePairs(coupling).length)} heaviest among 60 files, of
      ${grouped(pairCount)} pairs, chosen by strength × common commits / (common commits + 40). A
      source with its header or test is left out; the table has it.`,
    height: 640,
    draw: (look) => couplingGraph(coupling, look),
  });
  const matrix = card({
    title: 'Each against each',
    note: 'The files with most coupling; the further from pale, the stronger.',
    thinning: `From the ${grouped(pairs.length)} heaviest pairs of the same choice.`,
    height: 560,
    draw: (look) => couplingMatrix(coupling, look),
  });
  if (rows === undefined) return [circle, matrix];
  const title = element('h3', {}, 'Pairs of files');
  return [circle, matrix, element('div', { class: 'card' }, title, tableOfSection(rows))];
}
