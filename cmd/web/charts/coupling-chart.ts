import type { CoupledPair, CouplingBlock } from '../../../analyzers/index.ts';
import { baseOption, type Chart, type Tip } from './chart.ts';
import { heatColors, type Look } from './look.ts';
import { nameLengthMax } from './name-axis.ts';
import { nameMatrix, rowsIn } from './name-matrix.ts';
import { grouped, percent, plural } from './said-number.ts';
import { shortNames } from './short-names.ts';

/** As the pairs were chosen. */
const commitsToBelieve = 40;
const matrixFileCountMax = 24;
const circleFileCountMax = 60;
/** Of a circle: space between names, and around it for these. */
const nameGapPixels = 17;

/** Which pairs are drawn: files that change whatever else does are left out unless they are asked for. */
export type ShownPairs = 'code' | 'all';

export function pairsShown({ pairs }: CouplingBlock, shown: ShownPairs): readonly CoupledPair[] {
  return shown === 'all' ? pairs : pairs.filter(({ isRoutine }) => !isRoutine);
}

/** Heaviest pairs first, as many as so many files allow. */
export function circlePairs(pairs: readonly CoupledPair[], fileCountMax: number = circleFileCountMax): CoupledPair[] {
  const files = new Set<number>();
  return pairs.filter(({ a, b }) => {
    const isNew = Number(!files.has(a)) + Number(!files.has(b));
    if (files.size + isNew > fileCountMax) return false;
    files.add(a).add(b);
    return true;
  });
}

/** Files around a circle in the order of their paths, joined when they change together. */
export function couplingGraph(block: CouplingBlock, look: Look, shown: ShownPairs = 'code'): Chart {
  const isSmall = Math.min(look.width, look.height) < 500;
  const namePixels = isSmall ? 106 : 150;
  const radius = Math.min(look.width, look.height) / 2 - namePixels - 12;
  const fileCount = Math.max(6, Math.floor((2 * Math.PI * radius) / nameGapPixels));
  const links = circlePairs(pairsShown(block, shown), Math.min(circleFileCountMax, fileCount));
  const pathOf = (place: number): string => block.files[place]!;
  const places = [...new Set(links.flatMap(({ a, b }) => [a, b]))];
  places.sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  const folders = [...new Set(places.map((place) => folderOf(pathOf(place))))];
  const colorOf = (place: number): string =>
    look.kinds[folders.indexOf(folderOf(pathOf(place))) % (look.kinds.length - 1)]!;
  const weights = new Map(places.map((place) => [place, weightOf(links, place)]));
  const names = new Map(shortNames(places.map(pathOf), isSmall ? 14 : 20).map((name, at) => [places[at]!, name]));
  const most = Math.max(0.01, ...weights.values());
  return {
    option: {
      ...baseOption(look),
      series: [
        {
          type: 'graph',
          layout: 'circular',
          circular: { rotateLabel: true },
          left: namePixels + 12,
          right: namePixels + 12,
          top: namePixels + 12,
          bottom: namePixels + 12,
          label: { show: true, color: look.ink, fontSize: 11, width: namePixels, overflow: 'truncate' },
          emphasis: { focus: 'adjacency', lineStyle: { width: 4 } },
          data: places.map((place) => ({
            id: String(place),
            name: names.get(place)!,
            path: pathOf(place),
            symbolSize: 5 + 9 * Math.sqrt(weights.get(place)! / most),
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
    pick: (data) => {
      const { path } = data as { readonly path?: string };
      return path === undefined ? undefined : { kind: 'file', name: path };
    },
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
export function couplingMatrix(block: CouplingBlock, look: Look, shown: ShownPairs = 'code'): Chart {
  const pairs = pairsShown(block, shown);
  const weights = block.files.map((_, place) => weightOf(pairs, place));
  const partnered = [...weights.keys()].filter((place) => weights[place]! > 0);
  const ranked = partnered
    .toSorted((a, b) => weights[b]! - weights[a]!)
    .slice(0, Math.min(matrixFileCountMax, rowsIn(look)));
  // A file whose partners all rank lower would have an empty row.
  const places = ranked.filter((place) =>
    pairs.some(({ a, b }) => (a === place && ranked.includes(b)) || (b === place && ranked.includes(a))),
  );
  places.sort((a, b) => (block.files[a]! < block.files[b]! ? -1 : 1));
  const cells = pairs.flatMap((pair) => {
    const [x, y] = [places.indexOf(pair.a), places.indexOf(pair.b)];
    return x < 0 || y < 0
      ? []
      : [
          [x, y, pair.strength],
          [y, x, pair.strength],
        ];
  });
  const names = shortNames(
    places.map((place) => block.files[place]!),
    nameLengthMax(look) - 2,
  );
  const colors = heatColors(look).slice(1);
  return {
    option: nameMatrix({ names, cells, most: 1, colors }, look),
    scale: { colors, low: 'strength 0 %', high: '100 %' },
    tipAt: 'item',
    tip: (_at, _series, data) => {
      const [x = 0, y = 0] = Array.isArray(data) ? data.map(Number) : [];
      const pair = block.pairs.find(({ a, b }) => isSamePair(a, b, places[x]!, places[y]!));
      return pair === undefined ? { title: '', rows: [] } : pairTip(pair, block);
    },
    pick: (data) => {
      const path = Array.isArray(data) ? block.files[places[Number(data[1])]!] : undefined;
      return path === undefined ? undefined : { kind: 'file', name: path };
    },
    summary: `The ${names.length} files with most coupling, each against each.`,
  };
}

function isSamePair(a: number, b: number, x: number, y: number): boolean {
  return (a === x && b === y) || (a === y && b === x);
}
