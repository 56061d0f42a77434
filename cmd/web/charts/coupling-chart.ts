import type { CoupledPair, CouplingBlock } from '../../../analyzers/index.ts';
import { baseOption, type Chart, labelAxis, type Tip } from './chart.ts';
import { heatmap } from './heatmap.ts';
import { heatColors, type Look } from './look.ts';
import { grouped, percent, plural, shortPath } from './said-number.ts';

/** As the pairs were chosen. */
const commitsToBelieve = 40;
const matrixFileCountMax = 24;
const circleFileCountMax = 60;

/** Heaviest pairs first, as many as 60 files allow. */
export function circlePairs({ pairs }: CouplingBlock): CoupledPair[] {
  const files = new Set<number>();
  return pairs.filter(({ a, b }) => {
    const isNew = Number(!files.has(a)) + Number(!files.has(b));
    if (files.size + isNew > circleFileCountMax) return false;
    files.add(a).add(b);
    return true;
  });
}

/** Files around a circle in the order of their paths, joined when they change together. */
export function couplingGraph(block: CouplingBlock, look: Look): Chart {
  const links = circlePairs(block);
  const pathOf = (place: number): string => block.files[place]!;
  const places = [...new Set(links.flatMap(({ a, b }) => [a, b]))];
  places.sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  const folders = [...new Set(places.map((place) => folderOf(pathOf(place))))];
  const colorOf = (place: number): string =>
    look.kinds[folders.indexOf(folderOf(pathOf(place))) % (look.kinds.length - 1)]!;
  const weights = new Map(places.map((place) => [place, weightOf(links, place)]));
  const most = Math.max(0.01, ...weights.values());
  return {
    option: {
      ...baseOption(look),
      series: [
        {
          type: 'graph',
          layout: 'circular',
          circular: { rotateLabel: true },
          left: '24%',
          right: '24%',
          top: '22%',
          bottom: '22%',
          label: { show: true, color: look.ink, fontSize: 11, width: 110, overflow: 'truncate' },
          emphasis: { focus: 'adjacency', lineStyle: { width: 4 } },
          data: places.map((place) => ({
            id: String(place),
            name: shortPath(pathOf(place)),
            symbolSize: 5 + 14 * Math.sqrt(weights.get(place)! / most),
            itemStyle: { color: colorOf(place) },
          })),
          links: links.map(({ a, b, strength, commits }) => ({
            source: String(a),
            target: String(b),
            value: commits,
            lineStyle: {
              color: folderOf(pathOf(a)) === folderOf(pathOf(b)) ? colorOf(a) : look.muted,
              width: 0.6 + 4 * strength ** 2,
              opacity: 0.25 + 0.5 * strength,
              curveness: 0.32,
            },
          })),
        },
      ],
    },
    tipAt: 'item',
    tip: (_at, _series, data) => graphTip(data, block, links),
    summary: summaryOf(block),
  };
}

function weightOf(links: readonly CoupledPair[], place: number): number {
  return links
    .filter(({ a, b }) => a === place || b === place)
    .reduce((sum, { strength, commits }) => sum + (strength * commits) / (commits + commitsToBelieve), 0);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function graphTip(data: unknown, block: CouplingBlock, links: readonly CoupledPair[]): Tip {
  const { id, source, target } = data as { id?: string; source?: string; target?: string };
  if (id === undefined) {
    const link = links.find(({ a, b }) => String(a) === source && String(b) === target);
    return link === undefined ? { title: '', rows: [] } : pairTip(link, block);
  }
  const mates = links.filter(({ a, b }) => String(a) === id || String(b) === id);
  return {
    title: block.files[Number(id)] ?? '',
    rows: mates.slice(0, 8).map(({ a, b, commits, strength }) => ({
      name: block.files[String(a) === id ? b : a]!,
      value: `${grouped(commits)} (${percent(strength)})`,
    })),
  };
}

function pairTip({ a, b, commits, strength }: CoupledPair, block: CouplingBlock): Tip {
  return {
    title: `${block.files[a]} + ${block.files[b]}`,
    rows: [
      { name: 'common commits', value: grouped(commits) },
      { name: 'strength', value: percent(strength) },
    ],
  };
}

function summaryOf({ pairs, files, pairCount }: CouplingBlock): string {
  const [first] = pairs;
  if (first === undefined) return 'No two files changed together.';
  const told = `${plural(first.commits, 'common commit', 'common commits')}, strength ` + `${percent(first.strength)}`;
  return (
    'Files that change together, the heaviest of ' +
    `${plural(pairCount, 'pair', 'pairs')}. First: ${files[first.a]} and ` +
    `${files[first.b]}, ${told}.`
  );
}

/** The same pairs as a table of colours, for the files with most partners. */
export function couplingMatrix(block: CouplingBlock, look: Look): Chart {
  const weights = block.files.map((_, place) => weightOf(block.pairs, place));
  const places = [...weights.keys()].toSorted((a, b) => weights[b]! - weights[a]!).slice(0, matrixFileCountMax);
  places.sort((a, b) => (block.files[a]! < block.files[b]! ? -1 : 1));
  const cells = block.pairs.flatMap((pair) => {
    const [x, y] = [places.indexOf(pair.a), places.indexOf(pair.b)];
    return x < 0 || y < 0
      ? []
      : [
          [x, y, pair.strength],
          [y, x, pair.strength],
        ];
  });
  const names = places.map((place) => shortPath(block.files[place]!));
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 4, top: 4, bottom: 4, outerBoundsMode: 'same' },
      xAxis: fileAxis(look, names, { rotate: 60, width: 120, interval: 'auto' }),
      yAxis: { ...fileAxis(look, names, { width: 150 }), inverse: true },
      visualMap: {
        show: false,
        min: 0,
        max: 1,
        dimension: 2,
        inRange: { color: heatColors(look).slice(1) },
      },
      series: [heatmap(look, cells)],
    },
    tipAt: 'item',
    tip: (_at, _series, data) => {
      const [x = 0, y = 0] = Array.isArray(data) ? data.map(Number) : [];
      const pair = block.pairs.find(({ a, b }) => isSamePair(a, b, places[x]!, places[y]!));
      return pair === undefined ? { title: '', rows: [] } : pairTip(pair, block);
    },
    summary: `The ${names.length} files with most coupling, each against each.`,
  };
}

function isSamePair(a: number, b: number, x: number, y: number): boolean {
  return (a === x && b === y) || (a === y && b === x);
}

function fileAxis(look: Look, names: readonly string[], label: object): object {
  return {
    ...labelAxis(look, names, true),
    axisLine: { show: false },
    splitLine: { show: true, lineStyle: { color: look.grid, opacity: 0.5 } },
    axisLabel: { color: look.ink, overflow: 'truncate', fontSize: 11, interval: 0, ...label },
  };
}
