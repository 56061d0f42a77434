import type { CoupledPair, CouplingBlock } from '../../../engine/index.ts';
import { baseOption, type Chart, labelAxis } from './chart.ts';
import { heatColors, type Look } from './look.ts';
import { grouped, percent, plural, shortPath } from './said-number.ts';

const matrixFileCountMax = 24;
const linkCountMax = 80;

/** Files as points, joined when they change together; a folder has one colour. */
export function couplingGraph(block: CouplingBlock, look: Look): Chart {
  const links = block.pairs.slice(0, linkCountMax);
  const places = [...new Set(links.flatMap(({ a, b }) => [a, b]))];
  const folders = [...new Set(places.map((place) => topFolder(block.files[place]!)))];
  const colorOf = (place: number): string =>
    look.kinds[folders.indexOf(topFolder(block.files[place]!)) % (look.kinds.length - 1)]!;
  const weights = new Map(places.map((place) => [place, weightOf(links, place)]));
  const most = Math.max(1, ...weights.values());
  const labelled = new Set(places.toSorted((a, b) => weights.get(b)! - weights.get(a)!).slice(0, 40));
  return {
    option: {
      ...baseOption(look),
      series: [
        {
          type: 'graph',
          layout: 'force',
          roam: 'move',
          draggable: true,
          force: { repulsion: 110, edgeLength: [30, 90], gravity: 0.16, layoutAnimation: false },
          left: '12%',
          right: '12%',
          top: '6%',
          bottom: '6%',
          label: { show: true, position: 'right', color: look.ink, fontSize: 11 },
          labelLayout: { hideOverlap: true },
          emphasis: { focus: 'adjacency', lineStyle: { width: 4 } },
          lineStyle: { color: look.muted, curveness: 0.08 },
          data: places.map((place) => ({
            id: String(place),
            name: shortPath(block.files[place]!),
            value: block.files[place]!,
            symbolSize: 7 + 17 * Math.sqrt(weights.get(place)! / most),
            itemStyle: { color: colorOf(place) },
            label: { show: labelled.has(place) },
          })),
          links: links.map(({ a, b, strength, commits }) => ({
            source: String(a),
            target: String(b),
            value: commits,
            lineStyle: { width: 0.5 + 4 * strength ** 2, opacity: 0.2 + 0.55 * strength },
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
  return links.filter(({ a, b }) => a === place || b === place).reduce((sum, link) => sum + link.strength, 0);
}

function topFolder(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

function graphTip(data: unknown, block: CouplingBlock, links: readonly CoupledPair[]): { title: string; rows: { name: string; value: string }[] } {
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

function pairTip({ a, b, commits, strength }: CoupledPair, block: CouplingBlock): { title: string; rows: { name: string; value: string }[] } {
  return {
    title: `${block.files[a]} + ${block.files[b]}`,
    rows: [{ name: 'common commits', value: grouped(commits) }, { name: 'strength', value: percent(strength) }],
  };
}

function summaryOf({ pairs, files, pairCount }: CouplingBlock): string {
  const [first] = pairs;
  if (first === undefined) return 'No two files changed together.';
  return `Files that change together, ${plural(pairs.length, 'pair', 'pairs')} of ${grouped(pairCount)}. The strongest: ${files[first.a]} and ${files[first.b]}, ${plural(first.commits, 'common commit', 'common commits')}, strength ${percent(first.strength)}.`;
}

/** The same pairs as a table of colours, for the files with most partners. */
export function couplingMatrix(block: CouplingBlock, look: Look): Chart {
  const weights = block.files.map((_, place) => weightOf(block.pairs, place));
  const places = [...weights.keys()].toSorted((a, b) => weights[b]! - weights[a]!).slice(0, matrixFileCountMax);
  places.sort((a, b) => (block.files[a]! < block.files[b]! ? -1 : 1));
  const cells = block.pairs.flatMap((pair) => {
    const [x, y] = [places.indexOf(pair.a), places.indexOf(pair.b)];
    return x < 0 || y < 0 ? [] : [[x, y, pair.strength], [y, x, pair.strength]];
  });
  const names = places.map((place) => shortPath(block.files[place]!));
  return {
    option: {
      ...baseOption(look),
      grid: { left: 4, right: 4, top: 4, bottom: 4, containLabel: true },
      xAxis: { ...fileAxis(look, names), axisLabel: { color: look.ink, rotate: 60, width: 120, overflow: 'truncate', fontSize: 11, interval: 0 } },
      yAxis: { ...fileAxis(look, names), inverse: true },
      visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { color: heatColors(look).slice(1) } },
      series: [{ type: 'heatmap', data: cells, itemStyle: { borderColor: look.surface, borderWidth: 1.5, borderRadius: 3 } }],
    },
    tipAt: 'item',
    tip: (_at, _series, data) => {
      const [x = 0, y = 0] = Array.isArray(data) ? data.map(Number) : [];
      const pair = block.pairs.find(({ a, b }) => samePair(a, b, places[x]!, places[y]!));
      return pair === undefined ? { title: '', rows: [] } : pairTip(pair, block);
    },
    summary: `The ${names.length} files with most coupling, each against each.`,
  };
}

function samePair(a: number, b: number, x: number, y: number): boolean {
  return (a === x && b === y) || (a === y && b === x);
}

function fileAxis(look: Look, names: readonly string[]): object {
  return {
    ...labelAxis(look, names, true),
    axisLine: { show: false },
    splitLine: { show: true, lineStyle: { color: look.grid, opacity: 0.5 } },
    axisLabel: { color: look.ink, width: 150, overflow: 'truncate', fontSize: 11, interval: 0 },
  };
}
