import type { CouplingBlock } from '../../../analyzers/index.ts';
import type { Subject } from '../charts/chart.ts';
import { couplingGraph, couplingMatrix, pairsShown, type ShownPairs } from '../charts/coupling-chart.ts';
import { grouped, percent, plural } from '../charts/said-number.ts';
import { withoutMiddle } from '../charts/short-names.ts';
import type { Choice, MakeCard } from './chart-card.ts';
import { type Cluster, couplingClusters } from './coupling-clusters.ts';
import { element } from './element.ts';
import { type PageContent, tableOf } from './read-blocks.ts';
import { tableOfSection } from './section-table-card.ts';

const clusterCountMax = 6;

const fileChoice: Choice = {
  label: 'Files',
  options: [
    { value: 'code', label: 'code' },
    { value: 'all', label: 'with manifests, locks and change logs' },
  ],
};

/** Files that change together: ranked groups first, then as a circle, as a table of colours, as rows. */
export function couplingCards(content: PageContent, card: MakeCard, onPick: (pick: Subject) => void): HTMLElement[] {
  const { coupling } = content;
  if (coupling === undefined || coupling.pairs.length === 0) return [];
  const choices = coupling.pairs.some(({ isRoutine }) => isRoutine) ? [fileChoice] : [];
  const circle = card({
    title: 'Files that move together',
    note: `A line joins files that change in the same commits, the thicker the more often. Colours are
      folders; grey lines cross them.`,
    thinning: `The heaviest of ${grouped(coupling.pairCount)} pairs among at most 60 files, chosen by strength × common
      commits / (common commits + 40). A source with its header or test is left out; the table has it.`,
    height: 'round',
    choices,
    draw: (look, [shown]) => couplingGraph(coupling, look, shown as ShownPairs | undefined),
  });
  const matrix = card({
    title: 'Each against each',
    note: 'The files with most coupling, by the numbers of their rows; the further from pale, the stronger.',
    thinning: 'From the same choice of pairs.',
    height: 560,
    choices,
    draw: (look, [shown]) => couplingMatrix(coupling, look, shown as ShownPairs | undefined),
  });
  const clusters = clustersCard(coupling, onPick);
  const rows = tableOf(content, 'history/couples:file_coupling');
  const charts = [clusters, circle, matrix].filter((one) => one !== undefined);
  if (rows === undefined) return charts;
  const title = element('h3', {}, 'Pairs of files');
  return [...charts, element('div', { class: 'card' }, title, tableOfSection(rows, 'pairs', onPick))];
}

function clustersCard(block: CouplingBlock, onPick: (pick: Subject) => void): HTMLElement | undefined {
  const clusters = couplingClusters(pairsShown(block, 'code'));
  if (clusters.length === 0) return undefined;
  const note = `Up to 8 files joined by a strength of 40 % or more in 5 commits, the heaviest group first.
    Manifests, locks, change logs, translations and vendored files are left out.`;
  return element(
    'div',
    { class: 'card' },
    element('h3', {}, 'Groups that change as one'),
    element('p', { class: 'note' }, note),
    element(
      'ol',
      { class: 'clusters' },
      ...clusters.slice(0, clusterCountMax).map((cluster) => clusterItem(cluster, block, onPick)),
    ),
  );
}

function clusterItem({ files, pairs }: Cluster, block: CouplingBlock, onPick: (pick: Subject) => void): HTMLElement {
  const buttons = files.map((file) => {
    const path = block.files[file]!;
    const button = element('button', { type: 'button', class: 'link', title: path }, withoutMiddle(path, 36));
    button.addEventListener('click', () => onPick({ kind: 'file', name: path }));
    return element('li', {}, button);
  });
  const strengths = pairs.map(({ strength }) => strength);
  const [low, high] = [Math.min(...strengths), Math.max(...strengths)];
  const commits = Math.max(...pairs.map((pair) => pair.commits));
  const range = low === high ? percent(high) : `${percent(low)} to ${percent(high)}`;
  return element(
    'li',
    {},
    element('ul', {}, ...buttons),
    element('small', {}, `strength ${range}, up to ${plural(commits, 'common commit', 'common commits')}`),
  );
}
