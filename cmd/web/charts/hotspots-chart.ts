import type { CustomSeriesRenderItem, CustomSeriesRenderItemReturn } from 'echarts';
import type { HotspotsBlock } from '../../../analyzers/index.ts';
import { baseOption, type Chart, type Tip } from './chart.ts';
import { type CodeNode, codeTree, nodeAt } from './code-tree.ts';
import { fontFamily, heatColor, heatColors, type Look, wantsDarkText } from './look.ts';
import { grouped, plural } from './said-number.ts';
import { withoutMiddle } from './short-names.ts';
import { headPixels, type Placed, treemapLayout } from './treemap-layout.ts';

export const drawnFileCountMax = 500;

const fontPixels = 11;
const characterPixels = 7.2;
/** Less of a name says nothing. */
const nameLengthMin = 9;

/** Files as areas by their lines in their folders, the hotter the more commits. `folder` is what one looks into. */
export function hotspotsChart({ files: hot, fileCount }: HotspotsBlock, look: Look, folder = ''): Chart {
  const files = hot.slice(0, drawnFileCountMax);
  const most = files[0]?.commits ?? 1;
  const whole = codeTree(files);
  const root = nodeAt(whole, folder) ?? whole;
  const nodes = [...everyNode(root)];
  return {
    option: {
      ...baseOption(look),
      series: [
        {
          type: 'custom',
          coordinateSystem: 'none',
          renderItem: renderer(root, nodes, most, look),
          data: nodes.map((node) => ({ name: node.name, value: node.lines, path: node.path })),
        },
      ],
    },
    scale: { colors: heatColors(look), low: 'few commits', high: plural(most, 'commit', 'commits') },
    tipAt: 'item',
    tip: (at) => tipOf(nodes[at]),
    pick: (data) => {
      const { path } = data as { readonly path?: string };
      const node = nodes.find((one) => one.path === path);
      return node && { kind: node.children === undefined ? 'file' : 'folder', name: node.path };
    },
    summary:
      `The ${plural(files.length, 'file', 'files')} with most commits of ` +
      `${grouped(fileCount)}, as areas by their lines. The hottest is ` +
      `${files[0]?.path ?? ''} with ${plural(most, 'commit', 'commits')}.`,
  };
}

function* everyNode(node: CodeNode): Generator<CodeNode, void, undefined> {
  for (const child of node.children ?? []) {
    yield child;
    yield* everyNode(child);
  }
}

/** Lays out once for each size that it is drawn in. */
function renderer(root: CodeNode, nodes: readonly CodeNode[], most: number, look: Look): CustomSeriesRenderItem {
  let size = '';
  let places = new Map<CodeNode, Placed>();
  return ({ dataIndex }, api): CustomSeriesRenderItemReturn => {
    const [width, height] = [api.getWidth(), api.getHeight()];
    if (size !== `${width}x${height}`) {
      size = `${width}x${height}`;
      const layout = treemapLayout(root, { x: 0, y: 0, width, height });
      places = new Map(layout.map((placed) => [placed.node, placed]));
    }
    const placed = places.get(nodes[dataIndex]!);
    return placed === undefined ? null : shapeOf(placed, most, look);
  };
}

function shapeOf({ node, area, kind }: Placed, most: number, look: Look): CustomSeriesRenderItemReturn {
  // A root shows the differences among the many files that are not the hottest.
  const fill = kind === 'open' ? look.grid : heatColor(look, Math.sqrt(node.commits / most));
  const ink = wantsDarkText(fill) ? '#1d1c1a' : '#ffffff';
  const name = `${kind === 'file' ? '' : '▸ '}${node.name}`;
  const length = Math.floor((area.width - 6) / characterPixels);
  const text = {
    type: 'text' as const,
    silent: true,
    style: {
      text: withoutMiddle(name, length),
      x: area.x + 4,
      y: area.y + (kind === 'open' ? headPixels / 2 + 1 : 4),
      verticalAlign: kind === 'open' ? ('middle' as const) : ('top' as const),
      fill: ink,
      font: `${fontPixels}px ${fontFamily}`,
    },
  };
  const rect = {
    type: 'rect' as const,
    shape: { ...area, r: kind === 'open' ? 3 : 1 },
    style: { fill },
    emphasis: { style: { stroke: look.ink, lineWidth: 1.5 } },
  };
  const isReadable = length >= Math.min(nameLengthMin, name.length) && area.height >= 18;
  return { type: 'group', children: isReadable ? [rect, text] : [rect] };
}

function tipOf(node: CodeNode | undefined): Tip {
  if (node === undefined) return { title: '', rows: [] };
  const { path, lines, commits, people, children } = node;
  const size = { name: 'lines', value: grouped(lines) };
  if (children !== undefined) {
    return { title: `${path}/`, rows: [size, { name: 'commits of its hottest file', value: grouped(commits) }] };
  }
  return {
    title: path,
    rows: [{ name: 'commits', value: grouped(commits) }, { name: 'people', value: grouped(people) }, size],
  };
}
